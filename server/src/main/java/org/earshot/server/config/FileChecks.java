package org.earshot.server.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import org.earshot.common.config.ConfigException;
import org.earshot.common.key.KeyRingException;
import org.earshot.common.key.ServerCertificate;
import org.earshot.common.key.ServerTls;
import org.earshot.common.key.TrustedCertificates;

/// Whether the files and folders that a configuration names can be used. Makes nothing and changes nothing: for the
/// server's start, and for whoever asks beforehand.
public final class FileChecks {
    private static final Set<PosixFilePermission> OWNER_ONLY =
            PosixFilePermissions.fromString("rwx------");

    private FileChecks() {}

    /// @throws ConfigException naming the key of the first that can't
    public static void check(ServerConfig config) {
        DataDirectory.check(config.data());
        config.keys().dir().ifPresent(FileChecks::checkKeys);
        if (config.database().url().startsWith("jdbc:mysql:")) {
            config.database()
                    .passwordFile()
                    .ifPresent(file -> {
                        if (!Files.isRegularFile(file) || !Files.isReadable(file)) {
                            throw new ConfigException(
                                    "database.passwordFile",
                                    file + " is not there, or may not be read by this user");
                        }
                        checkMode("database.passwordFile", file, "600");
                    });
        }
        config.relay().offer(); // reads the secret
        config.console().token();
        config.console().oidc().secret();
        config.routing(); // reads the trunks' passwords
        checkDirectory(config);
        config.files()
                .dir()
                .filter(Files::exists)
                .ifPresent(folder -> {
                    if (!Files.isDirectory(folder)) {
                        throw new ConfigException("files.dir", folder + " is a file, not a folder");
                    }
                    checkMode("files.dir", folder, "700");
                });
        if (config.archive().syslogCertificate().isPresent()) {
            try {
                ServerCertificate.ofFiles(
                        config.archive().syslogCertificate().get(),
                        config.archive().syslogKey().orElseThrow());
            } catch (KeyRingException e) {
                throw new ConfigException(
                        "archive.syslogCertificate and archive.syslogKey", e.getMessage());
            }
        }
        if (config.tls().certificate().isPresent()
                && (config.listen().isSecureServed()
                        || config.https().isServed()
                        || config.console().isSecureServed())) {
            checkCertificate(
                    config.tls().certificate().get(), config.tls().privateKey().orElseThrow());
        }
    }

    private static void checkDirectory(ServerConfig config) {
        if (config.ldap().isOn()) {
            var _ = config.ldap().password();
            config.ldap()
                    .trusted()
                    .ifPresent(file -> {
                        try {
                            TrustedCertificates.fromPem(file);
                        } catch (KeyRingException e) {
                            throw new ConfigException("ldap.trusted", e.getMessage());
                        }
                    });
        } else if (config.people().signUp() == PeopleConfig.SignUp.LDAP) {
            // not where the configuration is made: people.signUp changes at once, and ldap.url does
            // not
            throw new ConfigException(
                    "people.signUp", "is ldap, and there is no directory: set ldap.url");
        }
    }

    private static void checkKeys(Path folder) {
        if (Files.exists(folder)) {
            if (!Files.isDirectory(folder)) {
                throw new ConfigException("keys.dir", folder + " is a file, not a folder");
            }
            checkMode("keys.dir", folder, "700");
        }
    }

    private static void checkCertificate(Path certificate, Path key) {
        if (!Files.isReadable(certificate)) {
            throw new ConfigException(
                    "tls.certificate",
                    certificate + " is not there, or may not be read by this user");
        }
        try {
            ServerTls.ofFiles(certificate, key);
        } catch (KeyRingException e) {
            throw new ConfigException("tls.certificate and tls.privateKey", e.getMessage());
        }
    }

    /// @throws ConfigException if others than the owner may do anything with it
    static void checkMode(String key, Path path, String mode) {
        try {
            Set<PosixFilePermission> actual = Files.getPosixFilePermissions(path);
            if (!OWNER_ONLY.containsAll(actual)) {
                throw new ConfigException(
                        key,
                        "others may use "
                                + path
                                + " ("
                                + PosixFilePermissions.toString(actual)
                                + "): chmod "
                                + mode
                                + " it");
            }
        } catch (IOException e) {
            throw new ConfigException(key, path + " can't be read");
        }
    }
}

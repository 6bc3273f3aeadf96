package org.earshot.server.admin;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.earshot.common.config.ConfigException;
import org.earshot.common.config.ConfigProblem;
import org.earshot.common.key.KeyRing;
import org.earshot.common.key.KeyRingException;
import org.earshot.server.backup.BackupFailedException;
import org.earshot.server.backup.Manifest;
import org.earshot.server.backup.Restore;
import org.earshot.server.config.ConfigSource;
import org.earshot.server.config.DataDirectory;
import org.earshot.server.config.FileChecks;
import org.earshot.server.config.ServerConfig;
import org.earshot.server.doctor.Complaint;
import org.earshot.server.doctor.Diagnosis;
import org.earshot.server.doctor.FactFinder;
import org.earshot.server.doctor.SystemClock;
import org.earshot.server.doctor.SystemNames;

/// What is done in the administrator's own process, because it works on files that are named there.
final class LocalAdministration {
    private final AdminMain.Options options;
    private final AdminMain.ConfigSource configs;

    LocalAdministration(AdminMain.Options options, AdminMain.ConfigSource configs) {
        this.options = options;
        this.configs = configs;
    }

    /// What a server would say of a configuration, without a server.
    ///
    /// @return all that it would refuse; none: it would start
    /// @throws ConfigException if the file can't be read
    List<ConfigProblem> checkConfig(Path file) {
        if (!Files.isRegularFile(file) || !Files.isReadable(file)) {
            throw new ConfigException(file.toString(), "is not there, or can't be read");
        }
        try {
            FileChecks.check(configs.read(Optional.of(file), options.data(), options.sets()));
            return List.of();
        } catch (ConfigException first) {
            try {
                List<ConfigProblem> all =
                        new ConfigSource(
                                        Optional.of(file), options.data(), options.sets(), Map.of())
                                .read(
                                        options.data().orElse(Path.of("")),
                                        file.getFileName().toString(),
                                        Files.readAllBytes(file),
                                        _ -> {});
                if (all.isEmpty()) {
                    throw first; // one of the folder that stands for none
                }
                return all;
            } catch (IOException e) {
                throw new ConfigException(file.toString(), "can't be read: " + e.getMessage());
            }
        }
    }

    /// Writes the shared keys to a new file.
    ///
    /// @param password is cleared
    /// @return the names of all keys
    List<String> exportKeys(Path file, char[] password) {
        ServerConfig config = config();
        if (!Files.isDirectory(config.keysDir())) {
            throw new AdminException(
                    "there is no key ring in "
                            + config.keysDir()
                            + " yet: it is made at the server's first start");
        }
        try {
            KeyRing ring = KeyRing.open(config.keysDir(), config.ownKeysDir());
            ring.export(file, password);
            return ring.sharedNames();
        } catch (KeyRingException e) {
            throw new AdminException(e.getMessage());
        } finally {
            Arrays.fill(password, '\0');
        }
    }

    /// Adds the keys of an exported file, also to a server that runs.
    ///
    /// @param password is cleared
    /// @return the names of all shared keys there are now
    List<String> importKeys(Path file, char[] password) {
        ServerConfig config = config();
        try {
            if (!Files.isRegularFile(file)) {
                throw new AdminException(file + " is not there");
            }
            DataDirectory.prepare(config.data());
            List<String> names =
                    KeyRing.importInto(config.keysDir(), config.ownKeysDir(), file, password)
                            .sharedNames();
            AdminClient.ask(config.data(), new AdminRequest(List.of("keys", "reload"), ""))
                    .filter(answer -> answer.status() != 0)
                    .ifPresent(answer -> {
                        throw new AdminException(
                                "the keys are there, but the running server did not read them: restart it ("
                                        + answer.errors().strip()
                                        + ")");
                    });
            return names;
        } catch (KeyRingException e) {
            throw new AdminException(e.getMessage());
        } finally {
            Arrays.fill(password, '\0');
        }
    }

    /// What is wrong with this installation, as seen from here.
    List<Complaint> examine() {
        ServerConfig config = config();
        boolean running;
        try {
            running =
                    AdminClient.ask(config.data(), new AdminRequest(List.of("status"), ""))
                            .isPresent();
        } catch (AdminException e) {
            running = false; // not this user's, or just ending
        }
        return Diagnosis.of(
                new FactFinder(
                                config,
                                running,
                                new SystemNames(),
                                new SystemClock(),
                                InstantSource.system())
                        .facts());
    }

    /// Puts a backup back, where nothing is yet.
    ///
    /// @param password is cleared
    Manifest restore(Path folder, Path keys, char[] password) {
        try {
            return new Restore(config()).from(folder, keys, password);
        } catch (BackupFailedException e) {
            throw new AdminException(e.getMessage());
        } finally {
            Arrays.fill(password, '\0');
        }
    }

    private ServerConfig config() {
        return configs.read(options.file(), options.data(), options.sets());
    }
}

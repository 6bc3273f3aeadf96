package org.earshot.server.backup;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.earshot.common.file.DirectorySync;
import org.earshot.common.file.FileTrouble;
import org.earshot.common.key.KeyBackup;
import org.earshot.server.config.ServerConfig;

/// Makes a backup while the server runs: a folder with database, anchors and the sealed content of files, and a file with the keys and other
/// secrets, which is sealed with a password. The order counts. Anchors come before the database: records that are newer than the last anchor are adopted at the
/// next start, while an anchor without its record is a loss. Files and keys come after it: what a row needs was there before the row.
public final class Backup {
    /// The file of the embedded database in a backup.
    public static final String EMBEDDED = "database.zip";

    /// The file of a MySQL or MariaDB database in a backup.
    public static final String DUMP = "database.dump";

    private final ServerConfig config;
    private final String version;
    private final DatabaseCopy database;
    private final InstantSource clock;

    /// Writes a copy of the database.
    @FunctionalInterface
    public interface DatabaseCopy {
        /// @param folder for a file or files of its own
        /// @return `h2` or `mysql`
        String into(Path folder) throws IOException, BackupFailedException;
    }

    public Backup(ServerConfig config, String version, DatabaseCopy database, InstantSource clock) {
        this.config = config;
        this.version = version;
        this.database = database;
        this.clock = clock;
    }

    /// Makes one. Where that fails nothing with the name of a backup stays.
    ///
    /// @param folder must not be there yet
    /// @param keys must not be there yet, and not lie in the folder
    /// @param password the caller clears it
    public Manifest make(Path folder, Path keys, char[] password) throws BackupFailedException {
        if (Files.exists(folder) || Files.exists(keys)) {
            throw new BackupFailedException(
                    (Files.exists(folder) ? folder : keys) + " is there already: take a new name");
        }
        if (keys.startsWith(folder)) {
            throw new BackupFailedException(
                    "the keys must not lie beside what they open: take a place outside of "
                            + folder
                            + ", best on another machine");
        }
        Path partial = folder.resolveSibling(folder.getFileName() + ".partial");
        if (Files.exists(partial)) {
            throw new BackupFailedException(
                    partial
                            + " is of a backup that runs, or that did not come to its end: when none runs, remove it and try again");
        }
        try {
            return make(folder, partial, keys, password);
        } catch (IOException e) {
            throw failed(partial, FileTrouble.words(e, folder, keys), e);
        } catch (RuntimeException e) {
            throw failed(partial, e.toString(), e);
        }
    }

    private static BackupFailedException failed(Path partial, String why, Exception cause) {
        return new BackupFailedException(
                "no backup was made: " + why + (Files.exists(partial) ? "; remove " + partial : ""),
                cause);
    }

    private Manifest make(Path folder, Path partial, Path keys, char[] password)
            throws IOException, BackupFailedException {
        Files.createDirectory(
                partial,
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        copy(config.anchorsDir(), partial.resolve("anchors"));
        String takenAt = clock.instant().toString();
        String kind = database.into(partial);
        var folders = Places.folders(config);
        folders.remove("anchors");
        for (var entry : folders.entrySet()) {
            copy(entry.getValue(), partial.resolve(entry.getKey()));
        }
        Manifest manifest =
                new Manifest(
                        Manifest.FORM, version, config.domain(), takenAt, kind, parts(partial));
        byte[] text = manifest.write();
        Files.write(partial.resolve(Manifest.NAME), text, StandardOpenOption.CREATE_NEW);
        sync(partial.resolve(Manifest.NAME));
        Map<String, Path> secret = new LinkedHashMap<>(Places.keys(config));
        secret.putAll(Places.secrets(config));
        KeyBackup.write(keys, secret, Hashed.of(text), password);
        Files.move(partial, folder, StandardCopyOption.ATOMIC_MOVE);
        DirectorySync.sync(folder.toAbsolutePath().getParent());
        LastBackup.set(config.data(), takenAt);
        return manifest;
    }

    /// What goes meanwhile (a file that was erased, a message that went into the record) is not needed: the database knew, or will know at once.
    private static void copy(Path from, Path to) throws IOException {
        if (!Files.isDirectory(from)) {
            return;
        }
        try (Stream<Path> all = Files.walk(from)) {
            for (Path source : all.toList()) {
                Path target = to.resolve(from.relativize(source).toString());
                try {
                    if (Files.isDirectory(source)) {
                        Files.createDirectories(target);
                    } else {
                        Files.copy(source, target);
                    }
                } catch (NoSuchFileException e) {
                    Files.deleteIfExists(target);
                }
            }
        }
    }

    private static List<Manifest.Part> parts(Path folder) throws IOException {
        List<Manifest.Part> parts = new ArrayList<>();
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path file : all.filter(Files::isRegularFile).sorted().toList()) {
                sync(file);
                parts.add(
                        new Manifest.Part(
                                folder.relativize(file).toString().replace('\\', '/'),
                                Files.size(file),
                                Hashed.of(file)));
            }
        }
        return parts;
    }

    private static void sync(Path file) throws IOException {
        try (var channel = java.nio.channels.FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
    }
}

package org.earshot.server.backup;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.earshot.common.key.KeyBackup;
import org.earshot.common.key.KeyRingException;
import org.earshot.server.config.DataDirectory;
import org.earshot.server.config.ServerConfig;

/// Puts a backup back, where nothing is yet.
public final class Restore {
    private final ServerConfig config;

    public Restore(ServerConfig config) {
        this.config = config;
    }

    /// Checks all of the backup first, then writes.
    ///
    /// @param folder as [Backup] made it
    /// @param keys the file of keys that was made with it
    /// @param password the caller clears it
    /// @return what was put back
    public Manifest from(Path folder, Path keys, char[] password) throws BackupFailedException {
        try {
            requireEmpty();
            byte[] text = Files.readAllBytes(folder.resolve(Manifest.NAME));
            Manifest manifest = Manifest.read(text);
            KeyBackup.Opened opened = KeyBackup.open(keys, password);
            if (!opened.backup().equals(Hashed.of(text))) {
                throw new BackupFailedException(
                        keys
                                + " was made with another backup than "
                                + folder
                                + ", or that was changed since");
            }
            if (!manifest.domain().equals(config.domain())) {
                throw new BackupFailedException(
                        "the backup is of the domain "
                                + manifest.domain()
                                + ", and this server's is "
                                + config.domain());
            }
            if (!manifest.database().equals("h2") || isShared()) {
                throw new BackupFailedException(
                        "only a backup of the embedded database can be put back here");
            }
            for (Manifest.Part part : manifest.parts()) {
                check(folder, part);
            }
            DataDirectory.prepare(config.data());
            opened.restore(Places.keys(config));
            for (Map.Entry<String, Path> place : Places.folders(config).entrySet()) {
                copy(manifest, folder, place.getKey(), place.getValue());
            }
            database(folder.resolve(EmbeddedDatabase.COPY), EmbeddedDatabase.file(config));
            return manifest;
        } catch (IOException | KeyRingException e) {
            throw new BackupFailedException("the backup can't be put back: " + e, e);
        }
    }

    private boolean isShared() {
        return config.database().url().startsWith("jdbc:mysql:");
    }

    private void requireEmpty() throws IOException, BackupFailedException {
        for (Path place :
                Stream.of(Places.keys(config).values(), Places.folders(config).values())
                        .flatMap(java.util.Collection::stream)
                        .toList()) {
            if (Files.isDirectory(place)) {
                try (Stream<Path> there = Files.list(place)) {
                    if (there.findAny().isPresent()) {
                        throw notEmpty(place);
                    }
                }
            }
        }
        if (Files.exists(EmbeddedDatabase.file(config))) {
            throw notEmpty(EmbeddedDatabase.file(config));
        }
    }

    private static BackupFailedException notEmpty(Path place) {
        return new BackupFailedException(
                place
                        + " is there already, and nothing is overwritten: stop the server, move its data away, and try again");
    }

    private static void check(Path folder, Manifest.Part part)
            throws IOException, BackupFailedException {
        Path file = folder.resolve(part.name());
        if (!Files.isRegularFile(file)
                || Files.size(file) != part.size()
                || !Hashed.of(file).equals(part.sha256())) {
            throw new BackupFailedException(
                    file + " is not what was backed up: it is damaged, was changed, or is missing");
        }
    }

    private static void copy(Manifest manifest, Path folder, String name, Path target)
            throws IOException {
        String prefix = name + "/";
        for (Manifest.Part part : manifest.parts()) {
            if (part.name().startsWith(prefix)) {
                Path file = target.resolve(part.name().substring(prefix.length()));
                DataDirectory.prepare(target);
                Files.createDirectories(file.getParent());
                Files.copy(folder.resolve(part.name()), file);
            }
        }
    }

    private static void database(Path zip, Path target) throws IOException, BackupFailedException {
        try (ZipInputStream in = new ZipInputStream(Files.newInputStream(zip))) {
            for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                if (entry.getName().endsWith(EmbeddedDatabase.SUFFIX)) {
                    write(in, target);
                    return;
                }
            }
        }
        throw new BackupFailedException(zip + " has no database");
    }

    private static void write(InputStream in, Path target) throws IOException {
        try (var out = Files.newOutputStream(target, StandardOpenOption.CREATE_NEW)) {
            in.transferTo(out);
        }
        try (var channel = java.nio.channels.FileChannel.open(target, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
    }
}

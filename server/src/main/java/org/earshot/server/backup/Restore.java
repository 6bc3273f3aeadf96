package org.earshot.server.backup;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.earshot.common.key.KeyBackup;
import org.earshot.common.key.KeyRingException;
import org.earshot.server.config.DataDirectory;
import org.earshot.server.config.ServerConfig;

/// Puts a backup back, where nothing is yet. One that was not finished, since the process or the machine ended, is begun anew when it is
/// called again.
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
            boolean again = UnfinishedRestore.isIn(config.data());
            if (!again) {
                requireEmpty();
            }
            byte[] text = Files.readAllBytes(folder.resolve(Manifest.NAME));
            Manifest manifest = Manifest.read(text);
            KeyBackup.Opened opened = KeyBackup.open(keys, password);
            check(folder, keys, text, manifest, opened);
            RestoredDatabase database = database(manifest, folder, Hashed.of(text));
            if (!again) {
                database.check();
            }
            DataDirectory.prepare(config.data());
            try (UnfinishedRestore begun = UnfinishedRestore.begin(config.data(), again)) {
                if (again) {
                    undo(database);
                    database.check();
                }
                opened.restore(Places.keys(config));
                for (Map.Entry<String, Path> place : Places.folders(config).entrySet()) {
                    copy(manifest, folder, place.getKey(), place.getValue());
                }
                database.restore();
                begun.finished();
            }
            return manifest;
        } catch (IOException | KeyRingException e) {
            throw new BackupFailedException("the backup can't be put back: " + e, e);
        }
    }

    private void check(
            Path folder, Path keys, byte[] text, Manifest manifest, KeyBackup.Opened opened)
            throws IOException, BackupFailedException {
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
        for (Manifest.Part part : manifest.parts()) {
            check(folder, part);
        }
    }

    private RestoredDatabase database(Manifest manifest, Path folder, String backup)
            throws BackupFailedException {
        boolean shared = config.database().isShared();
        if (config.isInMemory() || !manifest.database().equals(shared ? "mysql" : "h2")) {
            throw new BackupFailedException(
                    manifest.database().equals("h2")
                            ? "the backup is of the embedded database: leave database.url unset to put it back"
                            : "the backup is of a MySQL or MariaDB database: name an empty one in database.url to put it back");
        }
        return shared
                ? new SharedDatabase(config, folder, backup)
                : new EmbeddedDatabase(config, folder);
    }

    private List<Path> places() {
        return Stream.of(Places.keys(config).values(), Places.folders(config).values())
                .flatMap(java.util.Collection::stream)
                .toList();
    }

    private void requireEmpty() throws IOException, BackupFailedException {
        for (Path place : places()) {
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

    /// What a restore that was not finished has left: there was nothing when it began.
    private void undo(RestoredDatabase database) throws IOException {
        for (Path place : places()) {
            if (Files.isDirectory(place)) {
                try (Stream<Path> there = Files.walk(place)) {
                    for (Path one : there.sorted(Comparator.reverseOrder()).toList()) {
                        if (!one.equals(place)) {
                            Files.delete(one);
                        }
                    }
                }
            }
        }
        database.undo();
    }

    static BackupFailedException notEmpty(Path place) {
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
                try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
                    channel.force(true);
                }
            }
        }
    }
}

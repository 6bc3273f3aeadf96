package org.earshot.server.backup;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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
            byte[] text = Files.readAllBytes(folder.resolve(Manifest.NAME));
            Manifest manifest = Manifest.read(text);
            KeyBackup.Opened opened = KeyBackup.open(keys, password);
            check(folder, keys, text, manifest, opened);
            RestoredDatabase database = database(manifest, folder, Hashed.of(text));
            BegunRestore mine =
                    BegunRestore.of(Hashed.of(text), places(opened, database), database.name());
            database.check(isGoingOn(requireRoom(mine), mine));
            DataDirectory.prepare(config.data());
            try (UnfinishedRestore begun = UnfinishedRestore.begin(config.data())) {
                // again, since another one may have been at work until now
                Optional<BegunRestore> before = requireRoom(mine);
                if (before.isPresent()) {
                    undo(before.get());
                }
                if (!before.equals(Optional.of(mine))) {
                    begun.says(mine);
                }
                opened.restore(keyPlaces());
                for (Map.Entry<String, Path> place : Places.folders(config).entrySet()) {
                    copy(manifest, folder, place.getKey(), place.getValue());
                }
                database.restore(isGoingOn(before, mine));
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

    private Map<String, Path> keyPlaces() {
        Map<String, Path> places = new LinkedHashMap<>(Places.keys(config));
        places.putAll(Places.secrets(config));
        return places;
    }

    /// All that is written to. Secrets that the backup has not may be there.
    private List<Path> places(KeyBackup.Opened opened, RestoredDatabase database) {
        List<Path> places = new ArrayList<>(Places.keys(config).values());
        places.addAll(Places.folders(config).values());
        Places.secrets(config)
                .forEach((name, place) -> {
                    if (opened.has(name)) {
                        places.add(place);
                    }
                });
        database.file().ifPresent(places::add);
        return places;
    }

    private static boolean isGoingOn(Optional<BegunRestore> before, BegunRestore mine) {
        return before.filter(one -> one.database().equals(mine.database())).isPresent();
    }

    /// Refuses whatever was not put there by an unfinished restore of the same backup.
    ///
    /// @return that restore
    private Optional<BegunRestore> requireRoom(BegunRestore mine)
            throws IOException, BackupFailedException {
        Optional<BegunRestore> before = UnfinishedRestore.before(config.data());
        if (before.isPresent() && !before.get().backup().equals(mine.backup())) {
            throw new BackupFailedException(
                    "another backup was being put back into "
                            + config.data()
                            + ", and that was not finished: call admin restore with that one, or move that folder away");
        }
        Set<Path> begun = before.map(BegunRestore::paths).orElse(Set.of());
        for (Path place : mine.paths()) {
            if (!begun.contains(place)) {
                requireEmpty(place);
            }
        }
        return before;
    }

    private static void requireEmpty(Path place) throws IOException, BackupFailedException {
        if (Files.isDirectory(place)) {
            try (Stream<Path> there = Files.list(place)) {
                if (there.findAny().isPresent()) {
                    throw notEmpty(place);
                }
            }
        } else if (Files.exists(place)) {
            throw notEmpty(place);
        }
    }

    /// What a restore that was not finished has left: there was nothing when it began.
    private static void undo(BegunRestore before) throws IOException {
        for (Path place : before.paths()) {
            if (Files.isDirectory(place)) {
                try (Stream<Path> there = Files.walk(place)) {
                    for (Path one : there.sorted(Comparator.reverseOrder()).toList()) {
                        if (!one.equals(place)) {
                            Files.delete(one);
                        }
                    }
                }
            } else {
                Files.deleteIfExists(place);
            }
        }
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

package org.earshot.softphone.app;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What a phone keeps between two runs. Any thread.
final class DataFolder implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(DataFolder.class);
    private static final Set<PosixFilePermission> OWNER_ONLY =
            PosixFilePermissions.fromString("rwx------");

    private final Path folder;
    private final boolean temporary;

    private DataFolder(Path folder, boolean temporary) {
        this.folder = folder;
        this.temporary = temporary;
    }

    /// Opens a folder, made if it is missing, for its owner alone.
    ///
    /// @throws StartFailure if it can't be made or written, or others may look into it
    static DataFolder open(Path folder) {
        try {
            if (!Files.isDirectory(folder)) {
                if (isPosix(folder)) {
                    Files.createDirectories(
                            folder, PosixFilePermissions.asFileAttribute(OWNER_ONLY));
                } else {
                    Files.createDirectories(folder);
                }
            }
            if (isPosix(folder) && !OWNER_ONLY.containsAll(Files.getPosixFilePermissions(folder))) {
                throw new StartFailure(
                        "others may look into the folder " + folder + ": use chmod 700 " + folder);
            }
        } catch (IOException e) {
            throw new StartFailure("can't make the folder " + folder + ": " + e.getMessage());
        }
        if (!Files.isWritable(folder)) {
            throw new StartFailure("can't write to the folder " + folder);
        }
        return new DataFolder(folder, false);
    }

    private static boolean isPosix(Path path) {
        return path.getFileSystem().supportedFileAttributeViews().contains("posix");
    }

    /// Whether nothing outlives the process.
    boolean isTemporary() {
        return temporary;
    }

    /// A folder that is deleted at the end.
    ///
    /// @throws StartFailure if it can't be made
    static DataFolder temporary() {
        try {
            return new DataFolder(Files.createTempDirectory("earshot-phone-"), true);
        } catch (IOException e) {
            throw new StartFailure("can't make a temporary folder: " + e.getMessage());
        }
    }

    /// Where a phone with a window keeps its things: `$XDG_DATA_HOME/earshot`, else
    /// `$HOME/.local/share/earshot`.
    static Path usual(Map<String, String> environment) {
        String data = environment.getOrDefault("XDG_DATA_HOME", "");
        if (!data.isEmpty()) {
            return Path.of(data, "earshot");
        }
        String home = environment.getOrDefault("HOME", "");
        if (home.isEmpty()) {
            throw new StartFailure("neither XDG_DATA_HOME nor HOME is set: use --data DIR");
        }
        return Path.of(home, ".local", "share", "earshot");
    }

    /// Where files from others go that are meant to be found: the folder `Earshot` of `$XDG_DOWNLOAD_DIR`, else of
    /// `$HOME/Downloads`.
    static Path usualDownloads(Map<String, String> environment) {
        String downloads = environment.getOrDefault("XDG_DOWNLOAD_DIR", "");
        if (!downloads.isEmpty()) {
            return Path.of(downloads, "Earshot");
        }
        String home = environment.getOrDefault("HOME", "");
        if (home.isEmpty()) {
            throw new StartFailure(
                    "neither XDG_DOWNLOAD_DIR nor HOME is set: use --download-dir DIR");
        }
        return Path.of(home, "Downloads", "Earshot");
    }

    /// `urn:uuid:…`, made at the first start (RFC 5626 §4.1).
    String instanceId() {
        List<String> lines = lines("instance-id");
        if (!lines.isEmpty() && lines.getFirst().startsWith("urn:uuid:")) {
            return lines.getFirst().strip();
        }
        String id = "urn:uuid:" + UUID.randomUUID();
        write("instance-id", List.of(id));
        return id;
    }

    /// The lines of a file; none where there is no file.
    List<String> lines(String name) {
        Path file = folder.resolve(name);
        try {
            return Files.exists(file, LinkOption.NOFOLLOW_LINKS)
                    // a crash may have cut a character: it costs its line, not the start
                    ? new String(Files.readAllBytes(file), StandardCharsets.UTF_8).lines().toList()
                    : List.of();
        } catch (IOException e) {
            throw new StartFailure("can't read " + file + ": " + e.getMessage());
        }
    }

    /// Where a file of this name is, or would be.
    Path file(String name) {
        return folder.resolve(name);
    }

    /// Replaces a file by one that is whole and on the disk before the old one goes.
    void replace(String name, List<String> lines) throws IOException {
        Path file = folder.resolve(name);
        Path fresh = folder.resolve(name + ".new");
        Files.write(
                fresh,
                lines,
                StandardCharsets.UTF_8,
                StandardOpenOption.CREATE,
                StandardOpenOption.TRUNCATE_EXISTING,
                StandardOpenOption.WRITE,
                StandardOpenOption.DSYNC);
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
    }

    /// Replaces a file.
    void write(String name, List<String> lines) {
        Path file = folder.resolve(name);
        try {
            Files.write(file, lines, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new StartFailure("can't write " + file + ": " + e.getMessage());
        }
    }

    /// Adds a line to a file; it is on the disk afterwards.
    void append(String name, String line) throws IOException {
        Files.write(
                folder.resolve(name),
                List.of(line),
                StandardCharsets.UTF_8,
                StandardOpenOption.CREATE,
                StandardOpenOption.APPEND,
                StandardOpenOption.DSYNC);
    }

    /// Deletes a temporary one.
    @Override
    public void close() {
        if (!temporary) {
            return;
        }
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        } catch (IOException e) {
            log.warn("can't delete {}: {}", folder, e.getMessage());
        }
    }
}

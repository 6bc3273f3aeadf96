package org.earshot.softphone.file;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The files that are not whole yet, in a folder of their own. One object for each folder; thread-safe.
public final class PartialFiles {
    private static final Logger log = LoggerFactory.getLogger(PartialFiles.class);
    private static final int MOST_AT_ONCE = 100;

    private final Path directory;
    private final Set<String> claimed = new HashSet<>(); // its own lock

    /// @param directory is made when it is first needed, for its owner alone
    public PartialFiles(Path directory) {
        this.directory = directory;
    }

    /// Where they are.
    public Path directory() {
        return directory;
    }

    /// Takes the place where the bytes of that file are kept, with what is there already. Where another session has it, a second
    /// place is taken.
    ///
    /// @param size bytes of the whole file; what is there of a larger one is not used
    /// @throws IOException if nothing can be kept in the folder
    public PartialFile claim(PartialKey key, long size) throws IOException {
        makeDirectory();
        for (int number = 1; number <= MOST_AT_ONCE; number++) {
            String name = key.name() + (number == 1 ? "" : "-" + number);
            synchronized (claimed) {
                if (!claimed.add(name)) {
                    continue;
                }
            }
            try {
                return PartialFile.open(directory.resolve(name), size, () -> release(name));
            } catch (IOException | RuntimeException e) {
                release(name);
                throw e;
            }
        }
        throw new IOException("the same file comes more than " + MOST_AT_ONCE + " times at once");
    }

    private void release(String name) {
        synchronized (claimed) {
            claimed.remove(name);
        }
    }

    /// Deletes what nobody has touched since then and no session has.
    public void deleteOlderThan(Instant time) {
        if (!Files.isDirectory(directory)) {
            return;
        }
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.toList()) {
                if (!isClaimed(file)
                        && Files.getLastModifiedTime(file).toInstant().isBefore(time)) {
                    Files.deleteIfExists(file);
                }
            }
        } catch (IOException e) {
            log.warn("can't tidy {}: {}", directory, e.toString());
        }
    }

    private boolean isClaimed(Path file) {
        String name = file.getFileName().toString();
        int dot = name.indexOf('.');
        synchronized (claimed) {
            return claimed.contains(dot < 0 ? name : name.substring(0, dot));
        }
    }

    private void makeDirectory() throws IOException {
        if (!Files.isDirectory(directory)) {
            boolean posix =
                    directory.getFileSystem().supportedFileAttributeViews().contains("posix");
            List<FileAttribute<?>> mode =
                    posix
                            ? List.of(
                                    PosixFilePermissions.asFileAttribute(
                                            PosixFilePermissions.fromString("rwx------")))
                            : List.of();
            Files.createDirectories(directory, mode.toArray(FileAttribute<?>[]::new));
        }
    }
}

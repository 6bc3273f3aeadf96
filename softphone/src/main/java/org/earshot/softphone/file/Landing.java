package org.earshot.softphone.file;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.regex.Pattern;
import org.earshot.common.file.DirectorySync;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Gives a whole file its last name, in one step, and never another file's. On the way to another file system it is a hidden file there for
/// a while; what a phone that was killed has left of such is removed by the next that lands there in that way.
final class Landing {
    private static final Logger log = LoggerFactory.getLogger(Landing.class);
    private static final int MOST_OF_A_NAME = 1000;
    private static final String PREFIX = ".earshot-";
    private static final String SUFFIX = ".part";
    private static final Pattern OURS =
            Pattern.compile(
                    Pattern.quote(PREFIX)
                            + "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"
                            + Pattern.quote(SUFFIX));

    /// No phone that still runs copies for so long.
    private static final Duration LEFT = Duration.ofDays(1);

    private Landing() {}

    /// @param whole a file on stable storage; stays where it is, under a second name or as a copy
    /// @param name as the other side calls it
    /// @return where it is now, on stable storage
    /// @throws IOException if it can't be there
    static Path place(Path whole, Path directory, String name) throws IOException {
        Files.createDirectories(directory);
        String safe = SafeName.of(name);
        Path source = whole;
        boolean copied = false;
        try {
            for (int number = 1; number <= MOST_OF_A_NAME; number++) {
                Path place = resolved(directory, SafeName.numbered(safe, number));
                if (Files.exists(place, LinkOption.NOFOLLOW_LINKS)) {
                    continue;
                }
                try {
                    if (!linked(place, source)) {
                        if (!copied) {
                            source = copy(whole, directory);
                            copied = true;
                            number--; // the same name, on the same file system now
                            continue;
                        }
                        Files.move(source, place); // no links here; refuses what it finds
                    }
                    DirectorySync.sync(directory);
                    return place;
                } catch (FileAlreadyExistsException _) {
                    // somebody was faster
                }
            }
        } finally {
            if (copied) {
                Files.deleteIfExists(source);
            }
        }
        throw new IOException("there are " + MOST_OF_A_NAME + " files of that name");
    }

    /// A link fails where the name is taken, which a rename does not.
    private static boolean linked(Path place, Path source) throws FileAlreadyExistsException {
        try {
            Files.createLink(place, source);
            return true;
        } catch (FileAlreadyExistsException e) {
            throw e;
        } catch (IOException | UnsupportedOperationException _) {
            return false; // another file system, or one without links
        }
    }

    private static Path copy(Path whole, Path directory) throws IOException {
        Path copy = directory.resolve(PREFIX + UUID.randomUUID() + SUFFIX);
        try (FileChannel from = FileChannel.open(whole, StandardOpenOption.READ);
                FileChannel to =
                        FileChannel.open(
                                copy, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            // by the file system's own clock, which a network's may be
            removeLeftovers(directory, Files.getLastModifiedTime(copy).toInstant().minus(LEFT));
            long size = from.size();
            for (long done = 0; done < size; ) {
                done += from.transferTo(done, size - done, to);
            }
            to.force(true);
        } catch (IOException e) {
            Files.deleteIfExists(copy);
            throw e;
        }
        return copy;
    }

    /// Removes what copies that were not finished have left, by the pattern of their names; nobody else's file, and no failure matters.
    ///
    /// @param before files that were written to since are left alone
    static void removeLeftovers(Path directory, Instant before) {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, PREFIX + "*")) {
            for (Path file : files) {
                if (OURS.matcher(file.getFileName().toString()).matches()) {
                    removeLeftover(file, before);
                }
            }
        } catch (IOException | DirectoryIteratorException e) {
            log.debug("can't look for what was left in {}", directory, e);
        }
    }

    private static void removeLeftover(Path file, Instant before) {
        try {
            BasicFileAttributes found =
                    Files.readAttributes(
                            file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            if (found.isRegularFile() && found.lastModifiedTime().toInstant().isBefore(before)) {
                Files.delete(file);
                log.info("removed {}, which was left by a phone that ended", file);
            }
        } catch (IOException e) {
            log.debug("can't remove {}", file, e);
        }
    }

    private static Path resolved(Path directory, String name) throws IOException {
        Path place;
        try {
            place = directory.resolve(name);
        } catch (InvalidPathException _) {
            place =
                    directory.resolve(
                            SafeName.ascii(name)); // the system's names have no such letters
        }
        if (!directory.equals(place.getParent())) {
            throw new FileSystemException(name, null, "is no name");
        }
        return place;
    }
}

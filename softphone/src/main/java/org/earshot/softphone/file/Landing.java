package org.earshot.softphone.file;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.UUID;
import org.earshot.common.file.DirectorySync;

/// Gives a whole file its last name, in one step, and never another file's.
final class Landing {
    private static final int MOST_OF_A_NAME = 1000;

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
        Path copy = directory.resolve("." + UUID.randomUUID() + ".part");
        try (FileChannel from = FileChannel.open(whole, StandardOpenOption.READ);
                FileChannel to =
                        FileChannel.open(
                                copy, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
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

package org.earshot.server.files;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.earshot.common.file.DirectorySync;
import org.earshot.common.file.DiskRoom;
import org.earshot.proxy.archive.Bytes;

/// The folder with the content of files: one file for each, named by its id, sealed. Whether one is whole is not told here, but by the
/// table: so nothing need be renamed, and no crash leaves the two at odds. Thread-safe, also with other processes on the same folder.
public final class FileVault {
    private final Path folder;
    private final SecureRandom random = new SecureRandom();

    /// @param folder made when the first file comes (0700)
    public FileVault(Path folder) {
        this.folder = folder;
    }

    /// Somebody else writes it now.
    static final class BusyException extends Exception {
        private static final long serialVersionUID = 1L;
    }

    /// Opens the content of a file to go on writing it.
    ///
    /// @throws BusyException if somebody does so already
    /// @throws IOException if it can't be opened
    PartialContent write(FileId id, Bytes key) throws IOException, BusyException {
        makeFolder();
        Path file = file(id);
        boolean fresh = !Files.exists(file);
        FileChannel channel =
                FileChannel.open(
                        file,
                        Set.of(
                                StandardOpenOption.CREATE,
                                StandardOpenOption.READ,
                                StandardOpenOption.WRITE),
                        owner("rw-------"));
        try {
            lock(channel);
            if (fresh) {
                DirectorySync.sync(folder);
            }
            return new PartialContent(channel, new Chunks(id, key, random));
        } catch (IOException | BusyException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    /// Held until the channel is closed, by a crash too.
    private static void lock(FileChannel channel) throws IOException, BusyException {
        try {
            FileLock lock = channel.tryLock();
            if (lock == null) {
                throw new BusyException(); // another process
            }
        } catch (OverlappingFileLockException e) {
            throw new BusyException();
        }
    }

    /// Opens the content of a whole file.
    ///
    /// @throws IOException if it is not there, or not of that size
    WholeContent read(FileId id, Bytes key, long size) throws IOException {
        FileChannel channel = FileChannel.open(file(id), StandardOpenOption.READ);
        try {
            return new WholeContent(channel, new Chunks(id, key, random), size);
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    /// How many bytes the disk still takes.
    long room() {
        return DiskRoom.in(folder);
    }

    /// Whether writing failed because the disk is full.
    boolean isFull(IOException failure) {
        return DiskRoom.isWhatFailed(failure, folder);
    }

    /// How much of a file that is not whole is there: where its sender goes on.
    long offset(FileId id) throws IOException {
        Path file = file(id);
        return Files.exists(file) ? Files.size(file) / Chunks.SEALED * Chunks.PLAIN : 0;
    }

    /// Removes the content of a file, if there is any. Whoever reads it now reads on.
    void remove(FileId id) throws IOException {
        if (Files.deleteIfExists(file(id))) {
            DirectorySync.sync(folder);
        }
    }

    /// Ids of all that has content and was not written to since then.
    List<FileId> quietSince(Instant time) throws IOException {
        List<FileId> ids = new ArrayList<>();
        if (!Files.isDirectory(folder)) {
            return ids;
        }
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
            for (Path file : files) {
                Optional<FileId> id = FileId.of(String.valueOf(file.getFileName()));
                if (id.isPresent() && Files.getLastModifiedTime(file).toInstant().isBefore(time)) {
                    ids.add(id.get());
                }
            }
        }
        return ids;
    }

    private Path file(FileId id) {
        return folder.resolve(id.text());
    }

    private void makeFolder() throws IOException {
        if (!Files.isDirectory(folder)) {
            Path parent = folder.toAbsolutePath().getParent();
            if (parent != null) {
                Files.createDirectories(parent);
            }
            Files.createDirectories(folder, owner("rwx------"));
        }
    }

    private FileAttribute<?>[] owner(String mode) {
        return folder.getFileSystem().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(mode))
                }
                : new FileAttribute<?>[0];
    }
}

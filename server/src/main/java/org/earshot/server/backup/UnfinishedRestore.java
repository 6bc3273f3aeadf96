package org.earshot.server.backup;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;
import org.earshot.common.config.ConfigException;
import org.earshot.common.file.DirectorySync;

/// `DATA/restore-unfinished`: there from before a restore writes the first file until all is there. So no server starts on half of a
/// backup. It says which backup is put back, and to which places, which were empty: these, and no others, are emptied when the restore is called
/// again.
public final class UnfinishedRestore implements AutoCloseable {
    private static final String NAME = "restore-unfinished";

    private final Path file;
    private final FileChannel channel;

    private UnfinishedRestore(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    /// Whether a restore into this data folder was begun and is not finished.
    static boolean isIn(Path data) {
        return Files.exists(data.resolve(NAME));
    }

    /// Refuses half of a backup.
    ///
    /// @throws ConfigException if a restore was not finished
    public static void refuse(Path data) {
        if (isIn(data)) {
            throw new ConfigException(
                    "data",
                    "a backup is being put back into "
                            + data
                            + ", or that was not finished: wait for the end of admin restore, or call it once more");
        }
    }

    /// What one that was begun said of itself.
    ///
    /// @return nothing where none was, or where it wrote nothing yet
    /// @throws BackupFailedException if that can't be read: then nobody knows what is its work, and what was there before
    static Optional<BegunRestore> before(Path data) throws IOException, BackupFailedException {
        Path file = data.resolve(NAME);
        byte[] text;
        try (InputStream in = Files.newInputStream(file)) {
            text = in.readNBytes(BegunRestore.LONGEST);
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
        if (text.length == 0) {
            return Optional.empty(); // it says what it will do before it does anything
        }
        Optional<BegunRestore> begun = BegunRestore.read(text);
        if (begun.isEmpty()) {
            throw new BackupFailedException(
                    file
                            + " does not say what a restore has put where, and nothing is taken away that may be somebody's: move "
                            + data
                            + " and what else that restore wrote to away, and try again");
        }
        return begun;
    }

    /// Keeps others from beginning one. Says nothing yet: where that does not follow, no trace stays.
    ///
    /// @throws BackupFailedException if another one is under way
    static UnfinishedRestore begin(Path data) throws IOException, BackupFailedException {
        Path file = data.resolve(NAME);
        FileChannel channel =
                FileChannel.open(
                        file,
                        Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE),
                        PosixFilePermissions.asFileAttribute(
                                PosixFilePermissions.fromString("rw-------")));
        try {
            // one that has just finished took the file away
            if (!tryLock(channel) || !Files.exists(file)) {
                throw new BackupFailedException(
                        "another admin restore into " + data + " is running: wait for its end");
            }
            return new UnfinishedRestore(file, channel);
        } catch (IOException | BackupFailedException e) {
            channel.close();
            throw e;
        }
    }

    /// Says what is going to be done; on stable storage when it returns.
    void says(BegunRestore begun) throws IOException {
        channel.truncate(0);
        channel.force(
                true); // half of an older description never stands there with half of this one
        ByteBuffer text = ByteBuffer.wrap(begun.write());
        while (text.hasRemaining()) {
            channel.write(text, text.position());
        }
        channel.force(true);
        DirectorySync.sync(file.toAbsolutePath().getParent());
    }

    private static boolean tryLock(FileChannel channel) throws IOException {
        try {
            return isLocked(channel.tryLock());
        } catch (OverlappingFileLockException e) {
            return false; // in this very process
        }
    }

    private static boolean isLocked(FileLock lock) {
        return lock != null;
    }

    /// All is there.
    void finished() throws IOException {
        Files.delete(file);
        DirectorySync.sync(file.toAbsolutePath().getParent());
    }

    @Override
    public void close() throws IOException {
        if (channel.size() == 0) {
            Files.deleteIfExists(file);
        }
        channel.close();
    }
}

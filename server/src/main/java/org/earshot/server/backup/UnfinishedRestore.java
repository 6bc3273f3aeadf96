package org.earshot.server.backup;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import org.earshot.common.config.ConfigException;
import org.earshot.common.file.DirectorySync;

/// `DATA/restore-unfinished`: there from before a restore writes the first file until all is there. So no server starts on half of a
/// backup, and what lies there can be taken away when the restore is called again.
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

    /// Says that one has begun.
    ///
    /// @param again whether the file is there: then it must still be
    /// @throws BackupFailedException if another one is under way
    static UnfinishedRestore begin(Path data, boolean again)
            throws IOException, BackupFailedException {
        Path file = data.resolve(NAME);
        FileChannel channel =
                FileChannel.open(
                        file,
                        again
                                ? Set.of(StandardOpenOption.WRITE)
                                : Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE),
                        PosixFilePermissions.asFileAttribute(
                                PosixFilePermissions.fromString("rw-------")));
        try {
            // one that has just finished took the file away
            if (!tryLock(channel) || !Files.exists(file)) {
                throw new BackupFailedException(
                        "another admin restore into " + data + " is running: wait for its end");
            }
            channel.write(ByteBuffer.wrap(new byte[] {'\n'}), 0);
            channel.force(true);
            DirectorySync.sync(data);
            return new UnfinishedRestore(file, channel);
        } catch (IOException | BackupFailedException e) {
            channel.close();
            throw e;
        }
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
        channel.close();
    }
}

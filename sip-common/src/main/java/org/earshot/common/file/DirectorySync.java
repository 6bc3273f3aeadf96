package org.earshot.common.file;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// Brings names of files to stable storage: a file that was made, renamed or removed is so after a crash only when its
/// directory was synced (POSIX fsync).
public final class DirectorySync {
    private DirectorySync() {}

    /// Syncs a directory. Does nothing where the file system is not POSIX: there a directory can't be opened.
    ///
    /// @throws IOException if that fails; then what has happened to its files may not last
    public static void sync(Path directory) throws IOException {
        if (!directory.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            return;
        }
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}

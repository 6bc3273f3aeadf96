package org.earshot.common.file;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/// How much room there is on a disk. Thread-safe.
public final class DiskRoom {
    private static final long NOTHING_LEFT = 1 << 20;

    private DiskRoom() {}

    /// How many bytes can be written into a folder, or where it will be made.
    ///
    /// @return [Long#MAX_VALUE] where the system does not say
    public static long in(Path folder) {
        try {
            FileStore store = Files.getFileStore(existing(folder));
            return store.getTotalSpace() <= 0 ? Long.MAX_VALUE : store.getUsableSpace();
        } catch (IOException _) {
            return Long.MAX_VALUE; // writing will tell
        }
    }

    /// Whether both are on the same disk, and share its room.
    public static boolean isShared(Path folder, Path other) {
        try {
            return Files.getFileStore(existing(folder)).equals(Files.getFileStore(existing(other)));
        } catch (IOException _) {
            return true;
        }
    }

    private static Path existing(Path folder) {
        Path there = folder.toAbsolutePath();
        for (Path parent = there.getParent();
                !Files.exists(there) && parent != null;
                parent = there.getParent()) {
            there = parent;
        }
        return there;
    }

    /// Whether writing there failed because the disk, or the user's part of it, is full. The system says so in the user's language;
    /// so the disk is asked too.
    public static boolean isWhatFailed(IOException failure, Path there) {
        String words = String.valueOf(failure.getMessage()).toLowerCase(Locale.ROOT);
        return words.contains("no space left")
                || words.contains("quota exceeded")
                || in(there) < NOTHING_LEFT;
    }
}

package org.earshot.softphone.app;

import java.nio.file.Path;
import org.earshot.common.file.DiskRoom;
import org.earshot.softphone.file.PartialFile;
import org.earshot.softphone.ua.FileSize;
import org.earshot.softphone.ua.NoRoomException;

/// Looks whether a file has room before it comes: a disk that it would fill is of no use to anybody.
final class RoomForFile {
    private RoomForFile() {}

    /// @param partial what is there of it
    /// @param folder where that is
    /// @param downloads where it ends up: under a second name, or as a copy where that is another disk
    /// @param size of the whole file
    /// @throws NoRoomException in words for the user, if it has none
    static void require(PartialFile partial, Path folder, Path downloads, long size)
            throws NoRoomException {
        require(folder, partial.missing(size));
        if (!DiskRoom.isShared(folder, downloads)) {
            require(downloads, size);
        }
    }

    private static void require(Path folder, long needed) throws NoRoomException {
        long free = DiskRoom.in(folder);
        if (free < needed) {
            throw new NoRoomException(
                    "there is no room for it on the disk: "
                            + FileSize.words(needed)
                            + " are needed, and "
                            + FileSize.words(free)
                            + " are free");
        }
    }
}

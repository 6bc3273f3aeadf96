package org.earshot.server.files;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.earshot.proxy.archive.ArchivePosition;

/// Which files are held back. Such a file is in no [FileTable]: so nothing that asks there gives it away. Thread-safe. Each method may
/// block, and throw [org.earshot.common.db.StoreUnavailableException].
public interface HeldTable {

    /// How much may be held, in bytes.
    ///
    /// @param ofOwner of one sender
    /// @param ofAll of all
    record Room(long ofOwner, long ofAll) {}

    /// What is held.
    record Usage(long files, long bytes) {}

    /// What became of holding a file.
    enum Outcome {
        HELD,
        /// There is no room.
        FULL,
        /// The file that was to be held is not there any more, or is whole.
        GONE
    }

    /// Whether there is room for one now; to be asked before that it is held stands in the record.
    boolean hasRoom(HeldRow row, Room room);

    /// Takes a file that is not whole out of the table of files, and holds it; of several who try at once none gets more than there is room for.
    Outcome hold(HeldRow row, Room room);

    /// One of them, be it released or not.
    Optional<HeldRow> find(FileId id);

    /// Those that are held, the latest first.
    ///
    /// @param owner only theirs
    List<HeldRow> latest(Optional<String> owner, int most);

    /// From now on it can be fetched: it goes back into the table of files.
    ///
    /// @param record that has the key of its content
    /// @return false if it is not held any more
    boolean release(FileRow whole, Instant at, Optional<ArchivePosition> record);

    /// Those of which somebody is still to be told that they are held, or were released; the oldest first.
    List<HeldRow> untold(int most);

    /// Everybody was told how it is with a file; one that was released is forgotten here.
    ///
    /// @param row as it was told: what happened since is still to be told
    void told(HeldRow row);

    /// Forgets one that is held.
    ///
    /// @return false if it is not
    boolean remove(FileId id);

    /// Those that are held and whose time is over, the oldest first.
    List<HeldRow> expired(Instant now, int most);

    /// How much is held.
    Usage usage();
}

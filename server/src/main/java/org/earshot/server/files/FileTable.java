package org.earshot.server.files;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.earshot.proxy.archive.ArchivePosition;

/// Which files there are, and whose they are. Thread-safe. Each method may block, and throw
/// [org.earshot.common.db.StoreUnavailableException].
public interface FileTable {

    /// How much there may be, in bytes and files, of those that are not whole too.
    ///
    /// @param ofOwner bytes of one sender
    /// @param ofAll bytes of all
    /// @param unfinished files of one sender that are not whole
    record Room(long ofOwner, long ofAll, int unfinished) {}

    /// What there is.
    ///
    /// @param files that can be fetched
    /// @param bytes of these
    /// @param unfinished files that are not whole
    /// @param reserved bytes that are kept free for these
    /// @param recorded files whose content the record keeps, be they still in the store or not
    /// @param bytesRecorded bytes of these
    record Usage(
            long files,
            long bytes,
            long unfinished,
            long reserved,
            long recorded,
            long bytesRecorded) {}

    /// Why there is no room.
    enum Full {
        OWNER,
        ALL,
        UNFINISHED
    }

    /// Adds one that is not whole, unless there is no room; of several who try at once none gets more than there is.
    ///
    /// @param parties addresses of those who may fetch it, besides its owner
    /// @return why not; empty where it was added
    Optional<Full> add(FileRow row, Collection<String> parties, Room room);

    /// One of them.
    Optional<FileRow> find(FileId id);

    /// Addresses of those who may fetch it besides its owner, sorted.
    List<String> parties(FileId id);

    /// Lets one more fetch it.
    ///
    /// @return false if they may already, or there is no such file
    boolean address(FileId id, String party);

    /// From now on it can be fetched.
    ///
    /// @param record that has the key of its content, which outlives it in the store then
    /// @return false if there is none that is not whole: it went meanwhile, and its content is not kept
    boolean complete(FileRow whole, Optional<ArchivePosition> record);

    /// Whether the content of a file is kept for the record, be it still in the store or not.
    boolean isRecorded(FileId id);

    /// All whose content is, by id.
    ///
    /// @param after those behind this one
    List<RecordedFile> recorded(Optional<FileId> after, int most);

    /// The content of a file is not kept for the record any more.
    void forgetRecorded(FileId id);

    /// Forgets one.
    ///
    /// @return false if there was none
    boolean remove(FileId id);

    /// Those whose time is over, the oldest first.
    List<FileRow> expired(Instant now, int most);

    /// The latest first.
    ///
    /// @param owner only theirs
    List<FileRow> latest(Optional<String> owner, int most);

    /// How much there is.
    Usage usage();
}

package org.earshot.softphone.file;

import java.nio.file.Path;
import java.util.Optional;

/// Hears how it goes with one file, on a thread of the engine, which must not be kept. One of [#complete] and [#failed] comes, once,
/// as the last.
public interface FileListener {
    /// The other phone, or the relay that it is at, is connected. Comes at most once, and before all others.
    void connected();

    /// At most four times a second.
    ///
    /// @param bytes as [FileSession#bytes]
    void progress(long bytes);

    /// The file is whole. At the receiver it is on stable storage, under its last name, and its hash was checked; the sender knows
    /// that from a report of the receiver, or, from one that sends none, that each byte was taken.
    ///
    /// @param file where it is, at the receiver
    /// @param sha256 of the whole file
    void complete(Optional<Path> file, FileHash sha256);

    /// It came to nothing. What the receiver has of it is kept for the next time, unless its hash was wrong.
    void failed(FileFailure failure, long bytes);
}

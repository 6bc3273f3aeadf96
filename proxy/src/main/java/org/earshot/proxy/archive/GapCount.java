package org.earshot.proxy.archive;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/// How far the record is behind: what the next `record-gap` says. Confined to its owner's lock.
final class GapCount {
    private Optional<Instant> began = Optional.empty();
    private long writtenLate;
    private long lost;

    /// Something that happened then is not in the record yet.
    void behindSince(Instant at) {
        began = began.filter(at::isAfter).or(() -> Optional.of(at));
    }

    /// It is there now.
    void writtenLate() {
        writtenLate++;
    }

    /// Some that happened then, or later, never will be.
    ///
    /// @return how many those are by now
    long lost(long count, Instant at) {
        behindSince(at);
        lost += count;
        return lost;
    }

    long lost() {
        return lost;
    }

    /// What is to be said, and begins anew.
    ///
    /// @return empty if nothing was late
    Optional<ArchiveEvent.RecordGap> take(Instant now) {
        Optional<ArchiveEvent.RecordGap> gap =
                began.map(since ->
                        new ArchiveEvent.RecordGap(
                                UUID.randomUUID(), now, since, writtenLate, lost));
        began = Optional.empty();
        writtenLate = 0;
        lost = 0;
        return gap;
    }
}

package org.earshot.proxy.archive;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

/// What verifying the record has shown.
public sealed interface Verdict {

    /// Nothing was changed, removed, inserted, re-ordered or cut off up to then.
    ///
    /// @param upTo time of the last record
    record Intact(Instant upTo) implements Verdict {}

    /// Something was.
    ///
    /// @param breaks where, at least one; the first ones
    record Broken(List<Break> breaks) implements Verdict {
        public Broken {
            breaks = List.copyOf(breaks);
        }
    }

    /// What there is fits together, but nothing signed or anchored covers the end of these chains: records that came there
    /// could have been changed, and others cut off.
    ///
    /// @param upTo time of the last record that is proven in the first of these chains; of its first record, if none is
    /// @param after the last proven record of each of them, the earliest first; its number is -1 if none is
    record Unproven(Instant upTo, List<ArchivePosition> after) implements Verdict {
        public Unproven {
            after = List.copyOf(after);
        }
    }

    /// A record that is not as it was written, or is missing.
    ///
    /// @param chain which
    /// @param number of the record; of a checkpoint where the reason says so
    /// @param reason for people
    record Break(UUID chain, long number, String reason) {}
}

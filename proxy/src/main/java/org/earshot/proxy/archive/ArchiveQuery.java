package org.earshot.proxy.archive;

import java.time.Instant;
import java.util.Optional;

/// What to look for.
///
/// @param address somebody whom the events concern, `sip:name@domain`; empty: anybody
/// @param from the first instant
/// @param until the instant after the last
/// @param limit how many at most, the latest first
public record ArchiveQuery(Optional<String> address, Instant from, Instant until, int limit) {
    /// The latest events, of one address or of all.
    public static ArchiveQuery latest(Optional<String> address, int limit) {
        return new ArchiveQuery(
                address, Instant.EPOCH, Instant.parse("9999-12-31T00:00:00Z"), limit);
    }
}

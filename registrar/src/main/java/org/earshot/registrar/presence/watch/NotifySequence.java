package org.earshot.registrar.presence.watch;

import java.time.Duration;
import java.time.Instant;

/// Where the CSeq of NOTIFYs begins: at the time, so that it rises across restarts
/// and from node to node with nothing stored. A subscription would need four NOTIFYs a second, for ever, to overtake it.
final class NotifySequence {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final long UNIT_MILLIS = 250;

    private NotifySequence() {}

    /// A number below 2^31 (RFC 3261 §8.1.1.5) until the year 2043.
    static long first(Instant now) {
        return Math.max(0, Duration.between(START, now).toMillis() / UNIT_MILLIS) & 0x7FFFFFFF;
    }
}

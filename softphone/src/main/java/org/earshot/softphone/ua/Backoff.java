package org.earshot.softphone.ua;

import java.time.Duration;
import java.util.random.RandomGenerator;

/// How long to wait before the next try: within a second after the first failure, then twice as long each
/// time up to a minute, or up to five seconds while somebody waits; with jitter, so that a server that comes
/// back does not meet all its phones at once.
final class Backoff {
    private static final long LONGEST_MS = 60_000;
    private static final long LONGEST_WAITED_FOR_MS = 5_000;

    private Backoff() {}

    /// @param failures how many tries in a row failed, from 1
    /// @param waitedFor whether a call or a message waits
    static Duration after(int failures, boolean waitedFor, RandomGenerator random) {
        long longest = waitedFor ? LONGEST_WAITED_FOR_MS : LONGEST_MS;
        long base = Math.min(longest, 1_000L << Math.clamp(failures - 1L, 0, 16));
        return Duration.ofMillis(base / 2 + random.nextLong(base / 2 + 1));
    }
}

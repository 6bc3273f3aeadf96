package org.earshot.server.msrprelay;

import java.util.function.LongSupplier;

/// What passes of an account, over all its connections together: counted, and no faster than so many bytes a second. Only says until when whoever moved something is to rest; that
/// one then reads nothing, so that TCP holds up its sender and nothing is dropped. Thread-safe.
final class AccountPace {
    private static final long SECOND_NANOS = 1_000_000_000;

    /// What was not used of so much time is kept: threads that come back late make the average no lower.
    static final long KEPT_NANOS = 100_000_000;

    private final long bytesPerSecond;
    private final LongSupplier clock;
    private long bodies; // this
    private long free; // this: when the bytes that were let through are over

    /// @param bytesPerSecond 0: no limit
    /// @param clock nanoseconds
    AccountPace(long bytesPerSecond, LongSupplier clock) {
        this.bytesPerSecond = bytesPerSecond;
        this.clock = clock;
        free = clock.getAsLong();
    }

    /// So many bytes of content have passed.
    synchronized void passed(int bytes) {
        bodies += bytes;
    }

    /// Bytes of content that have passed.
    synchronized long bodies() {
        return bodies;
    }

    /// Takes time for bytes, of content or around it.
    ///
    /// @return for how many nanoseconds whoever moved them is to rest; 0 for not at all
    synchronized long rest(long bytes) {
        if (bytesPerSecond == 0) {
            return 0;
        }
        long now = clock.getAsLong();
        if (free - now < -KEPT_NANOS) {
            free = now - KEPT_NANOS;
        }
        free += bytes * SECOND_NANOS / bytesPerSecond;
        return Math.max(0, free - now);
    }
}

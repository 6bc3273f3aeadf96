package org.earshot.softphone.media.rtp;

import java.time.Duration;
import java.util.random.RandomGenerator;

/// When the next report is due (RFC 3550 §6.2 and §6.3.1): for the two of a call the minimum of 5 s holds, spread at random
/// so that the two don't fall into step.
public final class RtcpInterval {

    /// How many reports come soon after each other.
    public static final int EARLY_REPORTS = 3;

    private static final long MINIMUM_NANOS = 5_000_000_000L;
    // §6.3.1: e - 3/2 makes up for reconsideration, which converges below the intended average
    private static final double COMPENSATION = Math.E - 1.5;

    private RtcpInterval() {}

    /// Before each of the first [#EARLY_REPORTS]: 0.5–1 s, shorter than the RFC's half interval. Two reports of each side make
    /// a round trip, so a short call learns its own too.
    public static Duration early(RandomGenerator random) {
        return Duration.ofMillis(random.nextInt(500, 1_000));
    }

    /// From one report to the next: 2.05–6.16 s.
    public static Duration next(RandomGenerator random) {
        return Duration.ofNanos(
                (long) (MINIMUM_NANOS * (0.5 + random.nextDouble()) / COMPENSATION));
    }
}

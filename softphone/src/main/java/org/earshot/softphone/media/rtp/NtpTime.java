package org.earshot.softphone.media.rtp;

import java.util.OptionalLong;

/// Time as RTCP writes it (RFC 3550 §4): seconds in the upper 32 bits, fractions in the lower. We count from the
/// session's start, as §6.4.1 allows, so that no report tells how this machine's clock is set.
public final class NtpTime {

    private static final long NANOS_PER_SECOND = 1_000_000_000L;
    // a middle part of 0 would mean "no report yet"
    private static final long FIRST_SECOND = 1;

    private static final int ROUNDING_UNITS = 66; // a millisecond
    private static final int LONGEST_UNITS = 60 * 65_536;

    private NtpTime() {}

    /// The NTP time at so many nanoseconds after the start.
    public static long sinceStart(long nanos) {
        long seconds = Math.floorDiv(nanos, NANOS_PER_SECOND) + FIRST_SECOND;
        long fraction = (Math.floorMod(nanos, NANOS_PER_SECOND) << 32) / NANOS_PER_SECOND;
        return seconds << 32 | fraction;
    }

    /// The middle 32 bits: 65,536ths of a second, as report blocks count.
    public static int middle(long ntpTime) {
        return (int) (ntpTime >>> 16);
    }

    /// A duration in 65,536ths of a second.
    public static int units(long nanos) {
        return (int) (nanos / 1_000 * 65_536 / 1_000_000);
    }

    /// The round trip (§6.4.1): now less the time of our report less the time that it lay with the peer.
    ///
    /// @param now    the middle of the NTP time when the peer's report came
    /// @param report what the peer reports
    /// @return nanoseconds; empty when the peer has not yet seen a report of ours, or what it says can't be: below 0 by more than
    ///         rounding, or beyond a minute
    public static OptionalLong roundTripNanos(int now, ReportBlock report) {
        int units = now - report.lastSenderReport() - report.delaySinceLastReport();
        boolean possible = units >= -ROUNDING_UNITS && units <= LONGEST_UNITS;
        return report.lastSenderReport() == 0 || !possible
                ? OptionalLong.empty()
                : OptionalLong.of(Math.max(0, units) * NANOS_PER_SECOND / 65_536);
    }
}

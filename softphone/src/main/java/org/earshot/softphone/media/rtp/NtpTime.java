package org.earshot.softphone.media.rtp;

/// Time as RTCP writes it (RFC 3550 §4): seconds in the upper 32 bits, fractions in the lower. We count from the
/// session's start, as §6.4.1 allows, so that no report tells how this machine's clock is set.
public final class NtpTime {

    private static final long NANOS_PER_SECOND = 1_000_000_000L;
    // a middle part of 0 would mean "no report yet"
    private static final long FIRST_SECOND = 1;

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

    /// The round trip (§6.4.1): now less the time of our report less the time that it lay with the peer. Below 0 or
    /// beyond a minute it is nonsense, then 0 is returned.
    ///
    /// @param now    the middle of the NTP time when the peer's report came
    /// @param report what the peer reports
    /// @return nanoseconds, 0 when the peer has not yet seen a report of ours
    public static long roundTripNanos(int now, ReportBlock report) {
        if (report.lastSenderReport() == 0) {
            return 0;
        }
        int units = now - report.lastSenderReport() - report.delaySinceLastReport();
        return units < 0 || units > 60 * 65_536 ? 0 : units * NANOS_PER_SECOND / 65_536;
    }
}

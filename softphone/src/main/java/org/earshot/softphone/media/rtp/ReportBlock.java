package org.earshot.softphone.media.rtp;

/// What a receiver says of one source (RFC 3550 §6.4.1).
///
/// @param ssrc                of the source, 32 bits
/// @param fractionLost        lost since the report before, in 256ths: 0–255
/// @param cumulativeLost      lost since the beginning, -2^23 to 2^23 - 1: below 0 with many duplicates
/// @param highestSequence     the highest sequence number with its rollovers, 32 bits unsigned
/// @param jitter              interarrival jitter in ticks of the source's clock, 32 bits unsigned
/// @param lastSenderReport    the middle 32 bits of the last sender report's NTP time; 0: there was none
/// @param delaySinceLastReport since that report came, in 65,536ths of a second
public record ReportBlock(
        int ssrc,
        int fractionLost,
        int cumulativeLost,
        int highestSequence,
        int jitter,
        int lastSenderReport,
        int delaySinceLastReport) {

    private static final int LOST_LIMIT = 1 << 23;

    /// Checks the ranges.
    public ReportBlock {
        if (fractionLost < 0 || fractionLost > 255) {
            throw new IllegalArgumentException("fraction lost " + fractionLost);
        }
        if (cumulativeLost < -LOST_LIMIT || cumulativeLost >= LOST_LIMIT) {
            throw new IllegalArgumentException("cumulative number lost " + cumulativeLost);
        }
    }
}

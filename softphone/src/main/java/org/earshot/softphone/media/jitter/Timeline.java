package org.earshot.softphone.media.jitter;

/// Turns RTP timestamps of 32 bit, in units of the sender's clock rate, into sample numbers at 48 kHz that never wrap, and tells a jump
/// from a gap. Confined to one thread.
final class Timeline {
    private static final int RATE = 48_000;

    /// Further than this from where the stream should be, and from where it was, is a jump (RFC 3550 A.1 does the like with sequence numbers).
    private static final long JUMP = 3L * RATE;

    private static final long ORIGIN =
            1L << 40; // far from 0, so that early packets don't come out negative

    private int factor; // samples at 48 kHz in a unit
    private int newestTimestamp;
    private long newest;
    private long newestNanos;

    /// The stream begins with this packet.
    void begin(int clockRate, int timestamp, long nanos) {
        factor = RATE / clockRate;
        newestTimestamp = timestamp;
        newest = ORIGIN;
        newestNanos = nanos;
    }

    int clockRate() {
        return factor == 0 ? 0 : RATE / factor;
    }

    /// The number of the packet's first sample.
    long at(int timestamp) {
        return newest + (long) (timestamp - newestTimestamp) * factor;
    }

    /// Whether `timestamp` fits neither what came last nor the time that went by since (a silent sender's clock runs on).
    boolean jumps(int timestamp, long nanos) {
        long away = at(timestamp) - newest;
        long passed = (nanos - newestNanos) * 48 / 1_000_000;
        return Math.abs(away) > JUMP && Math.abs(away - passed) > JUMP;
    }

    /// This packet belongs to the stream.
    void accept(int timestamp, long nanos) {
        if (timestamp - newestTimestamp > 0) {
            newest = at(timestamp);
            newestTimestamp = timestamp;
            newestNanos = nanos;
        }
    }
}

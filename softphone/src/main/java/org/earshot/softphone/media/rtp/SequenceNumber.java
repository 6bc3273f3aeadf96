package org.earshot.softphone.media.rtp;

/// A sequence number of RTP: 16 bits that roll over (RFC 3550 §5.1).
///
/// @param value 0–65535
public record SequenceNumber(int value) {

    /// One more than the highest.
    public static final int MODULUS = 1 << 16;

    /// Checks the range.
    public SequenceNumber {
        if (value < 0 || value >= MODULUS) {
            throw new IllegalArgumentException("sequence number " + value);
        }
    }

    /// Whether it is less than half the circle ahead of the other.
    public boolean isAfter(SequenceNumber other) {
        return distance(other.value, value) > 0;
    }

    /// The one that follows.
    public SequenceNumber next() {
        return new SequenceNumber((value + 1) % MODULUS);
    }

    /// Steps from one to another on the shorter way round: -32768 to 32767, below 0 when `to` is the older one.
    public static int distance(int from, int to) {
        return (short) (to - from);
    }
}

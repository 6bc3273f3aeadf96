package org.earshot.softphone.media.ice;

import java.util.HexFormat;
import java.util.random.RandomGenerator;

/// What ties an answer to its request: 96 bits (RFC 8489 §5).
public final class TransactionId {
    static final int BYTES = 12;

    private final int high;
    private final long low;

    private TransactionId(int high, long low) {
        this.high = high;
        this.low = low;
    }

    /// A new one.
    ///
    /// @param random must not be predictable (RFC 8489 §5): who guesses the id can forge an answer that isn't signed
    public static TransactionId random(RandomGenerator random) {
        return new TransactionId(random.nextInt(), random.nextLong());
    }

    static TransactionId read(byte[] bytes, int offset) {
        return new TransactionId(
                (int) StunWire.INT.get(bytes, offset), (long) StunWire.LONG.get(bytes, offset + 4));
    }

    void write(byte[] bytes, int offset) {
        StunWire.INT.set(bytes, offset, high);
        StunWire.LONG.set(bytes, offset + 4, low);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof TransactionId that && high == that.high && low == that.low;
    }

    @Override
    public int hashCode() {
        return Long.hashCode(low) ^ high;
    }

    @Override
    public String toString() {
        HexFormat hex = HexFormat.of();
        return hex.toHexDigits(high) + hex.toHexDigits(low);
    }
}

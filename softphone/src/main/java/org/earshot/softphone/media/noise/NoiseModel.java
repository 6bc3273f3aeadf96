package org.earshot.softphone.media.noise;

/// What a comfort noise payload says (RFC 3389 §3): how loud the noise is, and its spectrum as reflection coefficients of an all-pole
/// filter `1 / (1 + a1 z^-1 + …)`. Mutable, so that reading makes no garbage; confined to one thread.
public final class NoiseModel {
    /// The static payload type of RFC 3551 §6, for all codecs whose RTP clock runs at 8 kHz.
    public static final int PAYLOAD_TYPE = 13;

    /// The level in -dBov that stands for silence.
    public static final int SILENT = 127;

    /// Coefficients beyond are taken for zero, which RFC 3389 §3 allows.
    public static final int MAX_ORDER = 24;

    /// The longest payload that [#write] makes, in bytes.
    public static final int MAX_PAYLOAD = 1 + MAX_ORDER;

    /// RFC 3389 §3.2: k = 258 (N - 127) in units of 2^-15.
    private static final double UNIT = 258 / 32_768.0;

    private static final int ZERO = 127;
    private static final int RESERVED = 255;

    /// A filter nearer to ringing takes seconds to reach its level.
    private static final double MOST = 0.98;

    private int level = SILENT;
    private int order;
    private final double[] reflection = new double[MAX_ORDER];

    /// 0..127 dB below overload, which is a square wave at full scale.
    public int level() {
        return level;
    }

    int order() {
        return order;
    }

    /// @param index 0..[#order] - 1
    /// @return -0.98..0.98
    double reflection(int index) {
        return reflection[index];
    }

    /// A new level; the spectrum becomes flat.
    void level(int decibels) {
        level = Math.clamp(decibels, 0, SILENT);
        order = 0;
    }

    /// One more coefficient.
    void add(double coefficient) {
        reflection[order++] = Math.clamp(coefficient, -MOST, MOST);
    }

    /// Takes what a payload says.
    ///
    /// @return false, and nothing is changed, when it is empty: every other payload has a meaning
    public boolean read(byte[] payload, int offset, int length) {
        if (length < 1) {
            return false;
        }
        level(payload[offset] & 0x7F); // the upper bit is unused
        for (int i = 1; i < length && order < MAX_ORDER; i++) {
            int code = payload[offset + i] & 0xFF;
            add(code == RESERVED ? 0 : (code - ZERO) * UNIT);
        }
        return true;
    }

    /// Writes the payload.
    ///
    /// @return its length, 1..[#MAX_PAYLOAD]
    public int write(byte[] payload, int offset) {
        payload[offset] = (byte) level;
        for (int i = 0; i < order; i++) {
            payload[offset + 1 + i] = (byte) (Math.round(reflection[i] / UNIT) + ZERO);
        }
        return 1 + order;
    }
}

package org.earshot.softphone.media.codec;

/// What all implementations of Opus (RFC 6716, RFC 7587) have in common, and how this phone sets it up.
abstract class OpusCodec implements Codec {
    static final int CLOCK_RATE = 48_000; // RFC 7587 §4.1: whatever the bandwidth
    static final int BITRATE = 32_000;
    static final int MIN_BITRATE = 6_000;
    static final int MAX_BITRATE = 128_000;

    /// Per cent. Never 0: without expected loss the encoder leaves its redundancy out.
    static final int EXPECTED_LOSS = 5;

    /// Opus conceals at most 120 ms at once; with 20 ms its state decays as if packets got lost one by one.
    static final int MAX_CONCEALED_AT_ONCE = 960;

    @Override
    public final String name() {
        return "opus";
    }

    @Override
    public final int clockRate() {
        return CLOCK_RATE;
    }
}

package org.earshot.softphone.media.codec;

/// What all implementations of Opus (RFC 6716, RFC 7587) have in common, and how this phone sets it up.
abstract class OpusCodec implements Codec {
    static final int CLOCK_RATE = 48_000; // RFC 7587 §4.1: whatever the bandwidth
    static final int MIN_BITRATE = 6_000;
    static final int MAX_BITRATE = 128_000;

    /// Until something else is asked for. With less than 34,000 (or with less loss expected) libopus 1.3 finds no room for redundancy at
    /// [#COMPLEXITY].
    static final int BITRATE = 48_000;

    /// Of 0..10; above this the gain for speech isn't heard, and the time of the processor is.
    static final int COMPLEXITY = 5;

    /// The longest audio of a packet that we send, in samples: 60 ms.
    static final int MAX_FRAME = 2_880;

    /// Per cent, until somebody knows.
    static final int EXPECTED_LOSS = 5;

    private static final int REDUNDANCY_FROM_LOSS = 3;
    private static final int TRANSFORM_FROM_BITRATE = 40_000;

    /// Opus conceals at most 120 ms at once; with 20 ms its state decays as if packets got lost one by one.
    static final int MAX_CONCEALED_AT_ONCE = 960;

    /// Whether the model of speech (SILK, with CELT above it) is to encode, or the transform (CELT) alone. Only the model has redundancy and
    /// sends nearly nothing of a silence, and it is the better one at few bits. At many the transform is nearer to what was said, and takes a
    /// quarter of the time. The encoder's own choice, left alone, is the model for all speech.
    static boolean wantsModelOfSpeech(OpusMode mode, int lossPercent, int bitsPerSecond) {
        return (mode.redundancy() && lossPercent >= REDUNDANCY_FROM_LOSS)
                || mode.discontinuous()
                || Math.min(bitsPerSecond, mode.maxBitsPerSecond()) < TRANSFORM_FROM_BITRATE;
    }

    @Override
    public final String name() {
        return "opus";
    }

    @Override
    public final int clockRate() {
        return CLOCK_RATE;
    }
}

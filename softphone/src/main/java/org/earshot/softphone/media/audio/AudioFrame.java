package org.earshot.softphone.media.audio;

/// The shape of sound inside the phone: frames of 10 ms, 480 samples, 16 bit signed, mono, 48 kHz, in a `short[480]`.
public final class AudioFrame {
    /// Samples per second and channel.
    public static final int SAMPLE_RATE = 48_000;

    /// Samples of one frame.
    public static final int SAMPLES = 480;

    /// Duration of one frame in nanoseconds.
    public static final long NANOS = 10_000_000;

    /// Duration of one frame in milliseconds.
    public static final int MILLIS = 10;

    private AudioFrame() {}
}

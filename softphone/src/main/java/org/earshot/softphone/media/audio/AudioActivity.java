package org.earshot.softphone.media.audio;

/// What the engine's threads notice of the sound itself, for level meters and for who asks why there is silence. Each number is
/// written by one audio thread and read by any.
public final class AudioActivity {
    /// Noise of a codec that was given silence stays below.
    private static final int ALMOST_NOTHING = 8;

    private static final double FALL = 0.9;

    private volatile long spoken;
    private volatile long heard;
    private volatile long playedFrames;
    private volatile long captured;
    private volatile int level;
    private volatile int playedLevel;
    private volatile boolean sourceMuted;

    AudioActivity() {}

    @SuppressWarnings("NonAtomicVolatileUpdate") // one thread writes
    void captured(short[] frame) {
        int peak = peak(frame);
        level = Math.max(peak, (int) (level * FALL));
        captured++;
        if (peak > 0) {
            spoken++;
        }
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // one thread writes
    void played(short[] frame) {
        playedFrames++;
        int peak = peak(frame);
        playedLevel = Math.max(peak, (int) (playedLevel * FALL));
        if (peak > ALMOST_NOTHING) {
            heard++;
        }
    }

    void sourceMuted(boolean muted) {
        sourceMuted = muted;
    }

    private static int peak(short[] frame) {
        int peak = 0;
        for (short sample : frame) {
            peak = Math.max(peak, Math.abs(sample));
        }
        return peak;
    }

    /// Frames so far in which the microphone gave anything but zeros.
    public long spokenFrames() {
        return spoken;
    }

    /// Frames so far that were read from the microphone.
    public long capturedFrames() {
        return captured;
    }

    /// Frames so far in which there was something to hear.
    public long heardFrames() {
        return heard;
    }

    /// Frames so far that were played.
    public long playedFrames() {
        return playedFrames;
    }

    /// How loud the microphone is now, 0 to 1 (full scale); falls slowly.
    public double level() {
        return level / 32_768.0;
    }

    /// How loud it is what is played now, 0 to 1 (full scale); falls slowly.
    public double playedLevel() {
        return playedLevel / 32_768.0;
    }

    /// Whether the system has muted the microphone, or our use of it.
    public boolean isSourceMuted() {
        return sourceMuted;
    }
}

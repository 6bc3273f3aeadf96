package org.earshot.softphone.media;

/// How hard the encoder tries, by how long it takes: a machine that has much to do, or is slow, gets simpler packets in time instead of good
/// ones too late. Down after some seconds of too long, up after a good while of short. Only decides. Pure but for what it remembers; confined to one thread.
final class EncoderEffort {

    /// Of Opus, 0–10: above this the gain for speech isn't heard, and the time of the processor is.
    static final int BEST = 5;

    /// Opus: less than this has no redundancy.
    static final int LEAST = 2;

    private static final long WINDOW_NANOS = 1_000_000_000; // of audio

    /// Parts of the audio's own length.
    private static final double TOO_LONG = 0.2;

    private static final double SHORT = 0.05;

    private static final int WINDOWS_DOWN = 2;
    private static final int WINDOWS_UP = 20;

    private int complexity = BEST;
    private long audioNanos;
    private long spentNanos;
    private int tooLong;
    private int shortOnes;

    /// A packet has been encoded.
    ///
    /// @param nanos        that took, by the clock on the wall: who waits for a core waits for the encoder
    /// @param packetMillis audio in it
    /// @return the complexity from now on, [#LEAST]–[#BEST]
    int after(long nanos, int packetMillis) {
        spentNanos += nanos;
        audioNanos += packetMillis * 1_000_000L;
        if (audioNanos >= WINDOW_NANOS) {
            judge((double) spentNanos / audioNanos);
            spentNanos = 0;
            audioNanos = 0;
        }
        return complexity;
    }

    private void judge(double part) {
        tooLong = part > TOO_LONG ? tooLong + 1 : 0;
        shortOnes = part < SHORT ? shortOnes + 1 : 0;
        if (tooLong >= WINDOWS_DOWN) {
            complexity = Math.max(LEAST, complexity - 1);
            tooLong = 0;
        } else if (shortOnes >= WINDOWS_UP) {
            complexity = Math.min(BEST, complexity + 1);
            shortOnes = 0;
        }
    }
}

package org.earshot.softphone.media.audio;

/// Sums of frames. Pure.
final class Mixer {
    private Mixer() {}

    static void add(short[] frame, int[] sum) {
        for (int i = 0; i < AudioFrame.SAMPLES; i++) {
            sum[i] += frame[i];
        }
    }

    /// Takes out what was added.
    static void subtract(short[] frame, int[] sum) {
        for (int i = 0; i < AudioFrame.SAMPLES; i++) {
            sum[i] -= frame[i];
        }
    }

    /// What doesn't fit into 16 bit is limited; wrapping around would crack.
    static void saturate(int[] sum, short[] frame) {
        for (int i = 0; i < AudioFrame.SAMPLES; i++) {
            frame[i] = (short) Math.clamp(sum[i], Short.MIN_VALUE, Short.MAX_VALUE);
        }
    }
}

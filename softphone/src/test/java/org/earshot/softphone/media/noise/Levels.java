package org.earshot.softphone.media.noise;

/// How loud samples are.
public final class Levels {
    private static final double OVERLOAD = 32_768;

    private Levels() {}

    /// The mean power in dB relative to a square wave at full scale; -200 for zeros.
    public static double dBov(short[] samples, int from, int count) {
        double sum = 0;
        for (int i = from; i < from + count; i++) {
            sum += samples[i] * (double) samples[i];
        }
        return sum == 0 ? -200 : 10 * Math.log10(sum / count / (OVERLOAD * OVERLOAD));
    }
}

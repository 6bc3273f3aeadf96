package org.earshot.softphone.media.jitter;

import java.util.Arrays;

/// How loud the noise behind the voices is: the least mean square that 40 ms had within the last two seconds. Confined to one thread;
/// doesn't allocate.
final class Background {
    private static final int FRAMES = 4; // of 10 ms, whose mean is one measure
    private static final int WINDOW = 50; // frames
    private static final int WINDOWS = 4;

    /// Before so many frames were heard nobody knows whether they were noise.
    private static final int KNOWN = 100;

    /// 10 ms of a noise of few frequencies have up to twice its mean, and the least of 40 ms about half of it.
    private static final double ABOVE_THE_LEAST = 6;

    private final double[] recent = new double[FRAMES]; // mean squares, in a ring
    private final double[] least = new double[WINDOWS]; // by window, [0] is the current one
    private int frames; // in the current window
    private int known;

    Background() {
        Arrays.fill(least, Double.POSITIVE_INFINITY);
    }

    /// The next `length` samples are what is played in 10 ms.
    void hear(short[] samples, int length) {
        recent[known % FRAMES] = meanSquare(samples, 0, length);
        known = known == Integer.MAX_VALUE ? KNOWN : known + 1;
        double sum = 0;
        for (double each : recent) {
            sum += each;
        }
        if (known >= FRAMES) {
            least[0] = Math.min(least[0], sum / FRAMES);
        }
        if (++frames == WINDOW) {
            frames = 0;
            System.arraycopy(least, 0, least, 1, WINDOWS - 1);
            least[0] = Double.POSITIVE_INFINITY;
        }
    }

    /// The mean square up to which some milliseconds of sound are no more than noise; 0 while nothing is known.
    double most() {
        if (known < KNOWN) {
            return 0;
        }
        double floor = Double.POSITIVE_INFINITY;
        for (double window : least) {
            floor = Math.min(floor, window);
        }
        return ABOVE_THE_LEAST * floor;
    }

    static double meanSquare(short[] samples, int start, int count) {
        double sum = 0;
        for (int i = start; i < start + count; i++) {
            sum += samples[i] * samples[i];
        }
        return sum / count;
    }
}

package org.earshot.softphone.media.processing;

import java.util.Arrays;

/// The power of steady noise in each band: the least that was there within the last second or two. For one thread.
final class NoiseFloor {
    private static final int WINDOW_FRAMES = 75;
    private static final float SMOOTHED = 0.85f;
    private static final float BIAS = 1.8f; // the least of a noise is below its mean
    private static final float FOLLOWS = 0.05f;

    private final float[] smooth;
    private final float[] least; // of this window
    private final float[] leastBefore; // of the one before
    private final float[] floor;
    private int frames;
    private int windows;

    NoiseFloor(int bands) {
        smooth = new float[bands];
        least = new float[bands];
        leastBefore = new float[bands];
        floor = new float[bands];
        reset();
    }

    void reset() {
        Arrays.fill(smooth, 0);
        Arrays.fill(least, Float.MAX_VALUE);
        Arrays.fill(leastBefore, Float.MAX_VALUE);
        Arrays.fill(floor, 0);
        frames = 0;
        windows = 0;
    }

    void learn(float[] power) {
        boolean first = frames == 0 && windows == 0;
        frames++;
        for (int b = 0; b < smooth.length; b++) {
            smooth[b] = first ? power[b] : SMOOTHED * smooth[b] + (1 - SMOOTHED) * power[b];
            least[b] = Math.min(least[b], smooth[b]);
            if (windows > 0) {
                float wanted = BIAS * Math.min(least[b], leastBefore[b]);
                floor[b] = floor[b] == 0 ? wanted : floor[b] + FOLLOWS * (wanted - floor[b]);
            }
        }
        if (frames == WINDOW_FRAMES) {
            frames = 0;
            windows++;
            System.arraycopy(least, 0, leastBefore, 0, least.length);
            Arrays.fill(least, Float.MAX_VALUE);
        }
    }

    /// 0 until it is known.
    float power(int band) {
        return floor[band];
    }
}

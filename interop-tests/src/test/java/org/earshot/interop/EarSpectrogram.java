package org.earshot.interop;

import java.util.Arrays;

/// How loud a sound is in each of 21 bands of an ear, each 20 ms: frames of 80 ms at 16 kHz. Levels are 10·lg of the root mean square, as
/// ViSQOL has them, and so half of what is usually called decibels.
final class EarSpectrogram {
    static final int RATE = 16_000;
    static final int WINDOW = RATE * 80 / 1_000;
    static final int HOP = WINDOW / 4;
    static final int BANDS = 21;

    private static final double LOWEST_HERTZ = 50;
    private static final double HIGHEST_HERTZ = 8_000;
    private static final double ABSOLUTE_FLOOR = -45;
    private static final double BELOW_THE_LOUDEST = 45;
    private static final double[] NOTHING = new double[BANDS];
    private static final GammatoneBank EAR =
            new GammatoneBank(RATE, BANDS, LOWEST_HERTZ, HIGHEST_HERTZ);

    private static final double[] HANN = hann();

    private final double[][] frames;

    private EarSpectrogram(double[][] frames) {
        this.frames = frames;
    }

    private static double[] hann() {
        double[] hann = new double[WINDOW];
        Arrays.setAll(hann, i -> 0.5 - 0.5 * Math.cos(2 * Math.PI * i / (WINDOW - 1)));
        return hann;
    }

    /// @param samples within −1 and 1, at [#RATE]; fewer than [#WINDOW] make no frame
    static EarSpectrogram of(double[] samples) {
        double[][] frames = new double[Math.max(0, (samples.length - WINDOW) / HOP + 1)][];
        double[] windowed = new double[WINDOW];
        for (int frame = 0; frame < frames.length; frame++) {
            for (int i = 0; i < WINDOW; i++) {
                windowed[i] = HANN[i] * samples[frame * HOP + i];
            }
            frames[frame] = EAR.levels(windowed);
            for (int band = 0; band < BANDS; band++) {
                frames[frame][band] =
                        Math.max(ABSOLUTE_FLOOR, 10 * Math.log10(frames[frame][band]));
            }
        }
        return new EarSpectrogram(frames);
    }

    /// Takes away what nobody hears: what is far below the loudest band of either in the same frame. Then both begin at 0. Changes both.
    static void level(EarSpectrogram one, EarSpectrogram other) {
        for (int frame = 0; frame < Math.min(one.length(), other.length()); frame++) {
            double loudest =
                    Math.max(
                            Arrays.stream(one.frames[frame]).max().orElseThrow(),
                            Arrays.stream(other.frames[frame]).max().orElseThrow());
            raise(one.frames[frame], loudest - BELOW_THE_LOUDEST);
            raise(other.frames[frame], loudest - BELOW_THE_LOUDEST);
        }
        double floor = Math.min(one.least(), other.least());
        one.lower(floor);
        other.lower(floor);
    }

    private static void raise(double[] levels, double floor) {
        for (int band = 0; band < levels.length; band++) {
            levels[band] = Math.max(floor, levels[band]);
        }
    }

    private double least() {
        return Arrays.stream(frames).flatMapToDouble(Arrays::stream).min().orElse(0);
    }

    private void lower(double by) {
        for (double[] levels : frames) {
            for (int band = 0; band < levels.length; band++) {
                levels[band] -= by;
            }
        }
    }

    /// Frames.
    int length() {
        return frames.length;
    }

    /// Some frames, each with its bands; silence where there are none.
    double[][] patch(int from, int count) {
        double[][] patch = new double[count][];
        for (int i = 0; i < count; i++) {
            int at = from + i;
            patch[i] = at >= 0 && at < frames.length ? frames[at] : NOTHING;
        }
        return patch;
    }
}

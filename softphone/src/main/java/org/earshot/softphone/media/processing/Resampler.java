package org.earshot.softphone.media.processing;

import java.util.Arrays;

/// Changes the sampling rate of a stream by any rational factor: a windowed sinc as a polyphase filter, with a Kaiser window for
/// about 60 dB of stop band. The pass band ends about a tenth below half of the lower rate. Delays the sound by
/// `zeroCrossings` samples of the lower rate. Confined to one thread; [#process] doesn't allocate.
public final class Resampler {
    /// Good for speech at telephone rates: 2.5 ms of delay at 8 kHz, pass band to 3.3 kHz.
    public static final int SPEECH = 20;

    /// Good for speech at 16 kHz: 2.5 ms of delay, pass band to 7.2 kHz.
    public static final int WIDEBAND = 40;

    /// For files, where delay doesn't matter.
    public static final int FINE = 48;

    /// Rates above this are refused, so that nobody's header makes us build a filter of gigabytes.
    public static final int MAX_RATE = 768_000;

    private static final double STOP_BAND_DB = 60;

    private final int up;
    private final int down;
    private final int taps;
    private final float[] phases; // [phase][tap], newest sample first
    private final float[] window; // history of taps - 1 samples, then the block
    private final int maxBlock;
    private int phase; // of the next output sample
    private int skip; // input samples before the next output sample

    /// @param from rate of the input in Hz, 1..[#MAX_RATE]
    /// @param to rate of the output in Hz, 1..[#MAX_RATE]
    /// @param zeroCrossings half the width of the filter, in samples of the lower rate
    /// @param maxBlock the most samples given to [#process] at once
    public Resampler(int from, int to, int zeroCrossings, int maxBlock) {
        if (from < 1 || to < 1 || from > MAX_RATE || to > MAX_RATE) {
            throw new IllegalArgumentException("sampling rates " + from + " and " + to);
        }
        int common = gcd(from, to);
        up = to / common;
        down = from / common;
        this.maxBlock = maxBlock;
        double lower = Math.min(from, to);
        taps = (int) Math.ceil(2 * zeroCrossings * from / lower);
        phases = filter(lower / from, zeroCrossings);
        window = new float[taps - 1 + maxBlock];
    }

    /// The most samples that [#process] writes for a block of `samples`.
    public int maxOutput(int samples) {
        return (int) ((long) samples * up / down) + 1;
    }

    /// Takes `samples` of `in` and writes as many samples as they are worth at the other rate to `out`. Over whole periods of both
    /// rates the count is exact: 480 samples at 48 kHz are always 80 at 8 kHz.
    ///
    /// @return samples written
    public int process(short[] in, int inOffset, int samples, short[] out, int outOffset) {
        if (samples > maxBlock) {
            throw new IllegalArgumentException(
                    samples + " samples in a block for at most " + maxBlock);
        }
        int history = taps - 1;
        for (int i = 0; i < samples; i++) {
            window[history + i] = in[inOffset + i];
        }
        int written = 0;
        while (skip < samples) {
            out[outOffset + written++] = filtered(history + skip);
            phase += down;
            skip += phase / up;
            phase %= up;
        }
        skip -= samples;
        System.arraycopy(window, samples, window, 0, history);
        return written;
    }

    /// Forgets the past.
    public void reset() {
        Arrays.fill(window, 0);
        phase = 0;
        skip = 0;
    }

    private short filtered(int newest) {
        float sum = 0;
        int tap = phase * taps;
        for (int i = newest; i > newest - taps; i--) {
            sum += phases[tap++] * window[i];
        }
        return (short) Math.clamp(Math.round(sum), Short.MIN_VALUE, Short.MAX_VALUE);
    }

    private float[] filter(double ratio, int zeroCrossings) {
        // Kaiser's formulas: width of the transition for this length, and the window's shape for
        // this stop band
        double transition = (STOP_BAND_DB - 8) / (2.285 * Math.PI * 2 * zeroCrossings);
        double cutoff = ratio * (1 - transition / 2);
        double beta = 0.1102 * (STOP_BAND_DB - 8.7);
        float[] result = new float[up * taps];
        double middle = taps / 2.0;
        for (int p = 0; p < up; p++) {
            double sum = 0;
            for (int k = 0; k < taps; k++) {
                double x = k + (double) p / up - middle;
                double h = sinc(cutoff * x) * kaiser(x / middle, beta);
                result[p * taps + k] = (float) h;
                sum += h;
            }
            for (int k = 0; k < taps; k++) {
                result[p * taps + k] /=
                        (float) sum; // each phase passes DC alike: no tone at the rate of the input
            }
        }
        return result;
    }

    private static double sinc(double x) {
        return x == 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x);
    }

    private static double kaiser(double x, double beta) {
        return Math.abs(x) > 1 ? 0 : bessel(beta * Math.sqrt(1 - x * x)) / bessel(beta);
    }

    /// The modified Bessel function of order 0, by its series.
    private static double bessel(double x) {
        double sum = 1;
        double term = 1;
        for (int k = 1; term > 1e-12 * sum; k++) {
            term *= x * x / (4.0 * k * k);
            sum += term;
        }
        return sum;
    }

    private static int gcd(int a, int b) {
        return b == 0 ? a : gcd(b, a % b);
    }
}

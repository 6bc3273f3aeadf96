package org.earshot.interop;

import java.util.ArrayList;
import java.util.List;

/// How far what was heard is from what would have been heard on a clean network, in two plain measures. Neither knows what an ear
/// forgives: they compare one buffer with another, not a call with a person's opinion. [SpeechQuality] tries to.
///
/// What was heard is aligned first, anew for each 200 ms and at the lag where it looks most alike, since a jitter buffer stretches time.
final class SpeechDistance {
    private static final int RATE = 16_000;
    private static final int FACTOR = 3; // from 48 kHz
    private static final int BLOCK = RATE / 5;
    private static final int COARSE = 3;
    private static final int WINDOW = 512; // 32 ms
    private static final int HOP = WINDOW / 2;
    private static final Fourier FOURIER = new Fourier(WINDOW);
    private static final int BANDS = 23;
    private static final double LOWEST_HERTZ = 100;
    private static final double HIGHEST_HERTZ = 7_000;
    private static final double FLOOR = 1e4; // power of a band that nobody hears
    private static final double SPEECH = 300.0 * 300; // mean square of a frame that counts

    private final float[][] phases =
            new float[FACTOR][]; // what was heard, from its first, second and third sample on
    private double spectral;
    private double signalToNoise;
    private int frames;
    private final List<Integer> lags = new ArrayList<>(); // of each block with speech, at 48 kHz

    /// Both 48 kHz mono. `heard` comes later than `clean` by `leastLagMs` to `mostLagMs`.
    SpeechDistance(short[] clean, short[] heard, int leastLagMs, int mostLagMs) {
        float[] a = decimated(clean, 0);
        for (int phase = 0; phase < FACTOR; phase++) {
            phases[phase] = decimated(heard, phase);
        }
        int least = leastLagMs * RATE / 1_000;
        int most = mostLagMs * RATE / 1_000;
        int lag = 0;
        for (int at = Math.max(0, -least); at + BLOCK + WINDOW < a.length; at += BLOCK) {
            if (at + BLOCK + WINDOW + most < phases[FACTOR - 1].length) {
                lag = lag(a, at, least, most, lag);
                int before = frames;
                block(a, at, lag);
                if (frames > before) {
                    lags.add(lag);
                }
            }
        }
    }

    /// Log-spectral distance in dB, the mean over the frames with speech of the root mean square over 23 bands of 100–7,000 Hz: 0 for equals.
    double spectralDecibels() {
        return spectral / frames;
    }

    /// Segmental signal-to-noise ratio in dB, each frame's within −10 and 35.
    double segmentalSnr() {
        return signalToNoise / frames;
    }

    /// By how much later than the other recording the half of what was heard came, in ms.
    double medianLagMs() {
        return lags.stream().sorted().skip(lags.size() / 2).findFirst().orElse(0) / 48.0;
    }

    private static float[] decimated(short[] samples, int from) {
        float[] result = new float[(samples.length - from) / FACTOR];
        for (int i = 0; i < result.length; i++) {
            float sum = 0;
            for (int j = 0; j < FACTOR; j++) {
                sum += samples[from + i * FACTOR + j];
            }
            result[i] = sum / FACTOR;
        }
        return result;
    }

    /// The search begins with every [#COARSE]th lag and sample, and ends with all near the best, and near the lag of the block before. Lags are
    /// in samples at 48 kHz but for those limits.
    private int lag(float[] a, int at, int least, int most, int before) {
        int rough = FACTOR * least;
        double best = Double.NEGATIVE_INFINITY;
        for (int lag = FACTOR * least; lag <= FACTOR * most; lag += FACTOR * COARSE) {
            double likeness = likeness(a, at, lag, COARSE);
            if (likeness > best) {
                best = likeness;
                rough = lag;
            }
        }
        int found = near(a, at, rough, least, most);
        int stayed = near(a, at, before, least, most);
        return likeness(a, at, found, 1) > likeness(a, at, stayed, 1) ? found : stayed;
    }

    private int near(float[] a, int at, int middle, int least, int most) {
        int best = middle;
        double bestLikeness = Double.NEGATIVE_INFINITY;
        int last = Math.min(FACTOR * most, middle + FACTOR * COARSE);
        for (int lag = Math.max(FACTOR * least, middle - FACTOR * COARSE); lag <= last; lag++) {
            double likeness = likeness(a, at, lag, 1);
            if (likeness > bestLikeness) {
                bestLikeness = likeness;
                best = lag;
            }
        }
        return best;
    }

    private double likeness(float[] a, int at, int lag, int step) {
        float[] b = phases[Math.floorMod(lag, FACTOR)];
        int from = at + Math.floorDiv(lag, FACTOR);
        double dot = 0;
        double energy = 1;
        for (int i = 0; i < BLOCK; i += step) {
            float other = b[from + i];
            dot += a[at + i] * other;
            energy += other * other;
        }
        return dot / Math.sqrt(energy);
    }

    private void block(float[] a, int at, int lagAt48) {
        float[] b = phases[Math.floorMod(lagAt48, FACTOR)];
        int lag = Math.floorDiv(lagAt48, FACTOR);
        for (int start = at; start < at + BLOCK; start += HOP) {
            double signal = 0;
            double noise = 0;
            for (int i = 0; i < WINDOW; i++) {
                double difference = a[start + i] - b[start + lag + i];
                signal += a[start + i] * a[start + i];
                noise += difference * difference;
            }
            if (signal / WINDOW < SPEECH) {
                continue;
            }
            frames++;
            signalToNoise += Math.clamp(10 * Math.log10(signal / (noise + 1e-9)), -10, 35);
            double[] one = bands(a, start);
            double[] other = bands(b, start + lag);
            double sum = 0;
            for (int band = 0; band < BANDS; band++) {
                double decibels = 10 * Math.log10(one[band] / other[band]);
                sum += decibels * decibels;
            }
            spectral += Math.sqrt(sum / BANDS);
        }
    }

    /// Power in bands that grow with frequency as an ear's do (mel scale).
    private static double[] bands(float[] samples, int start) {
        double[] real = new double[WINDOW];
        double[] imaginary = new double[WINDOW];
        for (int i = 0; i < WINDOW; i++) {
            real[i] = samples[start + i] * (0.5 - 0.5 * Math.cos(2 * Math.PI * i / WINDOW));
        }
        FOURIER.forward(real, imaginary);
        double[] bands = new double[BANDS];
        double low = mel(LOWEST_HERTZ);
        double width = (mel(HIGHEST_HERTZ) - low) / BANDS;
        for (int bin = 1; bin < WINDOW / 2; bin++) {
            int band = (int) Math.floor((mel((double) bin * RATE / WINDOW) - low) / width);
            if (band >= 0 && band < BANDS) {
                bands[band] += real[bin] * real[bin] + imaginary[bin] * imaginary[bin];
            }
        }
        for (int band = 0; band < BANDS; band++) {
            bands[band] = Math.max(bands[band], FLOOR * WINDOW);
        }
        return bands;
    }

    private static double mel(double hertz) {
        return Math.log1p(hertz / 700);
    }
}

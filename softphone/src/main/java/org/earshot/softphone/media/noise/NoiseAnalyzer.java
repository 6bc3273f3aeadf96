package org.earshot.softphone.media.noise;

/// Learns what the noise between words is like: its mean power, and its spectrum by the autocorrelation, both of the last tenths of a
/// second. Confined to one thread; doesn't allocate.
final class NoiseAnalyzer {
    private static final int ORDER = 10;
    private static final double REMEMBER = 0.9; // from one block of 10 ms to the next
    private static final double OVERLOAD = 32_768;

    /// A little white noise, 40 dB below: without it the filter of a hum would ring.
    private static final double WHITE = 1.0001;

    private final double[] correlation = new double[ORDER + 1]; // per sample
    private final double[] predictor = new double[ORDER + 1];
    private final double[] previous = new double[ORDER + 1];
    private boolean begun;

    /// Hears the first `length` samples, 10 ms of noise.
    void add(short[] samples, int length) {
        double remember = begun ? REMEMBER : 0;
        begun = true;
        for (int lag = 0; lag <= ORDER; lag++) {
            double sum = 0;
            for (int i = lag; i < length; i++) {
                sum += samples[i] * (double) samples[i - lag];
            }
            correlation[lag] = remember * correlation[lag] + (1 - remember) * sum / length;
        }
    }

    /// In dB relative to a square wave at full scale.
    double level() {
        return decibels(correlation[0]);
    }

    /// What it is like, into `model`: the coefficients by the recursion of Levinson and Durbin.
    void describe(NoiseModel model) {
        model.level((int) Math.round(-level()));
        double error = correlation[0] * WHITE;
        if (model.level() == NoiseModel.SILENT || error < 1) {
            return; // of some units of 16 bits the spectrum says nothing
        }
        predictor[0] = 1;
        for (int m = 1; m <= ORDER; m++) {
            double sum = 0;
            for (int i = 0; i < m; i++) {
                sum += predictor[i] * correlation[m - i];
            }
            double reflection = -sum / error;
            System.arraycopy(predictor, 0, previous, 0, m);
            previous[m] = 0;
            for (int i = 1; i <= m; i++) {
                predictor[i] = previous[i] + reflection * previous[m - i];
            }
            error *= 1 - reflection * reflection;
            model.add(reflection);
        }
    }

    /// Of a mean power; -200 for none.
    static double decibels(double power) {
        return power <= 0 ? -200 : 10 * Math.log10(power / (OVERLOAD * OVERLOAD));
    }
}

package org.earshot.softphone.media.processing;

/// Measures a tone near a known frequency in the last 30 ms of 8 kHz: how strong it is, and what its frequency truly is. Two windows, the
/// second 5 ms after the first, go through Goertzel's filter; by how much more the phase moves between them than it should, the tone is off.
/// Confined to one thread; doesn't allocate.
final class ToneMeter {
    /// Samples that are looked at.
    static final int SPAN = 240;

    private static final double RATE = 8_000;
    private static final int WINDOW = 200;
    private static final int SHIFT = SPAN - WINDOW;
    private static final double[] HANN = hann();
    private static final double SUM = sum(1);
    private static final double SQUARES = sum(2);

    private final double[] weighted = new double[WINDOW];
    private double real; // of the filter's last result
    private double imaginary;
    private double frequency;
    private double energy;

    /// Measures the tone that is nearest to `expected`, by at most 100 Hz.
    void measure(double[] samples, double expected) {
        filter(samples, 0, expected);
        double firstReal = real;
        double firstImaginary = imaginary;
        filter(samples, SHIFT, expected);
        double moved =
                Math.atan2(
                        imaginary * firstReal - real * firstImaginary,
                        real * firstReal + imaginary * firstImaginary);
        double turn = 2 * Math.PI;
        double off = Math.IEEEremainder(moved - turn * expected * SHIFT / RATE, turn);
        frequency = expected + off * RATE / (turn * SHIFT);
        filter(samples, SHIFT, frequency);
        energy = energyOfLast();
    }

    /// In Hz, of what was measured last.
    double frequency() {
        return frequency;
    }

    /// The mean square of the tone that was measured last.
    double energy() {
        return energy;
    }

    /// Roughly the mean square of a tone of this frequency.
    double energyAt(double[] samples, double hertz) {
        filter(samples, SHIFT, hertz);
        return energyOfLast();
    }

    /// The mean square of all that the window holds, by the same weights.
    double total(double[] samples) {
        double total = 0;
        for (int i = 0; i < WINDOW; i++) {
            double sample = samples[SHIFT + i] * HANN[i];
            total += sample * sample;
        }
        return total / SQUARES;
    }

    private double energyOfLast() {
        return 2 * (real * real + imaginary * imaginary) / (SUM * SUM);
    }

    private void filter(double[] samples, int from, double hertz) {
        for (int i = 0; i < WINDOW; i++) {
            weighted[i] = samples[from + i] * HANN[i];
        }
        double angle = 2 * Math.PI * hertz / RATE;
        double factor = 2 * Math.cos(angle);
        double one = 0;
        double two = 0;
        for (double sample : weighted) {
            double zero = sample + factor * one - two;
            two = one;
            one = zero;
        }
        real = one - two * Math.cos(angle);
        imaginary = two * Math.sin(angle);
    }

    private static double[] hann() {
        double[] weights = new double[WINDOW];
        for (int i = 0; i < WINDOW; i++) {
            weights[i] = 0.5 - 0.5 * Math.cos(2 * Math.PI * (i + 0.5) / WINDOW);
        }
        return weights;
    }

    private static double sum(int power) {
        double sum = 0;
        for (double weight : HANN) {
            sum += Math.pow(weight, power);
        }
        return sum;
    }
}

package org.earshot.interop;

/// By how much one sound is later than another, judged by how loud they are (the envelopes of their analytic signals), not by their waves:
/// so a sound whose phases were changed is found as well.
final class EnvelopeLag {
    private EnvelopeLag() {}

    /// In samples; negative where `heard` is the earlier one. 0 where the best is further away than half of `said`, as that is chance.
    static int of(double[] said, double[] heard) {
        Fourier fourier = Fourier.holding(said.length + heard.length);
        int size = fourier.size();
        double[] real = envelope(said, size);
        double[] imaginary = new double[size];
        double[] otherReal = envelope(heard, size);
        double[] otherImaginary = new double[size];
        fourier.forward(real, imaginary);
        fourier.forward(otherReal, otherImaginary);
        for (int i = 0; i < size; i++) {
            double re = real[i] * otherReal[i] + imaginary[i] * otherImaginary[i];
            imaginary[i] = real[i] * otherImaginary[i] - imaginary[i] * otherReal[i];
            real[i] = re;
        }
        fourier.inverse(real, imaginary);
        int best = 0;
        for (int lag = 1; lag < size; lag++) {
            if (real[lag] > real[best]) {
                best = lag;
            }
        }
        int lag = best < heard.length ? best : best - size;
        return Math.abs(lag) > said.length / 2 ? 0 : lag;
    }

    /// @param size room behind it for what comes round in a circle
    private static double[] envelope(double[] samples, int size) {
        Fourier fourier = Fourier.holding(samples.length);
        double[] real = java.util.Arrays.copyOf(samples, fourier.size());
        double[] imaginary = new double[fourier.size()];
        fourier.forward(real, imaginary);
        // the analytic signal has no negative frequencies, and no constant part either: it is no
        // sound
        real[0] = 0;
        imaginary[0] = 0;
        for (int i = 1; i < fourier.size(); i++) {
            double factor = i < fourier.size() / 2 ? 2 : i == fourier.size() / 2 ? 1 : 0;
            real[i] *= factor;
            imaginary[i] *= factor;
        }
        fourier.inverse(real, imaginary);
        double[] envelope = new double[size];
        for (int i = 0; i < samples.length; i++) {
            envelope[i] = Math.hypot(real[i], imaginary[i]);
        }
        return envelope;
    }
}

package org.earshot.interop;

import java.util.Arrays;

/// Filters like those of an ear: gammatones of fourth order, evenly spaced on the scale of equivalent rectangular bandwidths (Glasberg and
/// Moore), after Slaney, Apple Technical Report 35 (1993). Each lets its own frequency through as it is.
///
/// A filter is four sections, one behind the other, with the same pair of poles and a zero of its own each.
final class GammatoneBank {
    private static final double EAR_Q = 9.26449;
    private static final double LEAST_BANDWIDTH = 24.7; // Hz
    private static final double TO_GAMMATONE = 1.019;
    private static final int SECTIONS = 4;

    private final double[] hertz;
    private final double[][] zeros; // [band][section]
    private final double[] firsts; // what of the sample before comes back, by band
    private final double[] seconds;
    private final double[] gains;

    /// @param rate of the samples, Hz
    /// @param lowest the lowest filter's frequency, Hz
    /// @param highest above the highest filter's by one step, Hz
    GammatoneBank(int rate, int bands, double lowest, double highest) {
        hertz = frequencies(bands, lowest, highest);
        zeros = new double[bands][SECTIONS];
        firsts = new double[bands];
        seconds = new double[bands];
        gains = new double[bands];
        for (int band = 0; band < bands; band++) {
            double bandwidth = hertz[band] / EAR_Q + LEAST_BANDWIDTH;
            double radius = Math.exp(-TO_GAMMATONE * 2 * Math.PI * bandwidth / rate);
            double angle = 2 * Math.PI * hertz[band] / rate;
            double cos = Math.cos(angle);
            double sin = Math.sin(angle);
            double far = Math.sqrt(2) + 1;
            double near = Math.sqrt(2) - 1;
            zeros[band] =
                    new double[] {
                        radius * (cos + far * sin),
                        radius * (cos - far * sin),
                        radius * (cos + near * sin),
                        radius * (cos - near * sin)
                    };
            firsts[band] = 2 * radius * cos;
            seconds[band] = -radius * radius;
            gains[band] = 1 / response(band, angle);
        }
    }

    private static double[] frequencies(int bands, double lowest, double highest) {
        double offset = EAR_Q * LEAST_BANDWIDTH;
        double step = Math.log((lowest + offset) / (highest + offset)) / bands;
        double[] hertz = new double[bands];
        for (int band = 0; band < bands; band++) {
            hertz[band] = (highest + offset) * Math.exp((bands - band) * step) - offset;
        }
        return hertz;
    }

    /// The magnitude of what is made of a tone, at `angle` radians a sample, before the gain.
    private double response(int band, double angle) {
        double c1 = Math.cos(angle);
        double s1 = Math.sin(angle);
        double poles =
                Math.hypot(
                        1 - firsts[band] * c1 - seconds[band] * Math.cos(2 * angle),
                        firsts[band] * s1 + seconds[band] * Math.sin(2 * angle));
        double response = 1;
        for (double zero : zeros[band]) {
            response *= Math.hypot(1 - zero * c1, zero * s1) / poles;
        }
        return response;
    }

    /// Of each filter, the lowest first, in Hz.
    double[] hertz() {
        return hertz.clone();
    }

    /// The root mean square of what each filter makes of these samples, with silence before them.
    double[] levels(double[] samples) {
        double[] levels = new double[hertz.length];
        Arrays.setAll(levels, band -> level(band, samples));
        return levels;
    }

    private double level(int band, double[] samples) {
        double first = firsts[band];
        double second = seconds[band];
        double[] zero = zeros[band];
        double gain = gains[band];
        // the sample before, and the one before that: of what comes in, and behind each section
        double x = 0;
        double a1 = 0;
        double a2 = 0;
        double b1 = 0;
        double b2 = 0;
        double c1 = 0;
        double c2 = 0;
        double d1 = 0;
        double d2 = 0;
        double sum = 0;
        for (double sample : samples) {
            double in = gain * sample;
            double a = in - zero[0] * x + first * a1 + second * a2;
            double b = a - zero[1] * a1 + first * b1 + second * b2;
            double c = b - zero[2] * b1 + first * c1 + second * c2;
            double d = c - zero[3] * c1 + first * d1 + second * d2;
            sum += d * d;
            x = in;
            a2 = a1;
            a1 = a;
            b2 = b1;
            b1 = b;
            c2 = c1;
            c1 = c;
            d2 = d1;
            d1 = d;
        }
        return Math.sqrt(sum / samples.length);
    }
}

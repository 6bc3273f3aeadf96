package org.earshot.interop;

/// Fast Fourier transform of complex numbers in place (Cooley and Tukey).
final class Fourier {
    private final int size;
    private final double[] cos; // of 2πk/size
    private final double[] sin;

    /// @param size a power of two
    Fourier(int size) {
        if (Integer.bitCount(size) != 1) {
            throw new IllegalArgumentException("no power of two: " + size);
        }
        this.size = size;
        cos = new double[size / 2];
        sin = new double[size / 2];
        for (int k = 0; k < size / 2; k++) {
            cos[k] = Math.cos(2 * Math.PI * k / size);
            sin[k] = Math.sin(2 * Math.PI * k / size);
        }
    }

    /// The least that holds so many samples.
    static Fourier holding(int samples) {
        return new Fourier(Math.max(2, Integer.highestOneBit(Math.max(1, samples - 1)) * 2));
    }

    int size() {
        return size;
    }

    void forward(double[] real, double[] imaginary) {
        transform(real, imaginary, -1);
    }

    /// The inverse of [#forward].
    void inverse(double[] real, double[] imaginary) {
        transform(real, imaginary, 1);
        for (int i = 0; i < size; i++) {
            real[i] /= size;
            imaginary[i] /= size;
        }
    }

    private void transform(double[] real, double[] imaginary, int direction) {
        int bits = Integer.numberOfTrailingZeros(size);
        for (int i = 0; i < size; i++) {
            int j = Integer.reverse(i) >>> (Integer.SIZE - bits);
            if (i < j) {
                swap(real, i, j);
                swap(imaginary, i, j);
            }
        }
        for (int half = 1; half < size; half *= 2) {
            int stride = size / (2 * half);
            for (int start = 0; start < size; start += 2 * half) {
                for (int k = 0; k < half; k++) {
                    int up = start + k;
                    int down = up + half;
                    double c = cos[k * stride];
                    double s = direction * sin[k * stride];
                    double re = real[down] * c - imaginary[down] * s;
                    double im = real[down] * s + imaginary[down] * c;
                    real[down] = real[up] - re;
                    imaginary[down] = imaginary[up] - im;
                    real[up] += re;
                    imaginary[up] += im;
                }
            }
        }
    }

    private static void swap(double[] values, int i, int j) {
        double kept = values[i];
        values[i] = values[j];
        values[j] = kept;
    }
}

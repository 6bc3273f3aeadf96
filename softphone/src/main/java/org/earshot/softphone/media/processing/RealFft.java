package org.earshot.softphone.media.processing;

/// Discrete Fourier transform of real samples, by a complex one of half the length. For one thread: it has room of its own.
final class RealFft {
    private final int size;
    private final int half;
    private final int[] reversed;
    private final float[] cos; // of 2πk/size
    private final float[] sin;
    private final float[] re;
    private final float[] im;

    /// @param size samples; a power of two, 4 or more
    RealFft(int size) {
        if (size < 4 || Integer.bitCount(size) != 1) {
            throw new IllegalArgumentException("no power of two: " + size);
        }
        this.size = size;
        half = size / 2;
        int bits = Integer.numberOfTrailingZeros(half);
        reversed = new int[half];
        cos = new float[half];
        sin = new float[half];
        for (int i = 0; i < half; i++) {
            reversed[i] = Integer.reverse(i) >>> (32 - bits);
            cos[i] = (float) Math.cos(2 * Math.PI * i / size);
            sin[i] = (float) Math.sin(2 * Math.PI * i / size);
        }
        re = new float[half];
        im = new float[half];
    }

    /// Bins of a spectrum: from 0 to half the sample rate, both included.
    int bins() {
        return half + 1;
    }

    /// @param x    `size` samples
    /// @param real [#bins] real parts, written
    /// @param imag [#bins] imaginary parts, written
    void forward(float[] x, float[] real, float[] imag) {
        for (int i = 0; i < half; i++) {
            re[reversed[i]] = x[2 * i];
            im[reversed[i]] = x[2 * i + 1];
        }
        butterflies(1);
        real[0] = re[0] + im[0];
        imag[0] = 0;
        real[half] = re[0] - im[0];
        imag[half] = 0;
        for (int k = 1; k < half; k++) {
            float evenRe = 0.5f * (re[k] + re[half - k]);
            float evenIm = 0.5f * (im[k] - im[half - k]);
            float oddRe = 0.5f * (im[k] + im[half - k]);
            float oddIm = 0.5f * (re[half - k] - re[k]);
            real[k] = evenRe + cos[k] * oddRe + sin[k] * oddIm;
            imag[k] = evenIm + cos[k] * oddIm - sin[k] * oddRe;
        }
    }

    /// The samples that [#forward] made `real` and `imag` of.
    void inverse(float[] real, float[] imag, float[] x) {
        for (int k = 0; k < half; k++) {
            float evenRe = 0.5f * (real[k] + real[half - k]);
            float evenIm = 0.5f * (imag[k] - imag[half - k]);
            float differenceRe = 0.5f * (real[k] - real[half - k]);
            float differenceIm = 0.5f * (imag[k] + imag[half - k]);
            float oddRe = cos[k] * differenceRe - sin[k] * differenceIm;
            float oddIm = cos[k] * differenceIm + sin[k] * differenceRe;
            re[reversed[k]] = evenRe - oddIm;
            im[reversed[k]] = evenIm + oddRe;
        }
        butterflies(-1);
        float scale = 1f / half;
        for (int i = 0; i < half; i++) {
            x[2 * i] = re[i] * scale;
            x[2 * i + 1] = im[i] * scale;
        }
    }

    private void butterflies(int direction) {
        for (int span = 1; span < half; span *= 2) {
            int stride = size / (2 * span);
            for (int start = 0; start < half; start += 2 * span) {
                for (int j = 0; j < span; j++) {
                    float c = cos[j * stride];
                    float s = -direction * sin[j * stride];
                    int a = start + j;
                    int b = a + span;
                    float tRe = re[b] * c - im[b] * s;
                    float tIm = re[b] * s + im[b] * c;
                    re[b] = re[a] - tRe;
                    im[b] = im[a] - tIm;
                    re[a] += tRe;
                    im[a] += tIm;
                }
            }
        }
    }
}

package org.earshot.softphone.media.processing;

import java.util.Arrays;

/// An adaptive filter that learns the way from loudspeaker to microphone, block by block in the frequency domain, its impulse
/// response cut into partitions of a block's length. How far each step goes a Kalman filter per bin and partition says, which
/// knows how uncertain each weight is, and how loud what isn't echo: so it needs no separate detector of double talk.
///
/// Samples are between -1 and 1. For one thread.
final class EchoFilter {
    private static final float SILENCE = 1e-9f; // mean square of samples; -90 dB
    private static final float INITIAL_DOUBT = 0.1f;
    private static final float NOISE_KEPT = 0.8f;
    private static final float NOISE_FLOOR = 1e-7f;

    private final int block;
    private final int size;
    private final int bins;
    private final int partitions;
    private final int constrainedPerBlock;
    private final float persistence; // squared: how much of the room is the same a block later
    private final RealFft fft;
    private final float[][] xRe;
    private final float[][] xIm;
    private final float[] power; // mean square of each partition's input
    private final float[][] wRe;
    private final float[][] wIm;
    private final float[][] doubt; // variance of each weight's error
    private final float[] eRe;
    private final float[] eIm;
    private final float[] noise;
    private final float[] step;
    private final float[] residual;
    private final float[] time;
    private final float[] peak; // of each partition's impulse response, as last constrained
    private final int[] peakAt;
    private int newest;
    private int next; // partition to constrain

    /// @param block       samples of a block
    /// @param size        of the transform; 2 blocks or more
    /// @param partitions  how many blocks long the impulse response is
    /// @param constrainedPerBlock how many partitions are kept to a block's length each time, in turns
    /// @param persistence how much of the room is the same a block later, below 1
    EchoFilter(int block, int size, int partitions, int constrainedPerBlock, float persistence) {
        this.block = block;
        this.size = size;
        this.partitions = partitions;
        this.constrainedPerBlock = constrainedPerBlock;
        this.persistence = persistence * persistence;
        fft = new RealFft(size);
        bins = fft.bins();
        xRe = new float[partitions][bins];
        xIm = new float[partitions][bins];
        power = new float[partitions];
        wRe = new float[partitions][bins];
        wIm = new float[partitions][bins];
        doubt = new float[partitions][bins];
        eRe = new float[bins];
        eIm = new float[bins];
        noise = new float[bins];
        step = new float[bins];
        residual = new float[bins];
        time = new float[size];
        peak = new float[partitions];
        peakAt = new int[partitions];
        reset();
    }

    /// Forgets the room.
    void reset() {
        for (int p = 0; p < partitions; p++) {
            forget(p);
            Arrays.fill(xRe[p], 0);
            Arrays.fill(xIm[p], 0);
        }
        Arrays.fill(power, 0);
        Arrays.fill(noise, 0);
        Arrays.fill(residual, 0);
    }

    private void forget(int partition) {
        Arrays.fill(wRe[partition], 0);
        Arrays.fill(wIm[partition], 0);
        Arrays.fill(doubt[partition], INITIAL_DOUBT);
        peak[partition] = 0;
    }

    /// Goes on when the loudspeaker's signal begins to come `blocks` blocks later than until now (earlier when negative): what
    /// was learnt moves with it. Follow with [#refill] for each block of the past.
    void shift(int blocks) {
        for (int i = 0; i < partitions; i++) {
            int to = blocks > 0 ? i : partitions - 1 - i;
            int from = to + blocks;
            if (from >= 0 && from < partitions) {
                System.arraycopy(wRe[from], 0, wRe[to], 0, bins);
                System.arraycopy(wIm[from], 0, wIm[to], 0, bins);
                System.arraycopy(doubt[from], 0, doubt[to], 0, bins);
            } else {
                forget(to);
            }
        }
    }

    /// Takes a block of the loudspeaker's signal.
    ///
    /// @param x `size` samples, the last `block` of them new
    void refill(float[] x) {
        newest = (newest + partitions - 1) % partitions;
        float sum = 0;
        for (int i = 0; i < size; i++) {
            sum += x[i] * x[i];
        }
        power[newest] = sum / size;
        fft.forward(x, xRe[newest], xIm[newest]);
    }

    /// Takes the echo out of a block and learns of it.
    ///
    /// @param x     as of [#refill]
    /// @param heard a block from the microphone
    /// @param echo  a block: what is taken to be echo; written
    /// @param clean a block: the rest; written
    void process(float[] x, float[] heard, float[] echo, float[] clean) {
        refill(x);
        Arrays.fill(residual, 0);
        if (silent()) {
            Arrays.fill(echo, 0, block, 0);
            System.arraycopy(heard, 0, clean, 0, block);
            return;
        }
        estimate();
        fft.inverse(eRe, eIm, time);
        for (int i = 0; i < block; i++) {
            echo[i] = time[size - block + i];
            clean[i] = heard[i] - echo[i];
        }
        Arrays.fill(time, 0, size - block, 0);
        System.arraycopy(clean, 0, time, size - block, block);
        fft.forward(time, eRe, eIm);
        adapt();
        for (int i = 0; i < constrainedPerBlock; i++) {
            constrain(next);
            next = (next + 1) % partitions;
        }
    }

    private boolean silent() {
        for (float p : power) {
            if (p > SILENCE) {
                return false;
            }
        }
        return true;
    }

    private void estimate() {
        Arrays.fill(eRe, 0);
        Arrays.fill(eIm, 0);
        for (int p = 0; p < partitions; p++) {
            float[] a = xRe[(newest + p) % partitions];
            float[] b = xIm[(newest + p) % partitions];
            float[] c = wRe[p];
            float[] d = wIm[p];
            for (int k = 0; k < bins; k++) {
                eRe[k] += a[k] * c[k] - b[k] * d[k];
                eIm[k] += a[k] * d[k] + b[k] * c[k];
            }
        }
    }

    private void adapt() {
        float share = (float) block / size; // of a transform of the input, in one of the error
        for (int p = 0; p < partitions; p++) {
            float[] a = xRe[(newest + p) % partitions];
            float[] b = xIm[(newest + p) % partitions];
            float[] v = doubt[p];
            for (int k = 0; k < bins; k++) {
                residual[k] += share * v[k] * (a[k] * a[k] + b[k] * b[k]);
            }
        }
        for (int k = 0; k < bins; k++) {
            float error = eRe[k] * eRe[k] + eIm[k] * eIm[k];
            noise[k] = NOISE_KEPT * noise[k] + (1 - NOISE_KEPT) * error;
            step[k] = 1 / (residual[k] + noise[k] + NOISE_FLOOR);
        }
        for (int p = 0; p < partitions; p++) {
            float[] a = xRe[(newest + p) % partitions];
            float[] b = xIm[(newest + p) % partitions];
            float[] c = wRe[p];
            float[] d = wIm[p];
            float[] v = doubt[p];
            for (int k = 0; k < bins; k++) {
                float mu = v[k] * step[k];
                c[k] += mu * (a[k] * eRe[k] + b[k] * eIm[k]);
                d[k] += mu * (a[k] * eIm[k] - b[k] * eRe[k]);
                float left = v[k] * (1 - share * mu * (a[k] * a[k] + b[k] * b[k]));
                v[k] = persistence * left + (1 - persistence) * (c[k] * c[k] + d[k] * d[k] + 1e-9f);
            }
        }
    }

    /// A partition's impulse response is a block long; the transform's is longer, and what is there is of others.
    private void constrain(int p) {
        fft.inverse(wRe[p], wIm[p], time);
        Arrays.fill(time, block, size, 0);
        float highest = 0;
        for (int i = 0; i < block; i++) {
            float value = Math.abs(time[i]);
            if (value > highest) {
                highest = value;
                peakAt[p] = i;
            }
        }
        peak[p] = highest;
        fft.forward(time, wRe[p], wIm[p]);
    }

    /// Power of the echo that is thought to be left, of each bin of the last block.
    float[] residual() {
        return residual;
    }

    /// The highest tap of all.
    ///
    /// @return its index, -1 where none stands out among the others
    int peak(float prominence) {
        int best = 0;
        float sum = 0;
        for (int p = 0; p < partitions; p++) {
            sum += peak[p];
            if (peak[p] > peak[best]) {
                best = p;
            }
        }
        return peak[best] > prominence * (sum - peak[best]) / (partitions - 1)
                ? best * block + peakAt[best]
                : -1;
    }
}

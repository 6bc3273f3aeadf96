package org.earshot.softphone.media.noise;

import java.util.Arrays;

/// Makes noise as a [NoiseModel] says: a sequence of random signs, which is white and never louder than its level, through the
/// model's filter as a lattice, which is stable whatever a payload says. What exceeds full scale is clipped. Confined to one thread;
/// doesn't allocate.
public final class NoiseGenerator {
    private static final double OVERLOAD = 32_768;

    private final double[] reflection = new double[NoiseModel.MAX_ORDER];
    private final double[] backward = new double[NoiseModel.MAX_ORDER + 1];
    private int order;
    private double amplitude; // of the signs
    private int random = 1;

    /// What to be like from now on.
    public void become(NoiseModel model) {
        order = model.order();
        double gain = 1;
        for (int i = 0; i < order; i++) {
            reflection[i] = model.reflection(i);
            gain *= 1 - reflection[i] * reflection[i];
        }
        Arrays.fill(backward, order + 1, backward.length, 0);
        double level = model.level() == NoiseModel.SILENT ? 0 : Math.pow(10, model.level() / -20.0);
        amplitude = OVERLOAD * level * Math.sqrt(gain);
    }

    /// Writes `samples` samples.
    public void generate(short[] pcm, int offset, int samples) {
        for (int i = 0; i < samples; i++) {
            pcm[offset + i] = rounded(filtered(nextBit() ? amplitude : -amplitude));
        }
    }

    /// Forgets the past, not what to be like.
    public void reset() {
        Arrays.fill(backward, 0);
    }

    private double filtered(double excitation) {
        double forward = excitation;
        for (int i = order - 1; i >= 0; i--) {
            forward -= reflection[i] * backward[i];
            backward[i + 1] = backward[i] + reflection[i] * forward;
        }
        backward[0] = forward;
        return forward;
    }

    /// To the integer above or below, by chance and so that the mean power stays: else noise of some units would be far too loud or soft.
    private short rounded(double sample) {
        double magnitude = Math.min(Math.abs(sample), Short.MAX_VALUE);
        double below = Math.floor(magnitude);
        double share = (magnitude * magnitude - below * below) / (2 * below + 1);
        double chosen = nextUnit() < share ? below + 1 : below;
        return (short) (sample < 0 ? -chosen : chosen);
    }

    /// Marsaglia's xorshift; its period is far longer than a call.
    private int next() {
        random ^= random << 13;
        random ^= random >>> 17;
        random ^= random << 5;
        return random;
    }

    private boolean nextBit() {
        return next() < 0;
    }

    private double nextUnit() {
        return (next() >>> 1) * 0x1p-31;
    }
}

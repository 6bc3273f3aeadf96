package org.earshot.softphone.media.codec;

/// How coarse one band of G.722 is quantized (ITU-T G.722 §3.5, blocks LOGSCL and SCALEL or LOGSCH and SCALEH): grows with large
/// codes, shrinks with small ones. Kept as a logarithm in units of 2^-11 octaves. Confined to one thread; doesn't allocate.
final class StepSize {
    private static final int FRACTIONS = 32;
    private static final int[] POWERS = powers();

    private final int initial;
    private final int limit;
    private final int shift;
    private int logarithm;
    private int step;

    private StepSize(int initial, int limit, int shift) {
        this.initial = initial;
        this.limit = limit;
        this.shift = shift;
        reset();
    }

    static StepSize lower() {
        return new StepSize(32, 18_432, 8);
    }

    static StepSize higher() {
        return new StepSize(8, 22_528, 10);
    }

    int step() {
        return step;
    }

    /// A quantized value in units of the step, scaled down from 2^15.
    int times(int output) {
        return (step * output) >> 15;
    }

    /// After a code whose weight is `growth`.
    void update(int growth) {
        int leaked = (logarithm * 127) >> 7;
        logarithm = Math.clamp(leaked + growth, 0, limit);
        int octaves = shift - (logarithm >> 11);
        int power = POWERS[(logarithm >> 6) % FRACTIONS];
        step = (octaves < 0 ? power << -octaves : power >> octaves) << 2;
    }

    void reset() {
        logarithm = 0;
        step = initial;
    }

    /// 2^11 times the 32nd roots of two: the table ILB.
    private static int[] powers() {
        int[] powers = new int[FRACTIONS];
        for (int i = 0; i < FRACTIONS; i++) {
            powers[i] = (int) Math.round(2_048 * Math.pow(2, i / (double) FRACTIONS));
        }
        return powers;
    }
}

package org.earshot.softphone.media.jitter;

/// Makes speech a little shorter or longer without changing its pitch, in the manner of WSOLA: leaves out, or plays twice, a piece as long as
/// the lag at which the sound looks most like itself, and fades over. Noise looks like itself nowhere, and sounds the same wherever it is
/// joined: so what is no louder than the background is joined even so. The power goes evenly over a join, however like or unlike the two
/// sides are. Confined to one thread; doesn't allocate.
final class TimeStretcher {
    /// Samples that [#accelerate] and [#expand] want to see.
    static final int WANTED = 1_440;

    private static final int MIN_LAG = 120; // 2.5 ms
    private static final int MAX_LAG = 720; // 15 ms
    private static final int MATCH = 480; // length of what is compared
    private static final int FADE = 240;
    private static final int COARSE = 6; // the search begins at 8 kHz
    private static final double ALIKE = 0.85;
    private static final double ALIKE_IN_HASTE = 0.5;

    /// Mean square below which nobody hears what is done: about −56 dBFS.
    private static final double QUIET = 50 * 50;

    private final Background background;
    private final float[] coarse = new float[WANTED / COARSE];
    private double likeness;

    // of the two sides of a join: mean squares, and the mean product
    private double fromPower;
    private double toPower;
    private double common;

    /// @param background of the sound that is stretched
    TimeStretcher(Background background) {
        this.background = background;
    }

    /// Shortens `samples[0, length)` at its beginning.
    ///
    /// @param most at most so many samples are left out
    /// @param haste take also what doesn't fit well
    /// @return how many were left out; 0 when there is no good place
    int accelerate(short[] samples, int length, int most, boolean haste) {
        int lag = findLag(samples, length, most, haste ? ALIKE_IN_HASTE : ALIKE);
        if (lag == 0) {
            return 0;
        }
        measure(samples, 0, lag);
        for (int i = 0; i < FADE; i++) {
            samples[i] = fade(samples[i], samples[lag + i], i);
        }
        System.arraycopy(samples, lag + FADE, samples, FADE, length - lag - FADE);
        return lag;
    }

    /// Lengthens `samples[0, length)` at its beginning; there must be room behind it.
    ///
    /// @param most at most so many samples are added
    /// @return how many were added; 0 when there is no good place
    int expand(short[] samples, int length, int most) {
        int lag = findLag(samples, length, most, ALIKE);
        if (lag == 0) {
            return 0;
        }
        // [0, lag), then a fade from what follows it back to the beginning, then the rest of the
        // beginning
        measure(samples, lag, 0);
        System.arraycopy(samples, FADE, samples, lag + FADE, length - FADE);
        // downwards: samples[i] must be read before it is written
        for (int i = FADE - 1; i >= 0; i--) {
            samples[lag + i] = fade(samples[lag + i], samples[i], i);
        }
        return lag;
    }

    /// How loud the two sides of a join are, and how like each other.
    private void measure(short[] samples, int from, int to) {
        double product = 0;
        for (int i = 0; i < FADE; i++) {
            product += samples[from + i] * samples[to + i];
        }
        common = Math.max(0, product / FADE);
        fromPower = Background.meanSquare(samples, from, FADE);
        toPower = Background.meanSquare(samples, to, FADE);
    }

    /// Of two sides that are alike the sum is as loud as they are; of two that are not it would be less so by up to 3 dB.
    private short fade(short from, short to, int step) {
        double in = (double) step / FADE;
        double out = 1 - in;
        double power = out * fromPower + in * toPower;
        double sum = out * out * fromPower + in * in * toPower + 2 * in * out * common;
        double gain = sum > 0 ? Math.sqrt(power / sum) : 1;
        return (short)
                Math.clamp(
                        Math.round(gain * (out * from + in * to)),
                        Short.MIN_VALUE,
                        Short.MAX_VALUE);
    }

    /// By how much the beginning may be shortened or lengthened; 0 when there is no good place, or too little sound to look at.
    private int findLag(short[] samples, int length, int most, double alike) {
        int match = MATCH;
        int maxLag = Math.min(Math.min(most, MAX_LAG), length - match);
        if (maxLag < MIN_LAG) { // as with packets of 10 ms: a join needs no more than this
            match = FADE;
            maxLag = Math.min(Math.min(most, MAX_LAG), length - match);
        }
        if (maxLag < MIN_LAG) {
            return 0;
        }
        if (Background.meanSquare(samples, 0, match) < QUIET
                && Background.meanSquare(samples, maxLag, match) < QUIET) {
            return maxLag;
        }
        int lag = refine(samples, maxLag, match, coarseLag(samples, maxLag, match));
        return likeness >= alike || (likeness > 0 && isNoise(samples, lag)) ? lag : 0;
    }

    private boolean isNoise(short[] samples, int lag) {
        double most = background.most();
        return Background.meanSquare(samples, 0, FADE) < most
                && Background.meanSquare(samples, lag, FADE) < most;
    }

    private int coarseLag(short[] samples, int maxLag, int match) {
        int count = (maxLag + match) / COARSE;
        for (int i = 0; i < count; i++) {
            float sum = 0;
            for (int j = 0; j < COARSE; j++) {
                sum += samples[i * COARSE + j];
            }
            coarse[i] = sum;
        }
        int best = MIN_LAG / COARSE;
        double bestLikeness = Double.NEGATIVE_INFINITY;
        for (int lag = MIN_LAG / COARSE; lag <= maxLag / COARSE; lag++) {
            double dot = 0;
            double energy = 1;
            for (int i = 0; i < match / COARSE; i++) {
                dot += coarse[i] * coarse[lag + i];
                energy += coarse[lag + i] * coarse[lag + i];
            }
            double found = dot / Math.sqrt(energy);
            if (found > bestLikeness) {
                bestLikeness = found;
                best = lag;
            }
        }
        return best * COARSE;
    }

    /// The lag near `coarseLag` at which the sound looks most like itself, and in `likeness` how much so, −1 to 1.
    private int refine(short[] samples, int maxLag, int match, int coarseLag) {
        double energy = match * Background.meanSquare(samples, 0, match) + 1;
        int best = 0;
        likeness = Double.NEGATIVE_INFINITY;
        int last = Math.min(coarseLag + COARSE, maxLag);
        for (int lag = Math.max(coarseLag - COARSE, MIN_LAG); lag <= last; lag++) {
            double dot = 0;
            double other = 1;
            for (int i = 0; i < match; i++) {
                dot += samples[i] * samples[lag + i];
                other += samples[lag + i] * samples[lag + i];
            }
            double found = dot / Math.sqrt(energy * other);
            if (found > likeness) {
                likeness = found;
                best = lag;
            }
        }
        return best;
    }
}

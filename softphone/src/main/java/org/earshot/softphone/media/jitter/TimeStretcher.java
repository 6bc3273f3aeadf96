package org.earshot.softphone.media.jitter;

/// Makes speech a little shorter or longer without changing its pitch, in the manner of WSOLA: leaves out, or plays twice, a piece as long as
/// the lag at which the sound looks most like itself, and fades over. Confined to one thread; doesn't allocate.
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

    private final float[] coarse = new float[WANTED / COARSE];
    private double likeness;

    /// Shortens `samples[0, length)` at its beginning.
    ///
    /// @param most at most so many samples are left out
    /// @param haste take also what doesn't fit well
    /// @return how many were left out; 0 when there is no good place
    int accelerate(short[] samples, int length, int most, boolean haste) {
        int lag = findLag(samples, length, most);
        if (lag == 0 || likeness < (haste ? ALIKE_IN_HASTE : ALIKE)) {
            return 0;
        }
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
        int lag = findLag(samples, length, most);
        if (lag == 0 || likeness < ALIKE) {
            return 0;
        }
        // [0, lag), then a fade from what follows it back to the beginning, then the rest of the
        // beginning
        System.arraycopy(samples, FADE, samples, lag + FADE, length - FADE);
        for (int i = FADE - 1;
                i >= 0;
                i--) { // downwards: samples[i] must be read before it is written
            samples[lag + i] = fade(samples[lag + i], samples[i], i);
        }
        return lag;
    }

    private static short fade(short from, short to, int step) {
        return (short) ((from * (FADE - step) + to * step) / FADE);
    }

    /// The lag that fits best, and in `likeness` how well (−1..1); 0 when there is too little sound to look at.
    private int findLag(short[] samples, int length, int most) {
        int maxLag = Math.min(Math.min(most, MAX_LAG), length - MATCH);
        if (maxLag < MIN_LAG) {
            return 0;
        }
        if (energy(samples, 0) < QUIET && energy(samples, maxLag) < QUIET) {
            likeness = 1;
            return maxLag;
        }
        return refine(samples, maxLag, coarseLag(samples, maxLag));
    }

    private int coarseLag(short[] samples, int maxLag) {
        int count = (maxLag + MATCH) / COARSE;
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
            for (int i = 0; i < MATCH / COARSE; i++) {
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

    private int refine(short[] samples, int maxLag, int coarseLag) {
        double energy = MATCH * energy(samples, 0) + 1;
        int best = 0;
        likeness = Double.NEGATIVE_INFINITY;
        int last = Math.min(coarseLag + COARSE, maxLag);
        for (int lag = Math.max(coarseLag - COARSE, MIN_LAG); lag <= last; lag++) {
            double dot = 0;
            double other = 1;
            for (int i = 0; i < MATCH; i++) {
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

    /// Mean square of the samples compared.
    private static double energy(short[] samples, int start) {
        double sum = 0;
        for (int i = start; i < start + MATCH; i++) {
            sum += samples[i] * samples[i];
        }
        return sum / MATCH;
    }
}

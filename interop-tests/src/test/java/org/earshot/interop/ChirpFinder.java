package org.earshot.interop;

/// Looks for a chirp in a recording of 48 kHz: at 8 kHz first, then to a sample.
final class ChirpFinder {
    private static final int FACTOR = 6;
    private static final double LIKE_IT = 0.35;
    private static final double IT_IS = 0.6;
    private static final double LEAST_LOUDNESS = 1e-4;

    private final short[] samples;
    private final short[] chirp;
    private final float[] few;
    private final float[] fewOfChirp;

    ChirpFinder(short[] samples, short[] chirp) {
        this.samples = samples;
        this.chirp = chirp;
        few = decimated(samples);
        fewOfChirp = decimated(chirp);
    }

    private static float[] decimated(short[] samples) {
        float[] few = new float[samples.length / FACTOR];
        for (int i = 0; i < few.length * FACTOR; i++) {
            few[i / FACTOR] += samples[i];
        }
        return few;
    }

    /// Where the next one begins that was played as it is; −1 when there is none.
    int next(int from) {
        for (int at = from / FACTOR; at + fewOfChirp.length < few.length; at++) {
            if (likeness(at) > IT_IS) {
                return best(at * FACTOR, FACTOR * 20);
            }
        }
        return -1;
    }

    /// Where within `places` from `from` on what is there is most like a chirp; −1 when nothing is like it.
    int best(int from, int places) {
        int rough = -1;
        double most = LIKE_IT;
        int last = Math.min((from + places) / FACTOR, few.length - fewOfChirp.length - 1);
        for (int at = Math.max(0, from / FACTOR); at < last; at++) {
            double likeness = likeness(at);
            if (likeness > most) {
                most = likeness;
                rough = at * FACTOR;
            }
        }
        if (rough < 0) {
            return -1;
        }
        int best = rough;
        double closest = -1;
        int end = Math.min(rough + 2 * FACTOR, samples.length - chirp.length);
        for (int at = Math.max(0, rough - 2 * FACTOR); at <= end; at++) {
            double product = 0;
            double energy = 1;
            for (int i = 0; i < chirp.length; i++) {
                double sample = samples[at + i];
                product += sample * chirp[i];
                energy += sample * sample;
            }
            double likeness = Math.abs(product) / Math.sqrt(energy);
            if (likeness > closest) {
                closest = likeness;
                best = at;
            }
        }
        return best;
    }

    private double likeness(int at) {
        double product = 0;
        double energy = 0;
        double wanted = 0;
        for (int i = 0; i < fewOfChirp.length; i++) {
            double sample = few[at + i];
            product += sample * fewOfChirp[i];
            energy += sample * sample;
            wanted += fewOfChirp[i] * fewOfChirp[i];
        }
        return energy < wanted * LEAST_LOUDNESS
                ? 0
                : Math.abs(product) / Math.sqrt(energy * wanted);
    }
}

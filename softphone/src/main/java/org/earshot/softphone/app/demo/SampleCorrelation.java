package org.earshot.softphone.app.demo;

/// How much of a sound arrived: normalised cross-correlation of what was sent with what was heard. The sound
/// is compared in windows of half a second, each at its own best delay (a jitter buffer stretches time), and
/// the windows count by their energy, so silence counts nothing. 1 is the same sound, 0 another one.
public final class SampleCorrelation {
    private static final int WINDOW = 24_000;
    private static final int COARSE = 8;

    private SampleCorrelation() {}

    /// Compares two recordings of one rate (48 kHz).
    ///
    /// @param sent the sound as it was before
    /// @param heard a recording of it
    /// @param reach the recording began at most so many samples before the sound, and at most half as many after it
    /// @return 0–1; 0 where either is silent
    public static double of(short[] sent, short[] heard, int reach) {
        return of(sent, heard, reach, WINDOW);
    }

    /// Compares two recordings in windows of another length. A window in which time was stretched is alike only
    /// in part, so on a busy machine short ones say more; below 200 ms speech begins to look like other speech.
    ///
    /// @param reach as above
    /// @param window in samples
    public static double of(short[] sent, short[] heard, int reach, int window) {
        double sum = 0;
        double weights = 0;
        for (int start = 0; start + window <= sent.length; start += window) {
            double energy = energy(sent, start, window, 1);
            if (energy < window * 100.0) {
                continue; // 20 dB under a whisper: a pause
            }
            sum += energy * best(sent, start, heard, -reach / 2, reach, window).value;
            weights += energy;
        }
        return weights == 0 ? 0 : sum / weights;
    }

    private record Best(int lag, double value) {}

    private static Best best(short[] sent, int start, short[] heard, int from, int to, int window) {
        int coarse = from;
        double value = -1;
        double energy = energy(sent, start, window, COARSE);
        for (int lag = from; lag <= to; lag += COARSE) {
            double here = at(sent, start, energy, heard, lag, COARSE, window);
            if (here > value) {
                value = here;
                coarse = lag;
            }
        }
        Best best = new Best(coarse, 0);
        energy = energy(sent, start, window, 1);
        for (int lag = coarse - COARSE; lag <= coarse + COARSE; lag++) {
            double here = at(sent, start, energy, heard, lag, 1, window);
            if (here > best.value) {
                best = new Best(lag, here);
            }
        }
        return best;
    }

    /// @param energy of the window of `sent`, at the same step
    private static double at(
            short[] sent, int start, double energy, short[] heard, int lag, int step, int window) {
        int first = start + lag;
        if (first < 0 || first + window > heard.length) {
            return 0;
        }
        double product = 0;
        for (int i = 0; i < window; i += step) {
            product += (double) sent[start + i] * heard[first + i];
        }
        double energies = energy * energy(heard, first, window, step);
        return energies == 0 ? 0 : product / Math.sqrt(energies);
    }

    private static double energy(short[] samples, int start, int length, int step) {
        double energy = 0;
        for (int i = start; i < start + length; i += step) {
            energy += (double) samples[i] * samples[i];
        }
        return energy;
    }
}

package org.earshot.softphone.media.codec;

import java.util.Arrays;

/// Conceals losses of 8 kHz waveform codecs, after the idea of G.711 Appendix I but without its delay: repeats the last period of
/// the pitch, fades out, and fades over to what arrives next. Confined to one thread; doesn't allocate.
final class WaveformExtrapolator {
    private static final int MS = 8; // samples of a millisecond
    private static final int MIN_PITCH = 5 * MS; // 200 Hz; a higher voice gets two periods
    private static final int MAX_PITCH = 15 * MS; // 66 Hz
    private static final int MATCH = 20 * MS; // length of what is compared
    private static final int HISTORY = MATCH + MAX_PITCH + MAX_PITCH;
    private static final int FULL = 10 * MS; // the first 10 ms at full level,
    private static final int SILENT = 60 * MS; // after 60 ms nothing
    private static final int MERGE = 4 * MS;

    private final short[] history = new short[HISTORY];
    private final float[] period = new float[MAX_PITCH];
    private final short[] continuation = new short[MERGE];
    private int pitch;
    private int position; // in the period
    private int generated; // samples since the loss began; 0: none lost
    private float
            step; // between the last sample heard and the first repeated one, faded out so that it

    // doesn't click

    /// Notes what was received; changes its beginning when it follows a loss.
    void received(short[] samples, int length) {
        if (generated > 0) {
            merge(samples, Math.min(length, MERGE));
        }
        remember(samples, length);
    }

    /// Writes `length` samples that continue what was received.
    void extrapolate(short[] samples, int length) {
        if (generated == 0) {
            begin();
        }
        generate(samples, length);
        remember(samples, length);
    }

    void reset() {
        Arrays.fill(history, (short) 0);
        generated = 0;
    }

    private void merge(short[] samples, int length) {
        generate(continuation, length);
        for (int i = 0; i < length; i++) {
            int weight = i + 1; // of length + 1
            samples[i] =
                    (short)
                            ((samples[i] * weight + continuation[i] * (length + 1 - weight))
                                    / (length + 1));
        }
        generated = 0;
    }

    private void begin() {
        pitch = findPitch();
        position = 0;
        int start = HISTORY - pitch;
        for (int i = 0; i < pitch; i++) {
            period[i] = history[start + i];
        }
        // the last quarter leads over into what preceded the first sample, so that the period
        // closes on itself
        int quarter = pitch / 4;
        for (int i = 0; i < quarter; i++) {
            float weight = (i + 1f) / (quarter + 1);
            int at = pitch - quarter + i;
            period[at] = period[at] * (1 - weight) + history[start - quarter + i] * weight;
        }
        step = history[HISTORY - 1] - history[start - 1];
    }

    private void generate(short[] samples, int length) {
        for (int i = 0; i < length; i++) {
            float value = period[position] + step * Math.max(0, 1 - generated / (float) (2 * MS));
            samples[i] =
                    (short)
                            Math.clamp(
                                    Math.round(value * level()), Short.MIN_VALUE, Short.MAX_VALUE);
            position = position + 1 == pitch ? 0 : position + 1;
            generated = Math.min(generated + 1, SILENT);
        }
    }

    private float level() {
        return generated <= FULL ? 1 : (SILENT - generated) / (float) (SILENT - FULL);
    }

    /// The lag at which the last 20 ms look most like what was before, by normalised correlation.
    private int findPitch() {
        int best = MIN_PITCH;
        double bestScore = Double.NEGATIVE_INFINITY;
        for (int lag = MIN_PITCH; lag <= MAX_PITCH; lag++) {
            double dot = 0;
            double energy = 1;
            for (int i = HISTORY - MATCH; i < HISTORY; i++) {
                double before = history[i - lag];
                dot += history[i] * before;
                energy += before * before;
            }
            double score = dot / Math.sqrt(energy);
            if (score > bestScore) {
                bestScore = score;
                best = lag;
            }
        }
        return best;
    }

    private void remember(short[] samples, int length) {
        int kept = Math.min(length, HISTORY);
        System.arraycopy(history, kept, history, 0, HISTORY - kept);
        System.arraycopy(samples, length - kept, history, HISTORY - kept, kept);
    }
}

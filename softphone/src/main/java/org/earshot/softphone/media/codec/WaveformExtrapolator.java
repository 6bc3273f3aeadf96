package org.earshot.softphone.media.codec;

import java.util.Arrays;

/// Conceals losses of waveform codecs, after the idea of G.711 Appendix I but without its delay: repeats the last period of
/// the pitch, fades out, and fades over to what arrives next. Confined to one thread; doesn't allocate.
final class WaveformExtrapolator {
    private final int minPitch; // 200 Hz; a higher voice gets two periods
    private final int maxPitch; // 66 Hz
    private final int match; // length of what is compared: 20 ms
    private final int full; // the first 10 ms at full level,
    private final int silent; // after 60 ms nothing
    private final int stepFade; // 2 ms

    private final short[] history;
    private final float[] period;
    private final short[] continuation; // 4 ms to fade over
    private int pitch;
    private int position; // in the period
    private int generated; // samples since the loss began; 0: none lost

    // between the last sample heard and the first repeated one, faded out so that it doesn't click
    private float step;

    /// @param rate samples in a second: 8000 or 16000
    WaveformExtrapolator(int rate) {
        int ms = rate / 1_000;
        minPitch = 5 * ms;
        maxPitch = 15 * ms;
        match = 20 * ms;
        full = 10 * ms;
        silent = 60 * ms;
        stepFade = 2 * ms;
        history = new short[match + maxPitch + maxPitch];
        period = new float[maxPitch];
        continuation = new short[4 * ms];
    }

    /// Notes what was received; changes its beginning when it follows a loss.
    void received(short[] samples, int length) {
        if (generated > 0) {
            merge(samples, Math.min(length, continuation.length));
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
        int start = history.length - pitch;
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
        step = history[history.length - 1] - history[start - 1];
    }

    private void generate(short[] samples, int length) {
        for (int i = 0; i < length; i++) {
            float value = period[position] + step * Math.max(0, 1 - generated / (float) stepFade);
            samples[i] =
                    (short)
                            Math.clamp(
                                    Math.round(value * level()), Short.MIN_VALUE, Short.MAX_VALUE);
            position = position + 1 == pitch ? 0 : position + 1;
            generated = Math.min(generated + 1, silent);
        }
    }

    private float level() {
        return generated <= full ? 1 : (silent - generated) / (float) (silent - full);
    }

    /// The lag at which the last 20 ms look most like what was before, by normalised correlation.
    private int findPitch() {
        int best = minPitch;
        double bestScore = Double.NEGATIVE_INFINITY;
        for (int lag = minPitch; lag <= maxPitch; lag++) {
            double dot = 0;
            double energy = 1;
            for (int i = history.length - match; i < history.length; i++) {
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
        int kept = Math.min(length, history.length);
        System.arraycopy(history, kept, history, 0, history.length - kept);
        System.arraycopy(samples, length - kept, history, history.length - kept, kept);
    }
}

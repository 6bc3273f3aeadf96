package org.earshot.softphone.media.noise;

import org.earshot.softphone.media.processing.Resampler;

/// Decides for each packet whether its sound is worth sending, or the noise behind it is described instead (RFC 3389), or nothing
/// goes at all. While nobody speaks a description goes at least each second, and sooner when the noise changes. Confined to one thread;
/// doesn't allocate.
public final class SilenceSuppression {
    private static final int FRAME = 480; // 10 ms at 48 kHz
    private static final int MILLIS = 10;
    private static final int AT_LEAST_EACH = 1_000;
    private static final int AT_MOST_EACH = 200;
    private static final int CHANGE = 2; // dB that are worth telling

    /// What goes out.
    public enum Sent {
        /// The sound as always.
        SOUND,
        /// What [#write] says.
        NOISE,
        /// Nothing.
        NOTHING
    }

    private final Resampler resampler;
    private final short[] narrow;
    private final VoiceActivity activity = new VoiceActivity();
    private final NoiseAnalyzer analyzer = new NoiseAnalyzer();
    private final NoiseModel model = new NoiseModel();
    private boolean quiet;
    private int sinceTold; // ms

    /// @param rate of the codec's sound in Hz, 8000 or 16000
    public SilenceSuppression(int rate) {
        int width = rate == 8_000 ? Resampler.SPEECH : Resampler.WIDEBAND;
        resampler = new Resampler(48_000, rate, width, FRAME);
        narrow = new short[resampler.maxOutput(FRAME)];
    }

    /// Looks at the next packet.
    ///
    /// @param samples at 48 kHz, a multiple of 480
    public Sent decide(short[] pcm, int samples) {
        boolean active = false;
        for (int at = 0; at < samples; at += FRAME) {
            active |= isActive(pcm, at);
        }
        if (active) {
            quiet = false;
            return Sent.SOUND;
        }
        sinceTold += samples / FRAME * MILLIS;
        if (quiet && !isDue()) {
            return Sent.NOTHING;
        }
        quiet = true;
        sinceTold = 0;
        analyzer.describe(model);
        return Sent.NOISE;
    }

    /// Writes what was decided to be sent.
    ///
    /// @param payload with room for [NoiseModel#MAX_PAYLOAD]
    /// @return its length
    public int write(byte[] payload, int offset) {
        return model.write(payload, offset);
    }

    private boolean isActive(short[] pcm, int at) {
        int length = resampler.process(pcm, at, FRAME, narrow, 0);
        double sum = 0;
        for (int i = 0; i < length; i++) {
            sum += narrow[i] * (double) narrow[i];
        }
        boolean active = activity.isActive(NoiseAnalyzer.decibels(sum / length));
        if (!active) {
            analyzer.add(narrow, length);
        }
        return active;
    }

    private boolean isDue() {
        long level = Math.min(NoiseModel.SILENT, Math.round(-analyzer.level()));
        return sinceTold >= AT_LEAST_EACH
                || (sinceTold >= AT_MOST_EACH && Math.abs(level - model.level()) >= CHANGE);
    }
}

package org.earshot.softphone.media.audio;

/// The tone by which everybody hears that a call is recorded: 1,400 Hz for 0.2 s each 15 s, at a tenth of full scale. Confined to one
/// thread.
public final class RecordingTone {
    private static final int HERTZ = 1_400;
    private static final int TONE_FRAMES = 20;
    private static final int PERIOD_FRAMES = 1_500;
    private static final double AMPLITUDE = 0.1 * Short.MAX_VALUE;

    private int frame;

    /// Adds 10 ms of it; begins with a tone.
    public void addTo(short[] samples) {
        if (frame < TONE_FRAMES) {
            int from = frame * AudioFrame.SAMPLES;
            for (int i = 0; i < AudioFrame.SAMPLES; i++) {
                double phase = 2 * Math.PI * HERTZ * (from + i) / AudioFrame.SAMPLE_RATE;
                long sum = samples[i] + Math.round(AMPLITUDE * Math.sin(phase));
                samples[i] = (short) Math.clamp(sum, Short.MIN_VALUE, Short.MAX_VALUE);
            }
        }
        frame = (frame + 1) % PERIOD_FRAMES;
    }
}

package org.earshot.softphone.media.processing;

/// Brings speech to a usual level, slowly, and keeps it from clipping. What isn't speech changes no gain. For one thread.
final class GainControl {
    private static final double TARGET_DB = -23; // mean square of speech, of full scale
    private static final double MOST_DB = 18;
    private static final double LEAST_DB = -12;
    private static final double UP_DB = 0.04; // a frame: 4 dB/s of speech
    private static final double DOWN_DB = 0.1;
    private static final float PEAK = 0.9f;
    private static final double FOLLOWS = 0.03;

    private double levelDb = TARGET_DB;
    private double gainDb;
    private float applied = 1;

    void reset() {
        levelDb = TARGET_DB;
        gainDb = 0;
        applied = 1;
    }

    /// @param frame  samples between -1 and 1, written
    /// @param speech whether somebody speaks in them
    void process(float[] frame, boolean speech) {
        double sum = 0;
        float peak = 0;
        for (float sample : frame) {
            sum += sample * sample;
            peak = Math.max(peak, Math.abs(sample));
        }
        if (speech) {
            double now = 10 * Math.log10(sum / frame.length + 1e-10);
            levelDb += FOLLOWS * (now - levelDb);
            double wanted = Math.clamp(TARGET_DB - levelDb, LEAST_DB, MOST_DB);
            gainDb += Math.clamp(wanted - gainDb, -DOWN_DB, UP_DB);
        }
        float wanted = (float) Math.pow(10, gainDb / 20);
        if (peak * wanted > PEAK) {
            wanted = PEAK / peak;
        }
        float step = (wanted - applied) / frame.length;
        for (int i = 0; i < frame.length; i++) {
            applied += step;
            frame[i] *= applied;
        }
        applied = wanted;
    }
}

package org.earshot.softphone.media.processing;

/// Finds how much later the microphone hears the loudspeaker, 0–310 ms: by a coarse [EchoFilter] at 8 kHz, long enough for all
/// of that; its highest tap is the direct sound. For one thread.
final class DelayFinder {
    private static final int DOWN = 6;
    private static final int BLOCK = VoiceProcessor.SAMPLES / DOWN;
    private static final int SIZE = 256;
    private static final int BLOCKS = 32;
    private static final float PROMINENCE = 4;
    private static final int STEADY_FRAMES = 15;
    private static final int NEARBY = 3 * VoiceProcessor.SAMPLES / 10;

    private final EchoFilter filter = new EchoFilter(BLOCK, SIZE, BLOCKS, 8, 0.9995f);
    private final Decimator loudspeaker = new Decimator();
    private final Decimator microphone = new Decimator();
    private final float[] x = new float[SIZE];
    private final float[] heard = new float[BLOCK];
    private final float[] echo = new float[BLOCK];
    private final float[] clean = new float[BLOCK];
    private int candidate;
    private int steady;

    void reset() {
        filter.reset();
        candidate = -1;
        steady = 0;
    }

    /// @param played   480 samples
    /// @param captured 480 samples
    /// @return samples of delay, -1 while that isn't certain
    int next(float[] played, float[] captured) {
        System.arraycopy(x, BLOCK, x, 0, SIZE - BLOCK);
        loudspeaker.decimate(played, x, SIZE - BLOCK);
        microphone.decimate(captured, heard, 0);
        filter.process(x, heard, echo, clean);
        int peak = filter.peak(PROMINENCE);
        if (peak < 0) {
            steady = 0;
            return -1;
        }
        int delay = peak * DOWN;
        steady = Math.abs(delay - candidate) <= NEARBY ? steady + 1 : 0;
        candidate = delay;
        return steady >= STEADY_FRAMES ? delay : -1;
    }

    /// From 48 to 8 kHz.
    private static final class Decimator {
        private static final int TAPS = 48;
        private static final double CUTOFF = 3_300.0 / VoiceProcessor.SAMPLE_RATE;

        private final float[] taps = new float[TAPS];
        private final float[] history = new float[TAPS + VoiceProcessor.SAMPLES];

        Decimator() {
            float sum = 0;
            for (int i = 0; i < TAPS; i++) {
                double t = i - (TAPS - 1) / 2.0;
                double window = 0.5 - 0.5 * Math.cos(2 * Math.PI * (i + 0.5) / TAPS);
                taps[i] = (float) (window * Math.sin(2 * Math.PI * CUTOFF * t) / t);
                sum += taps[i];
            }
            for (int i = 0; i < TAPS; i++) {
                taps[i] /= sum;
            }
        }

        void decimate(float[] in, float[] out, int at) {
            System.arraycopy(history, VoiceProcessor.SAMPLES, history, 0, TAPS);
            System.arraycopy(in, 0, history, TAPS, VoiceProcessor.SAMPLES);
            for (int i = 0; i < BLOCK; i++) {
                float sum = 0;
                for (int j = 0; j < TAPS; j++) {
                    sum += taps[j] * history[i * DOWN + DOWN + j];
                }
                out[at + i] = sum;
            }
        }
    }
}

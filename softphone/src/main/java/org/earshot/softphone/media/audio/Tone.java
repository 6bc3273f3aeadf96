package org.earshot.softphone.media.audio;

/// A sine of 440 Hz at a quarter of full scale: loud enough to hear, not to hurt. Whole periods, so its table repeats exactly.
final class Tone implements PacedSource.Samples {
    static final int FREQUENCY = 440;
    static final double AMPLITUDE = 0.25 * Short.MAX_VALUE;

    /// 11 periods of 440 Hz are exactly 1,200 samples.
    private final short[] periods = new short[1_200];

    private int position;

    Tone() {
        for (int i = 0; i < periods.length; i++) {
            double phase = 2 * Math.PI * FREQUENCY * i / AudioFrame.SAMPLE_RATE;
            periods[i] = (short) Math.round(AMPLITUDE * Math.sin(phase));
        }
    }

    @Override
    public void next(short[] frame) {
        for (int i = 0; i < AudioFrame.SAMPLES; i++) {
            frame[i] = periods[position];
            position = position + 1 == periods.length ? 0 : position + 1;
        }
    }

    @Override
    public void restart() {
        position = 0;
    }
}

package org.earshot.softphone.media.processing;

import java.util.OptionalDouble;

/// How much quieter the microphone is made while the loudspeaker plays. The capture thread measures, any thread reads.
final class EchoMeter {
    private static final double LOUD = 100.0 * 100.0 * VoiceProcessor.SAMPLES; // of the loudspeaker
    private static final double AUDIBLE = 10.0 * 10.0 * VoiceProcessor.SAMPLES; // of the microphone
    private static final int HANG_OVER_FRAMES = 20; // the sound comes back that much later, at most
    private static final double KEPT = 0.98; // of the sums, each frame: half a second
    private static final double QUIETEST = VoiceProcessor.SAMPLES / 12.0; // a rounding's

    private volatile double reducedDb = Double.NaN;
    private int hangOver;
    private double before;
    private double after;

    void rendered(short[] frame) {
        if (energy(frame) > LOUD) {
            hangOver = HANG_OVER_FRAMES;
        }
    }

    /// @param in  energy of the frame as it was captured
    /// @param out energy of the frame as it is sent
    void captured(double in, double out) {
        if (hangOver == 0) {
            return;
        }
        hangOver--;
        if (in < AUDIBLE) {
            return;
        }
        before = KEPT * before + in;
        after = KEPT * after + out + QUIETEST;
        reducedDb = Math.max(0, 10 * Math.log10(before / after));
    }

    void reset() {
        before = 0;
        after = 0;
        hangOver = 0;
        reducedDb = Double.NaN;
    }

    OptionalDouble reducedDb() {
        double now = reducedDb;
        return Double.isNaN(now) ? OptionalDouble.empty() : OptionalDouble.of(now);
    }

    static double energy(short[] frame) {
        double sum = 0;
        for (short sample : frame) {
            sum += sample * sample;
        }
        return sum;
    }
}

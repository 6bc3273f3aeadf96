package org.earshot.softphone.media.processing;

/// Follows the loudspeaker's clock where it is faster or slower than the microphone's, up to 400 ppm: an echo that comes a little
/// later than an [EchoFilter] has learnt leaves the slope of what was taken out, turned round. For one thread.
final class ClockDrift {
    private static final double KEPT = 0.97;
    private static final double AUDIBLE = 1e-6; // sum of the slope's squares over some 10 frames
    private static final double MOST_REST = 0.1; // of the echo's energy
    private static final double MOST_LATE = 1;
    private static final double AT_ONCE = 0.02; // of what it is late, in each frame
    private static final double LEARNT = 0.002;
    private static final double LEAST_PER_FRAME = 25e-6 * VoiceProcessor.SAMPLES;
    private static final double MOST_PER_FRAME = 400e-6 * VoiceProcessor.SAMPLES;

    private double slopes;
    private double left;
    private double perFrame; // samples

    void reset() {
        slopes = 0;
        left = 0;
        perFrame = 0;
    }

    /// A frame's echo was taken out.
    ///
    /// @param echo  what was taken out
    /// @param clean what is left
    /// @return by how many samples the loudspeaker's signal is to come later from the next frame on; mostly far below 1
    double next(float[] echo, float[] clean) {
        double energy = 0;
        double against = 0;
        double taken = 0;
        double rest = 0;
        for (int i = 1; i < echo.length - 1; i++) {
            double slope = (echo[i + 1] - echo[i - 1]) / 2;
            energy += slope * slope;
            against -= clean[i] * slope;
            taken += echo[i] * echo[i];
            rest += clean[i] * clean[i];
        }
        if (rest > MOST_REST * taken) { // the room is not learnt yet, or somebody speaks here
            return applied(0);
        }
        slopes = KEPT * slopes + energy;
        left = KEPT * left + against;
        if (slopes < AUDIBLE) {
            return applied(0);
        }
        double late = Math.clamp(left / slopes, -MOST_LATE, MOST_LATE);
        // a frame that says little about the room moves little
        double said = energy / (energy + (1 - KEPT) * slopes);
        perFrame = Math.clamp(perFrame + LEARNT * said * late, -MOST_PER_FRAME, MOST_PER_FRAME);
        return applied(AT_ONCE * said * late);
    }

    /// Clocks that hardly differ the filter follows better alone.
    private double applied(double atOnce) {
        return Math.abs(perFrame) < LEAST_PER_FRAME ? 0 : perFrame + atOnce;
    }
}

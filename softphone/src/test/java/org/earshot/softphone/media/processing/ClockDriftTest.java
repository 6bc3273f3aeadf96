package org.earshot.softphone.media.processing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClockDriftTest {
    private static final int FRAMES = 1_000;
    private static final int LAST = 200;
    private static final double LEARNT = 0.2; // in a frame
    private static final double LEVEL = 0.1;

    private final ClockDrift drift = new ClockDrift();
    private double followed; // samples

    /// A filter that learns a part of each change, and an echo that comes `perFrame` samples later with each frame.
    ///
    /// @param noise of who speaks here, as a part of the echo's level
    /// @return what is followed in the end, in samples of each frame
    private double pace(double perFrame, double noise) {
        Random random = new Random(5);
        double late = 0;
        double learnt = 0;
        double before = 0;
        for (int n = 0; n < FRAMES; n++) {
            late += perFrame;
            before = n == FRAMES - LAST ? followed : before;
            float[] echo = new float[VoiceProcessor.SAMPLES];
            float[] clean = new float[VoiceProcessor.SAMPLES];
            double phase = 0.1 * n;
            for (int i = 0; i < echo.length; i++) {
                double here = at(n * echo.length + i - followed - learnt, phase);
                double heard = at(n * echo.length + i - late, phase);
                echo[i] = (float) here;
                clean[i] = (float) (heard - here + noise * LEVEL * random.nextGaussian());
            }
            learnt += LEARNT * (late - followed - learnt);
            followed += drift.next(echo, clean);
        }
        return (followed - before) / LAST;
    }

    private static double at(double sample, double phase) {
        return LEVEL * (Math.sin(0.05 * sample + phase) + Math.sin(0.21 * sample));
    }

    @ParameterizedTest
    @ValueSource(doubles = {-200, -100, -50, 50, 100, 200})
    void aClockThatDiffersIsFollowed(double partsPerMillion) {
        double perFrame = partsPerMillion * 1e-6 * VoiceProcessor.SAMPLES;

        assertThat(pace(perFrame, 0)).isCloseTo(perFrame, within(5e-6 * VoiceProcessor.SAMPLES));
    }

    @Test
    void clocksThatAgreeMoveNothing() {
        assertThat(pace(0, 0.02)).isZero();
    }

    @Test
    void whoeverSpeaksHereMovesNothing() {
        assertThat(pace(0, 2)).isZero();
    }

    @Test
    void silenceMovesNothing() {
        float[] silent = new float[VoiceProcessor.SAMPLES];

        assertThat(drift.next(silent, silent)).isZero();
    }

    @Test
    void afterAResetItBeginsAnew() {
        pace(100e-6 * VoiceProcessor.SAMPLES, 0);
        drift.reset();
        float[] silent = new float[VoiceProcessor.SAMPLES];

        assertThat(drift.next(silent, silent)).isZero();
    }
}

package org.earshot.softphone.media.jitter;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TimeStretcherTest {
    private static final int LENGTH = TimeStretcher.WANTED;

    private final TimeStretcher stretcher = new TimeStretcher();

    /// A voice-like sound: ten harmonics.
    private static short[] voice(int period) {
        short[] samples = new short[2 * LENGTH];
        for (int i = 0; i < LENGTH; i++) {
            double sum = 0;
            for (int harmonic = 1; harmonic <= 10; harmonic++) {
                sum += Math.cos(2 * Math.PI * harmonic * i / period + harmonic) / harmonic;
            }
            samples[i] = (short) (6_000 * sum);
        }
        return samples;
    }

    private static int greatestStep(short[] samples, int length) {
        int greatest = 0;
        for (int i = 1; i < length; i++) {
            greatest = Math.max(greatest, Math.abs(samples[i] - samples[i - 1]));
        }
        return greatest;
    }

    @ParameterizedTest(name = "period of {0} samples")
    @ValueSource(ints = {150, 240, 377, 600})
    void aVoiceLosesOrGainsWholePeriodsAndNothingClicks(int period) {
        short[] samples = voice(period);
        int step = greatestStep(samples, LENGTH);

        int removed = stretcher.accelerate(samples, LENGTH, LENGTH, false);
        assertThat(removed).isPositive();
        assertThat(removed % period).isIn(0, 1, period - 1);
        assertThat(greatestStep(samples, LENGTH - removed)).isLessThanOrEqualTo(step + step / 10);

        samples = voice(period);
        int added = stretcher.expand(samples, LENGTH, LENGTH);
        assertThat(added).isPositive();
        assertThat(added % period).isIn(0, 1, period - 1);
        assertThat(greatestStep(samples, LENGTH + added)).isLessThanOrEqualTo(step + step / 10);
    }

    @Test
    void silenceMayBeCutAnywhere() {
        assertThat(stretcher.accelerate(new short[LENGTH], LENGTH, 333, false)).isEqualTo(333);
    }

    @Test
    void noiseIsLeftAlone() {
        Random random = new Random(3);
        short[] noise = new short[2 * LENGTH];
        for (int i = 0; i < LENGTH; i++) {
            noise[i] = (short) random.nextInt(-8_000, 8_000);
        }
        short[] before = noise.clone();

        assertThat(stretcher.accelerate(noise, LENGTH, LENGTH, false)).isZero();
        assertThat(noise).isEqualTo(before);
    }

    @Test
    void tooLittleSoundIsLeftAlone() {
        short[] samples = Arrays.copyOf(voice(240), 960);

        assertThat(stretcher.accelerate(samples, 480, 480, true)).isZero();
        assertThat(stretcher.expand(samples, 480, 480)).isZero();
    }
}

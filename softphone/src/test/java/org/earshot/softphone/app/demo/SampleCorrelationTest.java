package org.earshot.softphone.app.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

class SampleCorrelationTest {

    @Test
    void theSameSoundLaterAndQuieterIsTheSame() {
        short[] sent = noise(1, 48_000);
        short[] heard = new short[75_000];
        for (int i = 0; i < sent.length; i++) {
            heard[i + 3_331] = (short) (sent[i] / 2);
        }
        assertThat(SampleCorrelation.of(sent, heard, 12_000)).isCloseTo(1, within(0.01));
    }

    @Test
    void anotherSoundIsNot() {
        assertThat(SampleCorrelation.of(noise(1, 48_000), noise(2, 75_000), 12_000))
                .isLessThan(0.2);
    }

    @Test
    void silenceIsNothing() {
        assertThat(SampleCorrelation.of(noise(1, 48_000), new short[75_000], 12_000)).isZero();
    }

    @Test
    void aMissingHalfShows() {
        short[] sent = noise(3, 48_000);
        short[] heard = new short[75_000];
        System.arraycopy(sent, 0, heard, 4_000, 24_000);
        assertThat(SampleCorrelation.of(sent, heard, 12_000)).isCloseTo(0.5, within(0.1));
    }

    /// Noise with little above 3 kHz, as speech has.
    private static short[] noise(long seed, int length) {
        Random random = new Random(seed);
        short[] samples = new short[length];
        double smooth = 0;
        for (int i = 0; i < length; i++) {
            smooth = 0.9 * smooth + random.nextGaussian() * 1500;
            samples[i] = (short) Math.clamp(smooth, -32768, 32767);
        }
        return samples;
    }
}

package org.earshot.softphone.media.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.earshot.softphone.media.noise.Levels;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NoiseDecoderTest {
    private static final int LENGTH = 24_000;
    private static final int START = 4_800;

    private static short[] noise(int rate, int... octets) {
        byte[] payload = new byte[octets.length];
        for (int i = 0; i < octets.length; i++) {
            payload[i] = (byte) octets[i];
        }
        short[] pcm = new short[LENGTH];
        try (Decoder decoder = new NoiseDecoder(rate)) {
            assertThat(decoder.decode(payload, 0, payload.length, pcm, 0)).isEqualTo(480);
            for (int at = 480; at < LENGTH; at += 480) {
                decoder.conceal(pcm, at, 480);
            }
        }
        return pcm;
    }

    private static double level(short[] noise) {
        return Levels.dBov(noise, START, LENGTH - START);
    }

    /// Down to -90 dBov, below which 16 bits hold nothing.
    @ParameterizedTest(name = "{0} Hz")
    @ValueSource(ints = {8_000, 16_000})
    void whiteNoiseIsAsLoudAsWasSaid(int rate) {
        for (int level = 6; level <= 90; level++) {
            assertThat(level(noise(rate, level))).isCloseTo(-level, within(1.0));
        }
    }

    /// No sound but a square wave has the level of full scale: what is louder than its peaks can be is clipped.
    @ParameterizedTest(name = "-{0} dBov")
    @ValueSource(ints = {0, 1, 2, 3, 4, 5})
    void nearOverloadItIsNotLouder(int level) {
        assertThat(level(noise(8_000, level))).isBetween(-level - 3.5, -level + 0.5);
    }

    @ParameterizedTest(name = "-{0} dBov")
    @ValueSource(ints = {12, 20, 40, 60, 80})
    void colouredNoiseToo(int level) {
        short[] dull = noise(8_000, level, 20, 150, 110); // most of it below 1 kHz
        short[] sharp = noise(8_000, level, 200);

        assertThat(level(dull)).isCloseTo(-level, within(1.0));
        assertThat(alike(dull)).isGreaterThan(0.6);
        assertThat(alike(sharp)).isLessThan(-0.3);
    }

    /// The correlation of samples at 8 kHz with their neighbours.
    private static double alike(short[] noise) {
        double with = 0;
        double energy = 0;
        for (int i = START; i + 6 < LENGTH; i += 6) {
            with += noise[i] * (double) noise[i + 6];
            energy += noise[i] * (double) noise[i];
        }
        return with / energy;
    }

    @ParameterizedTest(name = "-{0} dBov")
    @ValueSource(ints = {105, 126, 127})
    void whatCannotBeHeardIsSilence(int level) {
        assertThat(level(noise(8_000, level))).isLessThan(-90);
    }

    @Test
    void anyPayloadButAnEmptyOneIsNoise() {
        Random random = new Random(13);
        short[] pcm = new short[2 * Codec.MAX_SAMPLES];
        try (Decoder decoder = new NoiseDecoder(16_000)) {
            assertThat(decoder.samplesIn(new byte[0], 0, 0)).isZero();
            assertThat(decoder.decode(new byte[0], 0, 0, pcm, 0)).isZero();
            for (int i = 0; i < 1_000; i++) {
                byte[] payload = new byte[1 + random.nextInt(1_400)];
                random.nextBytes(payload);
                assertThat(decoder.samplesIn(payload, 0, payload.length)).isEqualTo(480);
                assertThat(decoder.decode(payload, 0, payload.length, pcm, 0)).isEqualTo(480);
                decoder.conceal(pcm, 0, 480);
            }
        }
    }
}

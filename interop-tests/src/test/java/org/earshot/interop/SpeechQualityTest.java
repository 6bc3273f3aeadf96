package org.earshot.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class SpeechQualityTest {
    private static final int RATE = 48_000;
    private static final int FRAME = RATE / 50;

    private static short[] speech;

    @BeforeAll
    static void listen() throws IOException {
        speech = Arrays.copyOf(Recording.bothVoices(), 5 * RATE / 2);
    }

    @Test
    void whatIsTheSameIsPerfect() {
        SpeechQuality same = SpeechQuality.of(speech, speech);

        assertThat(same.nsim()).isCloseTo(1, within(1e-9));
        assertThat(same.mosLqo()).isCloseTo(5, within(0.01));
        assertThat(same.patches()).isBetween(3, 5);
        assertThat(same.lost()).isZero();
    }

    @Test
    void moreNoiseIsWorse() {
        double faint = SpeechQuality.of(speech, noisy(10)).nsim();
        double plain = SpeechQuality.of(speech, noisy(100)).nsim();
        double loud = SpeechQuality.of(speech, noisy(1_000)).nsim();

        assertThat(faint).isLessThan(0.999).isGreaterThan(plain);
        assertThat(plain).isGreaterThan(loud);
        assertThat(loud).isGreaterThan(SpeechQuality.of(speech, noise(3_000)).nsim());
    }

    @Test
    void moreHolesAreWorse() {
        double few = SpeechQuality.of(speech, withHoles(20)).nsim();
        double some = SpeechQuality.of(speech, withHoles(7)).nsim();
        double many = SpeechQuality.of(speech, withHoles(3)).nsim();

        assertThat(few).isLessThan(0.99).isGreaterThan(some);
        assertThat(some).isGreaterThan(many);
    }

    @Test
    void delayIsNoLossOfQuality() {
        short[] damaged = withHoles(10);

        assertThat(SpeechQuality.of(speech, delayed(damaged, 137)).nsim())
                .isCloseTo(SpeechQuality.of(speech, damaged).nsim(), within(0.02));
        assertThat(SpeechQuality.of(speech, delayed(speech, 137)).nsim()).isGreaterThan(0.99);
        assertThat(SpeechQuality.of(delayed(speech, 137), speech).nsim()).isGreaterThan(0.99);
    }

    @Test
    void loudnessIsNoLossOfQuality() {
        short[] damaged = withHoles(10);
        short[] soft = damaged.clone();
        for (int i = 0; i < soft.length; i++) {
            soft[i] = (short) (soft[i] / 3);
        }

        assertThat(SpeechQuality.of(speech, soft).nsim())
                .isCloseTo(SpeechQuality.of(speech, damaged).nsim(), within(0.02));
    }

    @Test
    void aPauseThatGrewIsForgiven() {
        // a jitter buffer that waits for 130 ms more from the middle on
        short[] stretched = delayed(speech, 130);
        System.arraycopy(speech, 0, stretched, 0, speech.length / 2);

        assertThat(SpeechQuality.of(speech, stretched).nsim()).isGreaterThan(0.85);
    }

    @Test
    void anotherSoundIsWorseThanBadSpeech() {
        short[] backwards = new short[speech.length];
        for (int i = 0; i < speech.length; i++) {
            backwards[i] = speech[speech.length - 1 - i];
        }
        double bad = SpeechQuality.of(speech, withHoles(3)).nsim();

        assertThat(SpeechQuality.of(speech, backwards).nsim()).isLessThan(bad);
        assertThat(SpeechQuality.of(speech, new short[speech.length]).nsim()).isLessThan(bad);
        assertThat(SpeechQuality.of(speech, new short[speech.length]).mosLqo()).isLessThan(2);
    }

    @Test
    void anySoundIsJudged() {
        Random random = new Random(1);
        for (int i = 0; i < 6; i++) {
            short[] said = noise(1 + random.nextInt(30_000), RATE + random.nextInt(RATE));
            short[] heard = noise(1 + random.nextInt(30_000), random.nextInt(2 * RATE) + 4_000);

            assertThat(SpeechQuality.of(said, heard).nsim()).isBetween(-1.0, 1.0);
        }
    }

    @Test
    void silenceHasNoQuality() {
        assertThatThrownBy(() -> SpeechQuality.of(new short[RATE], speech))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("no speech to compare");
        assertThatThrownBy(() -> SpeechQuality.of(Arrays.copyOf(speech, 100), speech))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> SpeechQuality.of(speech, new short[1]))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static short[] noise(int level) {
        return noise(level, speech.length);
    }

    private static short[] noise(int level, int length) {
        Random random = new Random(7);
        short[] noise = new short[length];
        for (int i = 0; i < length; i++) {
            noise[i] = (short) random.nextInt(-level, level + 1);
        }
        return noise;
    }

    private static short[] noisy(int level) {
        short[] noise = noise(level);
        for (int i = 0; i < noise.length; i++) {
            noise[i] = (short) Math.clamp(noise[i] + speech[i], -32_768, 32_767);
        }
        return noise;
    }

    /// Of so many packets of 20 ms one is missing, by chance.
    private static short[] withHoles(int oneOf) {
        Random random = new Random(3);
        short[] holes = speech.clone();
        for (int at = 0; at + FRAME <= holes.length; at += FRAME) {
            if (random.nextInt(oneOf) == 0) {
                Arrays.fill(holes, at, at + FRAME, (short) 0);
            }
        }
        return holes;
    }

    private static short[] delayed(short[] samples, int ms) {
        short[] delayed = new short[samples.length + ms * RATE / 1_000];
        System.arraycopy(samples, 0, delayed, delayed.length - samples.length, samples.length);
        return delayed;
    }
}

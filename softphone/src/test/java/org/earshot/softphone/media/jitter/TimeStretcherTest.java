package org.earshot.softphone.media.jitter;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TimeStretcherTest {
    private static final int LENGTH = TimeStretcher.WANTED;

    private static final int FRAME = 480;

    private final Background background = new Background();
    private final TimeStretcher stretcher = new TimeStretcher(background);

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

    /// Noise of which neighbouring samples are the more alike, the nearer `smooth` is to 1.
    private static short[] noise(Random random, double smooth, double loud) {
        short[] samples = new short[2 * LENGTH];
        double last = 0;
        for (int i = -LENGTH; i < LENGTH; i++) {
            last = smooth * last + Math.sqrt(1 - smooth * smooth) * random.nextGaussian();
            if (i >= 0) {
                samples[i] = (short) Math.round(loud * last);
            }
        }
        return samples;
    }

    private void hearTwoSecondsOf(Random random, double smooth, double loud) {
        for (int i = 0; i < 70; i++) {
            short[] noise = noise(random, smooth, loud);
            for (int at = 0; at < LENGTH; at += FRAME) {
                background.hear(Arrays.copyOfRange(noise, at, at + FRAME), FRAME);
            }
        }
    }

    @Test
    void noiseThatNobodyKnowsForTheBackgroundIsLeftAlone() {
        short[] noise = noise(new Random(3), 0, 3_000);
        short[] before = noise.clone();

        assertThat(stretcher.accelerate(noise, LENGTH, LENGTH, false)).isZero();
        assertThat(stretcher.expand(noise, LENGTH, LENGTH)).isZero();
        assertThat(noise).isEqualTo(before);
    }

    @Test
    void aHissOfSpeechIsLeftAlone() {
        Random random = new Random(4);
        hearTwoSecondsOf(random, 0, 300);
        short[] hiss = noise(random, 0, 1_200);
        short[] before = hiss.clone();

        assertThat(stretcher.accelerate(hiss, LENGTH, LENGTH, false)).isZero();
        assertThat(stretcher.expand(hiss, LENGTH, LENGTH)).isZero();
        assertThat(hiss).isEqualTo(before);
    }

    @Test
    void aFrameOfAHighVoiceIsEnough() {
        short[] samples = voice(200);
        int step = greatestStep(samples, LENGTH);

        assertThat(stretcher.expand(samples, FRAME, LENGTH)).isBetween(199, 201);
        assertThat(greatestStep(samples, FRAME + 199)).isLessThanOrEqualTo(step + step / 10);
    }

    @Test
    void aFrameOfSteadyNoiseIsEnough() {
        Random random = new Random(5);
        hearTwoSecondsOf(random, 0, 1_000);

        assertThat(stretcher.expand(noise(random, 0, 1_000), FRAME, LENGTH)).isPositive();
    }

    /// In each millisecond around the join, over a thousand joins.
    @ParameterizedTest(name = "each sample like the next by {0}")
    @ValueSource(doubles = {0, 0.7, 0.95})
    void steadyNoiseIsAsLoudAtTheJoinAsElsewhere(double smooth) {
        double loud = 1_000;
        Random random = new Random(6);
        hearTwoSecondsOf(random, smooth, loud);
        int length = LENGTH - 720;
        int joins = 0;
        double[] shorter = new double[length / 48];
        double[] longer = new double[LENGTH / 48];
        for (int i = 0; i < 1_000; i++) {
            short[] noise = noise(random, smooth, loud);
            joins += stretcher.accelerate(noise, LENGTH, 720, false) > 0 ? 1 : 0;
            add(noise, shorter);
            noise = noise(random, smooth, loud);
            joins += stretcher.expand(noise, LENGTH, 720) > 0 ? 1 : 0;
            add(noise, longer);
        }

        assertThat(joins).as("of 2,000").isGreaterThan(1_600);
        assertThat(Arrays.stream(shorter).boxed())
                .allSatisfy(sum -> assertThat(decibels(sum, loud)).isBetween(-1., 1.));
        assertThat(Arrays.stream(longer).boxed())
                .allSatisfy(sum -> assertThat(decibels(sum, loud)).isBetween(-1., 1.));
    }

    private static void add(short[] samples, double[] sums) {
        for (int ms = 0; ms < sums.length; ms++) {
            sums[ms] += Background.meanSquare(samples, 48 * ms, 48) / 1_000;
        }
    }

    private static double decibels(double meanSquare, double loud) {
        return 10 * Math.log10(meanSquare / (loud * loud));
    }

    @Test
    void tooLittleSoundIsLeftAlone() {
        short[] samples = Arrays.copyOf(voice(240), 960);

        assertThat(stretcher.accelerate(samples, 300, 300, true)).isZero();
        assertThat(stretcher.expand(samples, 300, 300)).isZero();
    }
}

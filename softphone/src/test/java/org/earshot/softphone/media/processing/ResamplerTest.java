package org.earshot.softphone.media.processing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ResamplerTest {
    private static final double AMPLITUDE = 10_000;

    private static short[] sine(int rate, double frequency, int samples) {
        short[] sine = new short[samples];
        for (int i = 0; i < samples; i++) {
            sine[i] = (short) Math.round(AMPLITUDE * Math.sin(2 * Math.PI * frequency * i / rate));
        }
        return sine;
    }

    private static short[] resampled(short[] in, int from, int to, int width) {
        var resampler = new Resampler(from, to, width, in.length);
        short[] out = new short[resampler.maxOutput(in.length)];
        return Arrays.copyOf(out, resampler.process(in, 0, in.length, out, 0));
    }

    /// Of a sine of this frequency, and of everything else, in dB relative to the sine that went in; the ends are left out.
    private static double[] levels(short[] samples, int rate, double frequency) {
        double sine = 0;
        double cosine = 0;
        double energy = 0;
        int from = samples.length / 4;
        int count = samples.length / 2;
        for (int i = from; i < from + count; i++) {
            double angle = 2 * Math.PI * frequency * i / rate;
            sine += samples[i] * Math.sin(angle);
            cosine += samples[i] * Math.cos(angle);
            energy += samples[i] * (double) samples[i];
        }
        double tone = 2 * (sine * sine + cosine * cosine) / count;
        double reference = AMPLITUDE * AMPLITUDE / 2 * count;
        return new double[] {
            10 * Math.log10(tone / reference),
            10 * Math.log10(Math.max(energy - tone, 1) / reference)
        };
    }

    @ParameterizedTest(name = "{2} Hz from {0} to {1} Hz")
    @CsvSource({
        "48000, 8000, 300, 20",
        "48000, 8000, 1000, 20",
        "48000, 8000, 3200, 20",
        "8000, 48000, 1000, 20",
        "8000, 48000, 3200, 20",
        "44100, 48000, 1000, 48",
        "44100, 48000, 18000, 48",
        "16000, 48000, 7000, 48",
        "96000, 48000, 10000, 48"
    })
    void aToneInThePassBandStaysAsItIs(int from, int to, double frequency, int width) {
        double[] levels =
                levels(resampled(sine(from, frequency, from), from, to, width), to, frequency);

        assertThat(levels[0]).isBetween(-0.5, 0.5);
        assertThat(levels[1]).as("noise and images").isLessThan(-55);
    }

    @ParameterizedTest(name = "{0} Hz")
    @CsvSource({"4400", "5000", "7000", "12000", "20000"})
    void whatEightKilohertzCannotHoldDoesNotComeBackAsAnAlias(double frequency) {
        short[] out = resampled(sine(48_000, frequency, 48_000), 48_000, 8_000, Resampler.SPEECH);

        double energy = 0;
        for (int i = 2_000; i < 6_000; i++) {
            energy += out[i] * (double) out[i];
        }
        assertThat(10 * Math.log10((energy + 1) / (AMPLITUDE * AMPLITUDE / 2 * 4_000)))
                .isLessThan(-50);
    }

    @Test
    void tenMillisecondsGiveTenMillisecondsWhateverTheBlocks() {
        short[] in = sine(48_000, 440, 4_800);
        short[] whole = resampled(in, 48_000, 8_000, Resampler.SPEECH);
        var resampler = new Resampler(48_000, 8_000, Resampler.SPEECH, 480);
        short[] parts = new short[800];

        for (int i = 0; i < 10; i++) {
            assertThat(resampler.process(in, i * 480, 480, parts, i * 80)).isEqualTo(80);
        }

        assertThat(parts).isEqualTo(whole);
    }

    @Test
    void aLoudSignalIsLimitedAndDoesNotWrapAround() {
        short[] square = new short[4_800];
        for (int i = 0; i < square.length; i++) {
            square[i] = i / 60 % 2 == 0 ? Short.MAX_VALUE : Short.MIN_VALUE;
        }

        short[] out = resampled(square, 48_000, 8_000, Resampler.SPEECH);

        // filtered, each half wave overshoots its edges; wrapped around, it would change its sign
        // there
        for (int i = 60; i < 700; i++) {
            int inHalfWave = (i - 20) % 10;
            if (inHalfWave >= 2 && inHalfWave <= 8) {
                assertThat(Math.abs(out[i])).isGreaterThan(20_000);
            }
        }
    }

    @Test
    void ratesOutOfRangeAreRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Resampler(0, 48_000, 20, 480));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Resampler(Integer.MAX_VALUE, 48_000, 20, 480));
    }
}

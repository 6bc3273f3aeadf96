package org.earshot.softphone.media.noise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.earshot.softphone.media.Speech;
import org.earshot.softphone.media.noise.SilenceSuppression.Sent;
import org.earshot.softphone.media.processing.Resampler;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SilenceSuppressionTest {
    private static final int PACKET = 960;
    private static final int SECOND = 50; // packets

    private final SilenceSuppression suppression = new SilenceSuppression(8_000);
    private final Random random = new Random(3_389);

    private List<Sent> packets(short[] pcm) {
        return IntStream.range(0, pcm.length / PACKET)
                .mapToObj(i ->
                        suppression.decide(
                                Arrays.copyOfRange(pcm, i * PACKET, (i + 1) * PACKET), PACKET))
                .toList();
    }

    /// White up to 4 kHz, in dBov.
    private short[] noise(double level, int packets) {
        short[] narrow = new short[packets * PACKET / 6];
        double scale = 32_768 * Math.pow(10, level / 20);
        for (int i = 0; i < narrow.length; i++) {
            narrow[i] = (short) Math.round(random.nextGaussian() * scale);
        }
        short[] pcm = new short[packets * PACKET + 6];
        new Resampler(8_000, 48_000, Resampler.FINE, narrow.length)
                .process(narrow, 0, narrow.length, pcm, 0);
        return Arrays.copyOf(pcm, packets * PACKET);
    }

    private NoiseModel told() {
        byte[] payload = new byte[NoiseModel.MAX_PAYLOAD];
        NoiseModel model = new NoiseModel();
        model.read(payload, 0, suppression.write(payload, 0));
        return model;
    }

    @Test
    void steadyNoiseIsDescribedOnceASecond() {
        List<Sent> sent = packets(noise(-60, 4 * SECOND));

        assertThat(sent.subList(0, 25)).as("not known yet").containsOnly(Sent.SOUND);
        assertThat(sent.subList(SECOND, 4 * SECOND)).doesNotContain(Sent.SOUND);
        assertThat(sent.stream().filter(Sent.NOISE::equals)).hasSizeBetween(3, 5);
    }

    @ParameterizedTest(name = "{0} dBov")
    @ValueSource(ints = {-70, -60, -50, -42})
    void theLevelIsToldAsItIs(int level) {
        short[] noise = noise(level, 3 * SECOND);
        packets(noise);

        double actual = Levels.dBov(noise, PACKET, noise.length - PACKET);
        assertThat((double) -told().level()).isCloseTo(actual, within(1.2));
    }

    @Test
    void dullNoiseIsToldAsDull() {
        short[] noise = noise(-40, 3 * SECOND);
        for (int i = 12; i < noise.length; i++) {
            noise[i] = (short) (0.95 * noise[i - 1] + 0.05 * noise[i]);
        }
        packets(noise);

        NoiseModel model = told();
        assertThat(model.order()).isEqualTo(10);
        assertThat(model.reflection(0)).isLessThan(-0.5);
        NoiseGenerator generator = new NoiseGenerator();
        generator.become(model);
        short[] heard = new short[8_000];
        generator.generate(heard, 0, heard.length);
        assertThat(Levels.dBov(heard, 800, 7_200)).isCloseTo(-model.level(), within(1.0));
    }

    @Test
    void ofTheMutedMicrophoneItIsToldThatNothingIsHeard() {
        List<Sent> sent = packets(new short[PACKET * 10]);

        assertThat(sent.getFirst()).isEqualTo(Sent.NOISE);
        assertThat(sent.subList(1, 10)).containsOnly(Sent.NOTHING);
        assertThat(told().level()).isEqualTo(NoiseModel.SILENT);
    }

    @Test
    void noiseThatBecomesQuieterIsToldSoon() {
        packets(noise(-55, 3 * SECOND));
        assertThat(told().level()).isBetween(54, 57);

        packets(noise(-65, 25));

        assertThat(told().level()).isBetween(63, 67);
    }

    /// It is sound at first: it might be speech.
    @Test
    void noiseThatBecomesLouderIsToldWhenItHasLastedForTwoSeconds() {
        packets(noise(-65, 3 * SECOND));
        assertThat(packets(noise(-50, SECOND))).containsOnly(Sent.SOUND);
        assertThat(packets(noise(-50, 2 * SECOND))).contains(Sent.NOISE);

        assertThat(told().level()).isBetween(49, 52);
    }

    /// Next to nothing of what she says is left out, and half of the silence is.
    @Test
    void speechInNoiseIsSent() {
        short[] speech = Speech.alice(4_000);
        short[] noise = noise(-65, 10 * SECOND);
        short[] both = noise.clone();
        for (int i = 0; i < speech.length; i++) {
            both[3 * SECOND * PACKET + i] += (short) (speech[i] / 2);
        }

        List<Sent> sent = packets(both);

        double all = 0;
        double suppressed = 0;
        for (int i = 0; i < speech.length; i++) {
            double energy = speech[i] * (double) speech[i];
            all += energy;
            suppressed += sent.get(3 * SECOND + i / PACKET) == Sent.SOUND ? 0 : energy;
        }
        assertThat(suppressed / all).isLessThan(0.001);
        assertThat(sent.subList(8 * SECOND, 10 * SECOND)).doesNotContain(Sent.SOUND);
    }

    @Test
    void aSteadyToneIsNoBackground() {
        short[] tone = new short[10 * SECOND * PACKET];
        for (int i = 0; i < tone.length; i++) {
            tone[i] = (short) (3_000 * Math.sin(2 * Math.PI * 425 * i / 48_000));
        }

        assertThat(packets(tone)).containsOnly(Sent.SOUND);
    }

    @Test
    void decidingMakesNoGarbage() {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        short[] noise = noise(-60, 1);
        byte[] payload = new byte[NoiseModel.MAX_PAYLOAD];
        run(noise, payload);
        long before = threads.getCurrentThreadAllocatedBytes();

        run(noise, payload);

        assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(300);
    }

    private void run(short[] pcm, byte[] payload) {
        for (int i = 0; i < 300; i++) {
            if (suppression.decide(pcm, PACKET) == Sent.NOISE) {
                suppression.write(payload, 0);
            }
        }
    }
}

package org.earshot.softphone.media.noise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NoiseModelTest {
    private final NoiseModel model = new NoiseModel();

    private boolean read(int... octets) {
        byte[] payload = new byte[octets.length];
        for (int i = 0; i < octets.length; i++) {
            payload[i] = (byte) octets[i];
        }
        return model.read(payload, 0, payload.length);
    }

    /// RFC 3389 §3.1: the upper bit is unused.
    @ParameterizedTest
    @CsvSource({"0, 0", "1, 1", "64, 64", "127, 127", "128, 0", "255, 127"})
    void theFirstOctetIsTheLevel(int octet, int level) {
        assertThat(read(octet)).isTrue();
        assertThat(model.level()).isEqualTo(level);
        assertThat(model.order()).isZero();
    }

    /// RFC 3389 §3.2. What is nearer to 1 would ring for seconds; 255 is reserved.
    @ParameterizedTest
    @CsvSource({
        "127, 0",
        "128, 0.00787",
        "126, -0.00787",
        "191, 0.504",
        "0, -0.98",
        "254, 0.98",
        "255, 0"
    })
    void theOthersAreReflectionCoefficients(int octet, double coefficient) {
        read(40, 127, octet);

        assertThat(model.order()).isEqualTo(2);
        assertThat(model.reflection(1)).isCloseTo(coefficient, within(0.0005));
    }

    @Test
    void anEmptyPayloadSaysNothing() {
        read(40, 100);

        assertThat(read()).isFalse();
        assertThat(model.level()).isEqualTo(40);
        assertThat(model.order()).isOne();
    }

    @Test
    void whatIsWrittenIsRead() {
        byte[] payload = new byte[NoiseModel.MAX_PAYLOAD];
        model.level(52);
        model.add(-0.7);
        model.add(0.31);
        assertThat(model.write(payload, 3)).isEqualTo(3);

        NoiseModel other = new NoiseModel();
        assertThat(other.read(payload, 3, 3)).isTrue();

        assertThat(other.level()).isEqualTo(52);
        assertThat(other.reflection(0)).isCloseTo(-0.7, within(0.004));
        assertThat(other.reflection(1)).isCloseTo(0.31, within(0.004));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 10, 25, 26, 200, 1_500})
    void aPayloadCutAnywhereIsUnderstoodAsFarAsItGoes(int length) {
        byte[] payload = new byte[length];
        new Random(length).nextBytes(payload);

        assertThat(model.read(payload, 0, length)).isTrue();

        assertThat(model.order()).isEqualTo(Math.min(length - 1, NoiseModel.MAX_ORDER));
    }

    @Test
    void randomOctetsMakeNoNoiseThatGrows() {
        Random random = new Random(3_389);
        NoiseGenerator generator = new NoiseGenerator();
        short[] noise = new short[400];
        for (int i = 0; i < 2_000; i++) {
            byte[] payload = new byte[random.nextInt(40)];
            random.nextBytes(payload);
            if (payload.length > 0) {
                payload[0] = (byte) (payload[0] | 32); // -32 dBov or less
            }
            model.read(payload, 0, payload.length);
            generator.become(model);
            generator.generate(noise, 0, noise.length);
            generator.reset();
            generator.generate(noise, 0, noise.length);
            assertThat(Levels.dBov(noise, 0, noise.length)).isLessThan(-22);
        }
    }
}

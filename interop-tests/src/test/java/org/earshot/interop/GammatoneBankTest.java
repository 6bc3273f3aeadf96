package org.earshot.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class GammatoneBankTest {
    private static final int RATE = 16_000;

    private final GammatoneBank bank = new GammatoneBank(RATE, 21, 50, 8_000);

    @Test
    void frequenciesAreEvenOnTheScaleOfAnEar() {
        double[] hertz = bank.hertz();

        assertThat(hertz[0]).isCloseTo(50, within(1e-6));
        for (int band = 1; band < 20; band++) {
            double step = erbs(hertz[band]) - erbs(hertz[band - 1]);
            assertThat(step).isCloseTo(erbs(hertz[20]) - erbs(hertz[19]), within(1e-9));
        }
        assertThat(hertz[20]).isBetween(6_000.0, 7_900.0);
    }

    @Test
    void aFilterLetsItsOwnFrequencyThrough() {
        double[] hertz = bank.hertz();
        for (int band = 3; band < 21; band++) {
            double[] levels = bank.levels(tone(hertz[band]));

            assertThat(levels[band]).isCloseTo(Math.sqrt(0.5), within(0.02));
            for (int other = 0; other < 21; other++) {
                assertThat(levels[other]).isLessThanOrEqualTo(levels[band]);
                if (Math.abs(other - band) > 4) {
                    assertThat(levels[other]).isLessThan(0.02);
                }
            }
        }
    }

    private static double erbs(double hertz) {
        return 9.26449 * Math.log(1 + hertz / (24.7 * 9.26449));
    }

    private static double[] tone(double hertz) {
        double[] tone = new double[2 * RATE];
        for (int i = 0; i < tone.length; i++) {
            tone[i] = Math.sin(2 * Math.PI * hertz * i / RATE);
        }
        return tone;
    }
}

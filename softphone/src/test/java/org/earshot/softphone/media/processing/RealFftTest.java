package org.earshot.softphone.media.processing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

class RealFftTest {
    private static final int SIZE = 64;

    private final RealFft fft = new RealFft(SIZE);
    private final float[] samples = new float[SIZE];
    private final float[] re = new float[fft.bins()];
    private final float[] im = new float[fft.bins()];

    RealFftTest() {
        Random random = new Random(4);
        for (int i = 0; i < SIZE; i++) {
            samples[i] = (float) random.nextGaussian();
        }
    }

    @Test
    void itIsTheFourierTransform() {
        fft.forward(samples, re, im);

        for (int k = 0; k < fft.bins(); k++) {
            double expectedRe = 0;
            double expectedIm = 0;
            for (int i = 0; i < SIZE; i++) {
                expectedRe += samples[i] * Math.cos(2 * Math.PI * i * k / SIZE);
                expectedIm -= samples[i] * Math.sin(2 * Math.PI * i * k / SIZE);
            }
            assertThat((double) re[k]).as("bin %d", k).isCloseTo(expectedRe, within(1e-4));
            assertThat((double) im[k]).as("bin %d", k).isCloseTo(expectedIm, within(1e-4));
        }
    }

    @Test
    void theInverseBringsTheSamplesBack() {
        float[] back = new float[SIZE];
        fft.forward(samples, re, im);
        fft.inverse(re, im, back);

        for (int i = 0; i < SIZE; i++) {
            assertThat(back[i]).isCloseTo(samples[i], within(1e-5f));
        }
    }

    @Test
    void otherLengthsAreRefused() {
        assertThatThrownBy(() -> new RealFft(48)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new RealFft(2)).isInstanceOf(IllegalArgumentException.class);
    }
}

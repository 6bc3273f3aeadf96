package org.earshot.softphone.media;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class EncoderEffortTest {
    private final EncoderEffort effort = new EncoderEffort();

    /// @param share of the time that the audio lasts
    private int seconds(int count, double share) {
        int complexity = 0;
        for (int i = 0; i < count * 50; i++) {
            complexity = effort.after((long) (share * 20_000_000), 20);
        }
        return complexity;
    }

    @Test
    void whoHasTimeTriesHard() {
        assertThat(seconds(600, 0.01)).isEqualTo(EncoderEffort.BEST);
        assertThat(seconds(600, 0.1)).isEqualTo(EncoderEffort.BEST);
    }

    @Test
    void whoIsTooSlowTriesLessHardWithinSecondsAndNeverWithoutRedundancy() {
        assertThat(seconds(2, 0.4)).isEqualTo(4);
        assertThat(seconds(4, 0.4)).isEqualTo(2);
        assertThat(seconds(100, 2.0)).isEqualTo(EncoderEffort.LEAST);
    }

    @Test
    void oneSlowSecondIsNone() {
        seconds(1, 0.9);
        assertThat(seconds(1, 0.01)).isEqualTo(EncoderEffort.BEST);
        assertThat(seconds(1, 0.9)).isEqualTo(EncoderEffort.BEST);
    }

    @Test
    void itTriesHarderAgainWhenThereHasBeenTimeForAWhile() {
        seconds(10, 0.4);
        assertThat(seconds(19, 0.01)).isEqualTo(2);
        assertThat(seconds(1, 0.01)).isEqualTo(3);
        assertThat(seconds(40, 0.01)).isEqualTo(EncoderEffort.BEST);
    }

    @Test
    void whatIsNeitherTooLongNorShortChangesNothing() {
        seconds(2, 0.4);
        assertThat(seconds(600, 0.1)).isEqualTo(4);
    }

    @Test
    void whateverIsMeasuredStaysInItsBounds() {
        Random random = new Random(6_716);
        for (int i = 0; i < 100_000; i++) {
            int complexity =
                    effort.after(random.nextLong(60_000_000), 10 * (1 + random.nextInt(6)));
            assertThat(complexity).isBetween(EncoderEffort.LEAST, EncoderEffort.BEST);
        }
    }
}

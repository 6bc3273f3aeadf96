package org.earshot.softphone.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.earshot.softphone.media.RecentLoss.Counts;
import org.earshot.softphone.media.RecentLoss.Window;
import org.junit.jupiter.api.Test;

class RecentLossTest {

    private static final long SECOND = 1_000_000_000L;

    private final RecentLoss recent = new RecentLoss(0);
    private long seconds;
    private long expected;
    private long missing;
    private long gaps;

    private Window second(int lost, int inGaps) {
        seconds++;
        expected += 50;
        missing += lost;
        gaps += inGaps;
        return recent.until(new Counts(seconds * SECOND, expected, missing, gaps));
    }

    @Test
    void withoutLossThereIsNone() {
        assertThat(second(0, 0)).isEqualTo(new Window(0, 1));
    }

    @Test
    void whatWasLostCountsForTenSeconds() {
        assertThat(second(25, 25).percent()).isEqualTo(50);
        for (int i = 0; i < 9; i++) {
            second(0, 0);
        }
        assertThat(second(0, 0).percent()).isLessThan(5.1);
        assertThat(second(0, 0)).isEqualTo(new Window(0, 1));
    }

    // the mean gap is 1 / (1 - p) packets long when p of them are lost at random
    @Test
    void lossAtRandomHasABurstRatioOfOne() {
        Window window = second(10, 8);
        assertThat(window.percent()).isEqualTo(20);
        assertThat(window.burstRatio()).isCloseTo(1, within(1e-9));
    }

    @Test
    void lossInRowsHasMore() {
        assertThat(second(10, 2).burstRatio()).isCloseTo(4, within(1e-9));
    }

    @Test
    void askedOftenItIsStillTenSeconds() {
        for (int i = 1; i <= 100; i++) {
            recent.until(new Counts(i * SECOND / 10, 5L * i, 1, 1));
        }
        Window window = recent.until(new Counts(12 * SECOND, 600, 1, 1));
        assertThat(window).isEqualTo(new Window(0, 1));
    }

    @Test
    void aPacketThatComesOutOfOrderTakesBackWhatWasCounted() {
        second(2, 2);
        assertThat(second(-2, 0)).isEqualTo(new Window(0, 1));
    }
}

package org.earshot.softphone.media.jitter;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.IntUnaryOperator;
import org.junit.jupiter.api.Test;

class DelayEstimatorTest {
    private static final int MS = 48;

    private final DelayEstimator estimator = new DelayEstimator(JitterSettings.DEFAULT);
    private int tick;

    /// Packets of 10 ms for so many seconds, each later by a number of ticks.
    private int targetAfter(int seconds, IntUnaryOperator lateTicks) {
        for (int i = 0; i < 100 * seconds; i++) {
            estimator.arrived(tick + lateTicks.applyAsInt(i), 480L * tick);
            estimator.tick();
            tick++;
        }
        return estimator.target() / MS;
    }

    @Test
    void beginsWithTheStartDelay() {
        assertThat(estimator.target()).isEqualTo(40 * MS);
    }

    @Test
    void aSteadyNetworkNeedsTheLeast() {
        assertThat(targetAfter(1, i -> 0)).isEqualTo(10);
    }

    @Test
    void theTargetCoversTheGreatestDelaysThatComeOftenEnough() {
        assertThat(targetAfter(3, i -> i % 7 == 0 ? 6 : 0)).isEqualTo(60);
    }

    @Test
    void aBadFirstSecondIsSoonForgotten() {
        assertThat(targetAfter(1, i -> i % 10)).isEqualTo(90);
        assertThat(targetAfter(6, i -> 0)).isEqualTo(10);
    }

    @Test
    void aNetworkThatBecameSlowerForGoodIsTheNewNormal() {
        targetAfter(2, i -> 0);
        targetAfter(3, i -> 8);

        assertThat(estimator.delayAt(tick + 8, 480L * tick)).isZero();
    }

    @Test
    void whatNoTargetCouldCoverIsNotLearnt() {
        assertThat(targetAfter(2, i -> i == 30 ? 100 : 0)).isEqualTo(10);
    }

    @Test
    void aBadSpellIsForgottenSoonHoweverLongItWas() {
        assertThat(targetAfter(60, i -> i % 7)).isEqualTo(60);

        assertThat(targetAfter(4, i -> 0)).isEqualTo(10);
    }

    @Test
    void whereGapsComeAgainAndAgainThePacketBehindEachIsWaitedFor() {
        targetAfter(5, i -> 0);
        for (int gap = 0; gap < 3; gap++) {
            estimator.missed(20 * MS);
            targetAfter(1, i -> 0);
        }
        assertThat(estimator.target()).isEqualTo(30 * MS);

        assertThat(targetAfter(4, i -> 0)).as("no gap any more").isEqualTo(10);
    }
}

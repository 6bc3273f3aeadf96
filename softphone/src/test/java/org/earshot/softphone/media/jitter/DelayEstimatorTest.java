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
            estimator.arrived(480L * (tick + lateTicks.applyAsInt(i)), 480L * tick);
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
        assertThat(estimator.target()).as("no reason to wait for longer").isEqualTo(10 * MS);
    }

    @Test
    void theJitterOfBeforeIsKnownOnASlowerNetworkToo() {
        assertThat(targetAfter(60, i -> i % 4)).isEqualTo(30);

        assertThat(targetAfter(3, i -> 20 + i % 4)).isEqualTo(30);
        assertThat(targetAfter(1, i -> 20)).as("and not forgotten at once").isEqualTo(30);
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
    void aNetworkThatHasChangedIsFollowedAtOnce() {
        targetAfter(60, i -> 0);

        for (int i = 0; i < 30; i++) {
            estimator.arrived(480L * (tick + i % 5), 480L * tick);
            estimator.tick();
            tick++;
        }

        assertThat(estimator.target()).isEqualTo(40 * MS);
        assertThat(targetAfter(5, i -> i % 5)).as("and it stays so").isEqualTo(40);
        assertThat(targetAfter(4, i -> 0)).as("until it is over").isEqualTo(10);
    }

    /// What was held up for 200 ms comes at once: ten packets too late, and no reason to expect more.
    @Test
    void aBurstIsNoChange() {
        targetAfter(60, i -> 0);

        assertThat(targetAfter(1, i -> i >= 30 && i < 50 ? 50 - i : 0)).isEqualTo(10);
        assertThat(targetAfter(1, i -> i == 30 ? 5 : 0)).isEqualTo(10);
    }

    /// The target in samples after three seconds in which every packet comes so many samples after a tick.
    private int targetAt(int phase, int jitter) {
        for (int i = 0; i < 300; i++) {
            long late = i % 2 == 0 ? phase : phase + (long) jitter;
            estimator.arrived(480L * tick + late, 480L * tick);
            estimator.tick();
            tick++;
        }
        return estimator.target();
    }

    @Test
    void waitingForATickThatComesAnywayIsDelayEnough() {
        assertThat(targetAt(100, 0)).as("380 samples to the tick").isEqualTo(380);
        assertThat(targetAt(400, 0)).as("80 samples are too few").isEqualTo(560);
    }

    @Test
    void whatPacketsAreLateByIsWithinTheTarget() {
        assertThat(targetAt(40, 360)).as("80 samples before the tick").isEqualTo(440);
        assertThat(targetAt(40, 400)).as("40 of them, and who knows").isEqualTo(440 + 480);
    }

    @Test
    void aPhaseThatTremblesDoesNotMoveTheTarget() {
        assertThat(targetAt(240, 0)).isEqualTo(240);
        assertThat(targetAt(300, 0)).as("a little later, to and fro").isEqualTo(240);
        assertThat(targetAt(240, 0)).isEqualTo(240);
        assertThat(targetAt(380, 0)).as("later for good").isEqualTo(580);
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

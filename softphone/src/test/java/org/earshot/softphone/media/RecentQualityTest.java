package org.earshot.softphone.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.earshot.softphone.media.RecentQuality.Recent;
import org.earshot.softphone.media.jitter.JitterStatistics;
import org.earshot.softphone.media.rtp.LossPattern.Seen;
import org.junit.jupiter.api.Test;

class RecentQualityTest {

    private static final long SECOND = 1_000_000_000L;

    private final RecentQuality recent = new RecentQuality(0);
    private long packets;
    private long missing;
    private long runs;
    private int second;

    private Recent pass(int seconds, int missingEach, int runsEach) {
        Recent last = recent.at(second * SECOND, packets - missing, counted(), true);
        for (int i = 0; i < seconds; i++) {
            packets += 50;
            missing += missingEach;
            runs += runsEach;
            last = recent.at(++second * SECOND, packets - missing, counted(), true);
        }
        return last;
    }

    private JitterStatistics counted() {
        return new JitterStatistics(
                0,
                0,
                0,
                0,
                0,
                0,
                0,
                0,
                0,
                0,
                0,
                0,
                0,
                0,
                0,
                0,
                new Seen(packets, missing, runs, 0, 0, 0, false));
    }

    @Test
    void aBadSpellIsForgottenAfterTenSeconds() {
        assertThat(pass(100, 0, 0).lossPercent()).isZero();
        assertThat(pass(5, 10, 5).lossPercent()).isCloseTo(10, within(0.01));
        assertThat(pass(9, 0, 0).lossPercent()).isCloseTo(2, within(0.01));
        assertThat(pass(1, 0, 0).lossPercent()).isZero();
    }

    @Test
    void whoAsksOnceHearsOfTheCallSoFar() {
        packets = 200;
        missing = 10;
        runs = 10;
        assertThat(recent.at(4 * SECOND, 190, counted(), true).lossPercent())
                .isCloseTo(5, within(0.01));
    }

    @Test
    void lossesInRunsAreABurst() {
        assertThat(pass(12, 10, 2).burstRatio()).isCloseTo(4, within(0.01));
        assertThat(pass(12, 10, 10).burstRatio()).isEqualTo(1);
    }

    @Test
    void nothingAtAllIsSilence() {
        pass(20, 0, 0);
        second += 2;
        assertThat(recent.at(second * SECOND, packets, counted(), true).silent()).isFalse();
        second += 9;
        assertThat(recent.at(second * SECOND, packets, counted(), true).silent()).isTrue();
    }

    @Test
    void whoIsOnHoldIsNotSilent() {
        pass(20, 10, 10);
        second += 20;
        assertThat(recent.at(second * SECOND, packets, counted(), false))
                .isEqualTo(new Recent(0, 1, false));
        assertThat(pass(1, 0, 0).lossPercent()).isZero();
    }
}

package org.earshot.softphone.media;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A peer that counts as RFC 3611 §4.7.1 says; 250 packets between two reports, as at 20 ms each.
class DiscardEstimateTest {
    private static final int PACKETS = 250;
    private static final int HOUR = 720; // reports

    private final DiscardEstimate estimate = new DiscardEstimate();
    private long sent;
    private double discarded;

    private double report(double percent) {
        sent += PACKETS;
        discarded += percent / 100 * PACKETS;
        return estimate.onReport((int) (256 * discarded / sent), sent);
    }

    private double reports(int count, double percent) {
        double last = 0;
        for (int i = 0; i < count; i++) {
            last = report(percent);
        }
        return last;
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 0.3, 2, 10, 50, 100})
    void whatIsTheSameAllTheTimeIsTold(double percent) {
        for (int i = 0; i < HOUR; i++) {
            assertThat(report(percent)).isBetween(percent - 0.5, percent + 0.01);
        }
    }

    @Test
    void aBadSpellShowsAtOnceInTheFirstMinutes() {
        reports(24, 0);
        assertThat(report(20)).isBetween(5.0, 20.0);
        assertThat(report(20)).isBetween(10.0, 20.0);
        assertThat(reports(3, 20)).isBetween(15.0, 21.0);
    }

    @Test
    void aBadSpellShowsAfterHalfAMinuteWhenTheCallIsTenMinutesOld() {
        reports(120, 0);
        assertThat(reports(6, 50)).isBetween(20.0, 60.0);
    }

    @Test
    void whatIsOverIsOverSoon() {
        reports(12, 20);
        assertThat(reports(4, 0)).isLessThan(2);
        assertThat(reports(8, 0)).isLessThan(1);
    }

    @Test
    void whatIsOverIsOverWithinMinutesWhenTheCallIsTenMinutesOld() {
        reports(96, 0);
        reports(12, 20);
        assertThat(reports(12, 0)).isLessThan(10);
        assertThat(reports(36, 0)).isLessThan(2);
    }

    /// A step of a 256th is 700 packets after an hour: it isn't taken for a bad spell.
    @Test
    void aFewNowAndThenAreNoAlarm() {
        double most = 0;
        for (int i = 0; i < 2 * HOUR; i++) {
            most = Math.max(most, report(i % 10 == 0 ? 4 : 0));
        }
        assertThat(most).isLessThan(4);
    }

    @Test
    void whoSendsNothingLosesNothing() {
        reports(3, 30);
        assertThat(estimate.onReport(76, sent)).isZero();
    }

    @Test
    void nonsenseIsAPercentage() {
        for (int rate : new int[] {255, 0, 255, 300, -1, 77}) {
            sent += 3;
            assertThat(estimate.onReport(rate, sent)).isBetween(0.0, 100.0);
        }
    }
}

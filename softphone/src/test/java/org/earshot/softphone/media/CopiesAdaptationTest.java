package org.earshot.softphone.media;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalDouble;
import org.earshot.softphone.media.ReportedLoss.Loss;
import org.junit.jupiter.api.Test;

class CopiesAdaptationTest {
    private final CopiesAdaptation copies = new CopiesAdaptation();

    private boolean report(double percent, double beyondRepair) {
        copies.onReport(new Loss(percent, OptionalDouble.of(beyondRepair)), true);
        return copies.wanted();
    }

    private boolean report(double percent) {
        copies.onReport(new Loss(percent, OptionalDouble.empty()), true);
        return copies.wanted();
    }

    @Test
    void whatTheCodecRepairsNeedsNone() {
        for (int i = 0; i < 50; i++) {
            assertThat(report(10, 1.2)).isFalse();
            assertThat(report(10)).isFalse();
        }
    }

    /// A tenth lost at random: until the redundancy within the codec is asked for, nothing is made good; and a report is of few packets.
    @Test
    void neitherDoLossesAtRandomBeforeThat() {
        assertThat(report(11, 11)).isFalse();
        assertThat(report(11, 11)).isFalse();
        for (int i = 0; i < 50; i++) {
            assertThat(report(i % 5 == 4 ? 14 : 7, i % 10 == 4 ? 9 : 0)).isFalse();
        }
    }

    @Test
    void whatItCannotRepairDoes() {
        assertThat(report(14, 14)).as("one report says little").isFalse();
        assertThat(report(14, 14)).isTrue();
    }

    @Test
    void muchLossIsEnough() {
        assertThat(report(20)).isTrue();
        assertThat(new CopiesAdaptationTest().report(20, 1)).isTrue();
    }

    @Test
    void theyStayUntilNothingIsLostAnyMore() {
        report(20, 15);
        report(20, 15);
        for (int i = 0; i < 50; i++) {
            assertThat(report(18, 1)).as("as they help").isTrue();
        }
        assertThat(report(0, 0)).isTrue();
        assertThat(report(0, 0)).isTrue();
        assertThat(report(0, 0)).isFalse();
        report(20, 15);
        report(20, 15);
        assertThat(report(20, 15)).as("and come back").isTrue();
    }

    @Test
    void aWayThatMayBeFullGetsNone() {
        copies.onReport(new Loss(20, OptionalDouble.of(15)), false);
        assertThat(copies.wanted()).isFalse();
        assertThat(report(20, 15)).isTrue();
        copies.onReport(new Loss(20, OptionalDouble.of(15)), false);
        assertThat(copies.wanted()).isFalse();
    }

    /// Twice as many packets lost as before show that there is no room; tried again ever more seldom.
    @Test
    void whereTheyMakeItWorseTheyAreGivenUpForAWhile() {
        int reports = 400;
        int tries = 0;
        boolean before = false;
        for (int i = 0; i < reports; i++) {
            boolean now = report(before ? 50 : 18, 12);
            tries += now && !before ? 1 : 0;
            before = now;
        }
        assertThat(tries).isBetween(3, 10);
    }
}

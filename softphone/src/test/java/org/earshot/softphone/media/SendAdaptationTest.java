package org.earshot.softphone.media;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalDouble;
import java.util.Random;
import java.util.function.IntToDoubleFunction;
import org.earshot.softphone.media.SendAdaptation.Choice;
import org.junit.jupiter.api.Test;

class SendAdaptationTest {

    private static final OptionalDouble FAST = OptionalDouble.of(20);
    private static final int HOUR = 720; // reports
    private static final int HEADERS = 16_000; // bit/s, of 50 packets a second

    private final SendAdaptation adaptation = new SendAdaptation();
    private Choice last = Choice.FIRST;
    private int turns; // from up to down or back
    private int lastStep;

    /// So many reports, each with the loss that a bit rate has.
    private void reports(int count, IntToDoubleFunction lossAtBitrate) {
        for (int i = 0; i < count; i++) {
            Choice next = adaptation.onReport(lossAtBitrate.applyAsDouble(last.bitrate()), FAST);
            int step = Integer.signum(next.bitrate() - last.bitrate());
            turns += step != 0 && step == -lastStep ? 1 : 0;
            lastStep = step == 0 ? lastStep : step;
            last = next;
        }
    }

    /// A way that takes so many bits a second and loses the rest.
    private static IntToDoubleFunction narrow(int capacity) {
        return bitrate -> Math.max(0, 100.0 * (1 - (double) capacity / (bitrate + HEADERS)));
    }

    @Test
    void aGoodNetworkChangesNothing() {
        reports(HOUR, _ -> 0.5);
        assertThat(last).isEqualTo(Choice.FIRST);
        assertThat(turns).isZero();
    }

    @Test
    void aNarrowWayIsLeftRoomAtOnce() {
        reports(2, narrow(40_000));
        assertThat(last.bitrate()).isEqualTo(24_000);
        reports(HOUR, narrow(40_000));
        assertThat(narrow(40_000).applyAsDouble(last.bitrate())).isLessThan(10);
        assertThat(turns).as("turns in an hour").isLessThanOrEqualTo(4);
    }

    @Test
    void whenTheWayIsFreeAgainTheRateComesBackSlowly() {
        reports(4, narrow(30_000));
        assertThat(last.bitrate()).isLessThanOrEqualTo(18_000);
        reports(3, _ -> 0);
        assertThat(last.bitrate()).isLessThan(24_000);
        reports(50, _ -> 0);
        assertThat(last.bitrate()).isEqualTo(SendAdaptation.FULL_BITRATE);
    }

    @Test
    void lossThatStaysWhateverWeSendIsAnsweredByRedundancyAlone() {
        Random random = new Random(5);
        reports(3, _ -> 15 + random.nextDouble());
        assertThat(last.bitrate()).isEqualTo(SendAdaptation.FULL_BITRATE);
        reports(20, _ -> 15 + random.nextDouble());
        assertThat(last.bitrate()).isEqualTo(SendAdaptation.FULL_BITRATE);
        assertThat(last.expectedLoss()).isBetween(15, 16);
    }

    @Test
    void aQueueThatGrowsIsFedLess() {
        reports(5, _ -> 0);
        assertThat(adaptation.onReport(0, OptionalDouble.of(150)).bitrate()).isEqualTo(32_000);
        assertThat(adaptation.onReport(0, OptionalDouble.of(400)).bitrate()).isEqualTo(24_000);
    }

    @Test
    void moreLossIsExpectedAtOnceAndLessOnlyByAndBy() {
        assertThat(adaptation.onReport(9, FAST).expectedLoss()).isEqualTo(9);
        assertThat(adaptation.onReport(0, FAST).expectedLoss()).isEqualTo(6);
        assertThat(adaptation.onReport(0, FAST).expectedLoss()).isEqualTo(5);
    }

    @Test
    void nothingThatAPeerReportsLeavesTheBounds() {
        Random random = new Random(6);
        for (int i = 0; i < 10_000; i++) {
            Choice choice =
                    adaptation.onReport(
                            random.nextInt(101), OptionalDouble.of(random.nextInt(5_000)));
            assertThat(choice.bitrate())
                    .isBetween(SendAdaptation.LEAST_BITRATE, SendAdaptation.FULL_BITRATE);
            assertThat(choice.expectedLoss()).isBetween(5, 100);
        }
    }
}

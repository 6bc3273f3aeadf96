package org.earshot.softphone.media;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Random;
import org.earshot.softphone.media.SendAdaptation.Sending;
import org.junit.jupiter.api.Test;

/// Time passes in reports of the peer, one each five seconds.
class SendAdaptationTest {

    private static final CodecChoice OPUS = new CodecChoice(CodecName.OPUS, 96, 10);
    private static final CodecChoice PCMU = new CodecChoice(CodecName.PCMU, 0, 20);

    private static final Sending CLEAN = new Sending(64_000, 0, 10);

    private final SendAdaptation adaptation = new SendAdaptation();

    private static ReportedLoss.Loss loss(double percent) {
        return new ReportedLoss.Loss(percent, OptionalDouble.empty());
    }

    private Sending reports(int count, double loss, double rtt) {
        Sending last = null;
        for (int i = 0; i < count; i++) {
            last = adaptation.onReport(loss(loss), rtt, OPUS, 20);
        }
        return last;
    }

    @Test
    void aGoodWayIsLeftAlone() {
        assertThat(reports(100, 0, 40)).isEqualTo(CLEAN);
        assertThat(reports(100, 0.4, 40)).isEqualTo(CLEAN);
    }

    /// Redundancy costs bits and most of the processor's time: nobody pays for it where it is not needed, and who does not know yet does.
    @Test
    void redundancyIsThereUntilTheWayHasBeenCleanForAWhile() {
        assertThat(SendAdaptation.initial(OPUS).lossPercent()).isEqualTo(5);
        assertThat(reports(3, 0, 40).lossPercent()).isEqualTo(5);
        assertThat(reports(1, 0, 40).lossPercent()).isEqualTo(0);
        assertThat(reports(1, 1.2, 40).lossPercent()).isEqualTo(5);
        assertThat(reports(3, 0, 40).lossPercent()).isEqualTo(5);
        assertThat(reports(4, 0, 40).lossPercent()).isLessThan(2);
        assertThat(reports(1, 9, 40).lossPercent()).isEqualTo(9);
    }

    @Test
    void randomLossIsAnsweredWithRedundancyAndNotWithLess() {
        assertThat(reports(1, 7.2, 40)).isEqualTo(new Sending(48_000, 8, 10));
        assertThat(reports(30, 7.2, 40)).isEqualTo(new Sending(48_000, 8, 10));
        assertThat(reports(10, 0, 40)).isEqualTo(CLEAN);
    }

    /// Loss that comes without a queue is no reason to say less: redundancy takes a third of the bits.
    @Test
    void aWayThatWasGivenTheMostKeepsItWhenItBeginsToLosePackets() {
        assertThat(reports(20, 0, 40)).isEqualTo(CLEAN);
        assertThat(reports(1, 5, 40)).isEqualTo(new Sending(64_000, 5, 10));
        assertThat(reports(30, 9, 40)).isEqualTo(new Sending(64_000, 9, 10));
        assertThat(reports(30, 5, 40)).isEqualTo(new Sending(64_000, 5, 10));
    }

    @Test
    void muchLossTakesTheMostBack() {
        reports(20, 0, 40);
        assertThat(reports(1, 10, 40)).isEqualTo(new Sending(48_000, 10, 10));
    }

    /// A router that drops what is too much, and queues nothing: the round trip says nothing.
    @Test
    void whereTheMostIsWhatGetsLostItIsSeldomTried() {
        int tooMuch = 0;
        int before = SendAdaptation.BEST_BITS_PER_SECOND;
        for (int report = 0; report < 720; report++) {
            boolean full = before > 60_000;
            tooMuch += full ? 1 : 0;
            before = adaptation.onReport(loss(full ? 6 : 0), 40, OPUS, 20).bitsPerSecond();
        }
        assertThat(tooMuch).isBetween(2, 720 / 20);
    }

    @Test
    void burstsAreNoFullWayEither() {
        assertThat(reports(30, 22, 40)).isEqualTo(new Sending(48_000, 22, 10));
    }

    @Test
    void soMuchLossIsOneHoweverShortTheWayIs() {
        assertThat(reports(1, 35, 40)).isEqualTo(new Sending(34_000, 35, 10));
    }

    @Test
    void whereNobodyKnowsHowLongTheWayIsMuchLossIsAFullOne() {
        assertThat(reports(1, 15, 0).bitsPerSecond()).isEqualTo(34_000);
    }

    @Test
    void muchLossIsAnsweredOnTheFirstReportAndEachAfter() {
        List<Sending> sent = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            sent.add(reports(1, 20, 250));
        }
        assertThat(sent)
                .containsExactly(
                        new Sending(34_000, 20, 10),
                        new Sending(24_000, 20, 10),
                        new Sending(16_000, 20, 10),
                        new Sending(12_000, 20, 10),
                        new Sending(12_000, 20, 20),
                        new Sending(12_000, 20, 20));
    }

    @Test
    void lossWithADelayThatGrowsIsAFullWay() {
        reports(10, 0, 40);
        assertThat(reports(1, 5, 300).bitsPerSecond()).isEqualTo(34_000);
        assertThat(reports(1, 5, 300).bitsPerSecond()).isEqualTo(24_000);
    }

    @Test
    void aLongWayIsNotAFullOne() {
        assertThat(reports(20, 5, 700).bitsPerSecond()).isEqualTo(48_000);
    }

    @Test
    void aWayThatHasBecomeLongerIsTheUsualOneAfterSomeMinutes() {
        reports(10, 0, 40);
        reports(4, 15, 300);
        assertThat(reports(20, 0, 300).bitsPerSecond()).isEqualTo(12_000);
        assertThat(reports(30, 0, 300)).isEqualTo(CLEAN);
    }

    @Test
    void itGoesUpAgainSlowly() {
        reports(5, 20, 250);
        assertThat(reports(2, 0, 40).packetMillis()).isEqualTo(20);
        assertThat(reports(1, 0, 40)).isEqualTo(new Sending(12_000, 7, 10));
        assertThat(reports(2, 0, 40).bitsPerSecond()).isEqualTo(12_000);
        assertThat(reports(1, 0, 40).bitsPerSecond()).isEqualTo(16_000);
        assertThat(reports(9, 0, 40)).isEqualTo(new Sending(48_000, 0, 10));
        assertThat(reports(3, 0, 40)).isEqualTo(CLEAN);
    }

    @Test
    void aReportThatIsNeitherGoodNorBadChangesNothing() {
        reports(1, 20, 250);
        for (int i = 0; i < 20; i++) {
            reports(2, 0, 40);
            assertThat(reports(1, 3, 40).bitsPerSecond()).isEqualTo(34_000);
        }
    }

    /// A way with room for 20 kb/s and no more, for four hours: a swing would be a change each few reports.
    @Test
    void itDoesNotSwingWhereTheBestIsTooMuch() {
        int changes = 0;
        int before = SendAdaptation.BEST_BITS_PER_SECOND;
        int tooMuch = 0;
        Random random = new Random(3_550);
        for (int report = 0; report < 4 * 720; report++) {
            boolean full = before > 20_000;
            tooMuch += full ? 1 : 0;
            double loss = full ? 12 + random.nextDouble(8) : random.nextDouble(1.5);
            int now = adaptation.onReport(loss(loss), full ? 400 : 40, OPUS, 20).bitsPerSecond();
            changes += now == before ? 0 : 1;
            before = now;
        }
        assertThat(tooMuch).isLessThan(2_880 / 20);
        assertThat(changes).isLessThan(2 * 2_880 / 20);
    }

    /// Room for 60 kb/s: what a clean way is given is too much, and what is below it goes through.
    @Test
    void whereThereIsNoRoomForTheMostItIsSeldomTried() {
        int tooMuch = 0;
        int before = SendAdaptation.BEST_BITS_PER_SECOND;
        for (int report = 0; report < 720; report++) {
            boolean full = before > 60_000;
            tooMuch += full ? 1 : 0;
            before =
                    adaptation
                            .onReport(loss(full ? 9 : 0), full ? 300 : 40, OPUS, 20)
                            .bitsPerSecond();
        }
        assertThat(tooMuch).isBetween(2, 720 / 20);
    }

    @Test
    void withOneRateOnlyPacketsGrowAsFarAsThePeerAllows() {
        SendAdaptation each = new SendAdaptation();
        assertThat(each.onReport(loss(20), 250, PCMU, 60)).isEqualTo(new Sending(48_000, 20, 40));
        assertThat(each.onReport(loss(20), 250, PCMU, 60).packetMillis()).isEqualTo(60);
        assertThat(each.onReport(loss(20), 250, PCMU, 60).packetMillis()).isEqualTo(60);
        // a later offer allows less
        assertThat(each.onReport(loss(20), 250, PCMU, 40).packetMillis()).isEqualTo(40);
        assertThat(each.onReport(loss(20), 250, PCMU, 20).packetMillis()).isEqualTo(20);
        assertThat(each.onReport(loss(20), 250, PCMU, 0).packetMillis()).isEqualTo(20);
    }

    @Test
    void whateverIsReportedStaysInItsBounds() {
        Random random = new Random(6_035);
        for (int i = 0; i < 10_000; i++) {
            Sending sent =
                    adaptation.onReport(
                            loss(random.nextDouble(100)), random.nextDouble(3_000), OPUS, 20);
            assertThat(sent.bitsPerSecond()).isBetween(12_000, 64_000);
            assertThat(sent.lossPercent()).isBetween(0, 100);
            assertThat(sent.packetMillis()).isIn(10, 20);
        }
    }

    /// What the codec's redundancy can't make good goes out twice, where both sides take it and no queue shows.
    @Test
    void burstsAreAnsweredWithCopiesWhereTheyWereAgreedUpon() {
        CodecChoice both =
                new CodecChoice(CodecName.OPUS, 96, 20).with(new RedundancyChoice(98, 98));
        ReportedLoss.Loss bursts = new ReportedLoss.Loss(20, OptionalDouble.of(14));
        adaptation.onReport(bursts, 40, both, 20);
        assertThat(adaptation.onReport(bursts, 40, both, 20).copies()).isTrue();
        SendAdaptation unknown = new SendAdaptation();
        for (int i = 0; i < 10; i++) {
            assertThat(unknown.onReport(bursts, 40, OPUS, 20).copies()).isFalse();
            assertThat(unknown.onReport(bursts, 0, both, 20).copies())
                    .as("a round trip that nobody knows")
                    .isFalse();
        }
        SendAdaptation queued = new SendAdaptation();
        queued.onReport(loss(0), 40, both, 20);
        for (int i = 0; i < 10; i++) {
            assertThat(queued.onReport(bursts, 190, both, 20).copies()).isFalse();
        }
    }
}

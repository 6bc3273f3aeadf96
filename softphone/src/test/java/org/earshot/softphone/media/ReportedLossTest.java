package org.earshot.softphone.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Optional;
import java.util.Random;
import org.earshot.softphone.media.rtp.ReceiverStatistics;
import org.earshot.softphone.media.rtp.ReportBlock;
import org.earshot.softphone.media.rtp.VoipMetrics;
import org.junit.jupiter.api.Test;

class ReportedLossTest {
    private static final int PACKETS_OF_A_REPORT = 250; // 5 s
    private static final int REPORTS = 40;

    private final ReportedLoss loss = new ReportedLoss();
    private final Random random = new Random(3550);
    private final ReceiverStatistics peer = new ReceiverStatistics(1, 8_000);
    private int sent;
    private int never; // came, of those

    /// A network loses some packets and doubles some of the others; the peer counts, and reports.
    private ReportBlock report(int lostPercent, int copiesPercent) {
        for (int i = 0; i < PACKETS_OF_A_REPORT; i++, sent++) {
            if (random.nextInt(100) < lostPercent) {
                never++;
                continue;
            }
            peer.onPacket(sent & 0xFFFF, 160 * sent, 20_000_000L * sent);
            if (random.nextInt(100) < copiesPercent) {
                peer.onPacket(sent & 0xFFFF, 160 * sent, 20_000_000L * sent);
            }
        }
        return peer.report(0, 0);
    }

    private Optional<VoipMetrics.Losses> metrics() {
        int rate = VoipMetrics.share((double) never / sent);
        return Optional.of(new VoipMetrics.Losses(rate, 0, 0, 0, 0, 0));
    }

    private double told(ReportBlock block, Optional<VoipMetrics.Losses> metrics) {
        double percent = block.fractionLost() * 100.0 / 256;
        return loss.onReport(percent, block.cumulativeLost(), metrics, sent).percent();
    }

    @Test
    void withoutCopiesTheCountOfRtpCounts() {
        for (int i = 0; i < REPORTS; i++) {
            ReportBlock block = report(5, 0);
            assertThat(told(block, metrics())).isEqualTo(block.fractionLost() * 100.0 / 256);
        }
    }

    @Test
    void copiesHideNoLossFromWhoIsToldTheMetrics() {
        for (int i = 0; i < REPORTS; i++) {
            double told = told(report(5, 33), metrics());
            // within three times what chance makes of 250 packets
            assertThat(told).as("report " + i).isCloseTo(5, within(4.2));
        }
    }

    @Test
    void withoutMetricsTheNetworkIsNotTakenForAClearOne() {
        told(report(5, 0), Optional.empty());
        for (int i = 0; i < REPORTS; i++) {
            assertThat(told(report(5, 33), Optional.empty()))
                    .isGreaterThanOrEqualTo(SendAdaptation.NEARLY_NO_PERCENT);
        }
    }

    @Test
    void whenTheCopiesAreOverTheCountIsTrustedAgain() {
        for (int i = 0; i < REPORTS; i++) {
            told(report(0, 33), Optional.empty());
        }
        double last = Double.NaN;
        for (int i = 0; i < REPORTS; i++) {
            last = told(report(0, 0), Optional.empty());
        }
        assertThat(last).isZero();
    }

    @Test
    void whatCameTooLateIsAsGoodAsLost() {
        VoipMetrics.Losses late = new VoipMetrics.Losses(0, VoipMetrics.share(0.1), 0, 0, 0, 0);
        assertThat(loss.onReport(5, 10, Optional.of(late), 250).percent()).isBetween(14.0, 15.5);
        assertThat(loss.onReport(5, 20, Optional.empty(), 500).percent()).isEqualTo(5);
    }

    @Test
    void whatNoRedundancyMadeGoodIsToldWhereThePeerTellsIt() {
        VoipMetrics.Losses losses = new VoipMetrics.Losses(VoipMetrics.share(0.15), 0, 0, 0, 0, 0);
        ReportedLoss.Loss told = loss.onReport(20, 50, Optional.of(losses), 250);
        assertThat(told.percent()).isEqualTo(20);
        assertThat(told.beyondRepair().orElseThrow()).isCloseTo(15, within(0.5));
        assertThat(loss.onReport(20, 100, Optional.empty(), 500).beyondRepair()).isEmpty();
    }
}

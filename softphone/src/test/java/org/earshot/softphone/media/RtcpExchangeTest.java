package org.earshot.softphone.media;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.earshot.softphone.media.rtp.ReceiverStatistics;
import org.earshot.softphone.media.rtp.RtcpPacket;
import org.earshot.softphone.media.rtp.RtcpPacket.ExtendedReport;
import org.earshot.softphone.media.rtp.RtcpPacket.Goodbye;
import org.earshot.softphone.media.rtp.RtcpPacket.ReceiverReport;
import org.earshot.softphone.media.rtp.RtcpPacket.SenderReport;
import org.earshot.softphone.media.rtp.VoipMetrics;
import org.junit.jupiter.api.Test;

class RtcpExchangeTest {

    private static final long SECOND = 1_000_000_000L;
    private static final InetSocketAddress PEER = new InetSocketAddress("192.0.2.1", 4_000);

    private final LocalSource alice = new LocalSource(new Random(1));
    private final LocalSource bob = new LocalSource(new Random(2));
    private final RtcpExchange atAlice = new RtcpExchange(alice, 0);
    private final RtcpExchange atBob = new RtcpExchange(bob, 100 * SECOND); // another clock

    // Alice's report travels 30 ms, lies with Bob for a second, his travels 20 ms
    @Test
    void theRoundTripIsTheTimeOnTheWay() {
        long bobsClock = 70 * SECOND;
        ReceiverStatistics heardByBob = new ReceiverStatistics(alice.ssrc(), 8_000);
        heardByBob.onPacket(1, 160, 0);
        long sent = 40 * SECOND;
        List<RtcpPacket> first = report(atAlice, 5, Optional.empty(), sent);
        atBob.onPackets(first, bobsClock + sent + 30_000_000);
        long answered = sent + 30_000_000 + SECOND;
        atAlice.onPackets(
                report(atBob, 0, Optional.of(heardByBob), bobsClock + answered),
                answered + 20_000_000);
        assertThat(atAlice.told().rttMs().orElseThrow()).isBetween(49.9, 50.1);
        assertThat(atAlice.told().lossPercent()).hasValue(0);
    }

    @Test
    void whoHasSentNothingSinceTheLastReportIsAReceiver() {
        assertThat(report(atAlice, 5, Optional.empty(), 1).getFirst())
                .isInstanceOf(SenderReport.class);
        assertThat(report(atAlice, 5, Optional.empty(), 2).getFirst())
                .isInstanceOf(ReceiverReport.class);
    }

    @Test
    void whoSaysThatItHasSentNothingIsUnderstood() {
        atBob.onPackets(report(atAlice, 5, Optional.empty(), 1), 1);
        assertThat(atBob.tellsOfNothingSent()).isFalse();
        atBob.onPackets(List.of(senderReport(5)), 2); // RFC 3550 §6.4: so for two intervals
        assertThat(atBob.tellsOfNothingSent()).isTrue();
        atBob.onPackets(List.of(senderReport(9)), 3);
        assertThat(atBob.tellsOfNothingSent()).isFalse();
        atBob.onPackets(List.of(new ReceiverReport(alice.ssrc(), List.of())), 4);
        assertThat(atBob.tellsOfNothingSent()).isTrue();
        atBob.onPackets(List.of(new RtcpPacket.Other(205)), 5); // RFC 5506: no report at all
        assertThat(atBob.tellsOfNothingSent()).isFalse();
    }

    private SenderReport senderReport(int packets) {
        return new SenderReport(alice.ssrc(), 1, 1, packets, 160 * packets, List.of());
    }

    /// RFC 3550 §6.1: what is too much for a sender report goes on in receiver reports behind it.
    @Test
    void aReceiverReportBehindASenderReportTakesNothingBack() {
        ReceiverReport rest = new ReceiverReport(alice.ssrc(), List.of());
        atBob.onPackets(List.of(senderReport(5), rest), 1);
        assertThat(atBob.tellsOfNothingSent()).isFalse();
        atBob.onPackets(List.of(rest), 2);
        assertThat(atBob.tellsOfNothingSent()).isTrue();
    }

    @Test
    void aSenderReportCarriesTheTimestampOfNow() {
        SentCounts counts = new SentCounts(9, 1_440, 1_600, SECOND);
        SenderReport report =
                (SenderReport)
                        atAlice.report(
                                        parameters(),
                                        counts,
                                        Optional.empty(),
                                        Optional.empty(),
                                        3 * SECOND)
                                .getFirst();
        assertThat(report.rtpTimestamp()).isEqualTo(1_600 + 2 * 8_000);
        assertThat(report.packets()).isEqualTo(9);
        assertThat(report.octets()).isEqualTo(1_440);
    }

    @Test
    void aReportAboutAnotherSourceSaysNothingOfUs() {
        atAlice.onPackets(report(atBob, 1, Optional.of(new ReceiverStatistics(7, 8_000)), 9), 9);
        assertThat(atAlice.told().lossPercent()).isEmpty();
    }

    @Test
    void whoWantsToKnowIsToldHowItIsHeardAndNobodyElse() {
        VoipMetrics heard = metrics(alice.ssrc());
        SentCounts none = new SentCounts(0, 0, 0, 0);
        assertThat(atBob.report(parameters(), none, Optional.empty(), Optional.of(heard), SECOND))
                .noneMatch(ExtendedReport.class::isInstance);

        MediaParameters wanted = parameters().withWishes(new PeerWishes(true, 20));
        atAlice.onPackets(
                atBob.report(wanted, none, Optional.empty(), Optional.of(heard), SECOND), SECOND);
        assertThat(atAlice.told().metrics()).contains(heard);

        VoipMetrics another = metrics(bob.ssrc());
        List<RtcpPacket> last =
                atBob.goodbye(wanted, none, Optional.empty(), Optional.of(another), SECOND);
        atAlice.onPackets(last, SECOND);
        assertThat(atAlice.told().metrics()).contains(heard);
        assertThat(last.getLast()).isInstanceOf(Goodbye.class);
    }

    private static VoipMetrics metrics(int ssrc) {
        return new VoipMetrics(
                ssrc,
                new VoipMetrics.Losses(1, 2, 3, 4, 5, 6),
                new VoipMetrics.Delays(7, 8),
                16,
                new VoipMetrics.Scores(90, 42, 41),
                new VoipMetrics.Buffer(10, 20, 400));
    }

    private static List<RtcpPacket> report(
            RtcpExchange exchange, long packets, Optional<ReceiverStatistics> heard, long now) {
        return exchange.report(
                parameters(), new SentCounts(packets, 0, 0, now), heard, Optional.empty(), now);
    }

    private static MediaParameters parameters() {
        return new MediaParameters(
                PEER,
                PEER,
                new CodecChoice(CodecName.PCMU, 0, 20),
                Optional.empty(),
                Direction.SEND_RECV,
                Optional.empty(),
                Optional.empty(),
                "cname");
    }
}

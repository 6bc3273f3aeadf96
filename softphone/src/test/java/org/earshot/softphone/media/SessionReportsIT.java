package org.earshot.softphone.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.earshot.softphone.media.SessionPair.PCMU;
import static org.earshot.softphone.media.SessionPair.await;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.earshot.softphone.media.rtp.RtcpPacket;
import org.earshot.softphone.media.rtp.RtcpPacket.ExtendedReport;
import org.earshot.softphone.media.rtp.RtcpPacket.Goodbye;
import org.earshot.softphone.media.rtp.RtcpParser;
import org.earshot.softphone.media.rtp.RtpHeader;
import org.earshot.softphone.media.rtp.VoipMetrics;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// What two sessions tell each other of how they hear, on real sockets. The sums are tested where the time is an argument.
class SessionReportsIT {
    @RegisterExtension private final SessionPair pair = new SessionPair();
    private final TestSession alice = pair.alice;
    private final TestSession bob = pair.bob;

    @Test
    void reportsMayHavePortsOfTheirOwn() {
        alice.session.start(alice.direct(bob));
        bob.session.start(bob.direct(alice));
        await(() -> {
            pair.talk(1);
            LockSupport.parkNanos(20_000_000);
            return alice.session.statistics().remoteLossPercent().isPresent()
                    && bob.session.statistics().remoteLossPercent().isPresent();
        });
        assertThat(pair.relay.heard()).isEmpty();
        assertThat(alice.session.statistics().refused()).isEmpty();
    }

    /// How good a call on a clean way is has its test where nothing delays it but what is to.
    @Test
    void reportsTellRoundTripAndClosingSaysGoodbye() {
        long start = System.nanoTime();
        pair.startPlain(PCMU);
        await(() -> {
            pair.talk(1);
            LockSupport.parkNanos(20_000_000);
            return alice.session.statistics().rttMs().isPresent()
                    && bob.session.statistics().rttMs().isPresent();
        });
        double passedMs = (System.nanoTime() - start) / 1e6;
        assertThat(alice.session.statistics().rttMs().orElseThrow()).isBetween(0.0, passedMs);
        assertThat(alice.session.statistics().remoteLossPercent().orElseThrow()).isZero();
        assertThat(alice.session.statistics().mos()).isGreaterThan(1);
        assertThat(alice.session.statistics().sinceLastPacketMs()).isPresent();
        alice.session.close();
        alice.session.close();
        await(() -> reports().anyMatch(Goodbye.class::isInstance));
        assertThat(alice.sent()).isPositive();
        await(() -> TestSession.isFree(alice.port.rtpAddress()));
        assertThatThrownBy(() -> alice.session.setMuted(true))
                .isInstanceOf(IllegalStateException.class);
    }

    /// What came too late did so in the whole call, and is a share of all that was sent in it (RFC 3611 §4.7.1).
    @Test
    void whatIsReportedAsDiscardedIsOfTheWholeCallAlsoWhenThePeerBeganAnew() throws Exception {
        bob.session.start(
                bob.plain(pair.relay.forRight(), PCMU).withWishes(new PeerWishes(true, 0)));
        int source = 77;
        for (int i = 0; i < 60; i++) {
            if (i % 15 != 7) {
                bobGets(source, i);
            }
            if (i % 15 == 14) {
                bobGets(source, i - 7); // 140 ms behind its time
            }
            bob.hear();
            bob.hear();
        }
        bobGets(source + 1, 5_000);
        bobGets(source + 1, 5_001);
        bob.hear();
        MediaStatistics statistics = bob.session.statistics();
        assertThat(statistics.packetsReceived()).isEqualTo(62);
        assertThat(statistics.packetsLost()).isZero();
        assertThat(statistics.refused()).isEmpty();
        assertThat(statistics.latePackets()).isPositive();

        bob.session.close();

        // the last of several: others were sent while the call stood
        await(() -> reports().anyMatch(Goodbye.class::isInstance));
        VoipMetrics last =
                reports()
                        .filter(ExtendedReport.class::isInstance)
                        .flatMap(report -> ((ExtendedReport) report).metrics().stream())
                        .reduce((_, next) -> next)
                        .orElseThrow();
        assertThat(last.ssrc()).isEqualTo(source + 1);
        assertThat(last.losses().discardRate())
                .isEqualTo(VoipMetrics.share(statistics.latePackets() / 62.0));
    }

    private void bobGets(int source, int sequence) throws IOException {
        byte[] packet = new byte[172];
        RtpHeader.write(ByteBuffer.wrap(packet), false, 0, sequence, 160 * sequence, source);
        long before = bob.received();
        pair.relay.inject(packet);
        await(() -> bob.received() > before);
    }

    /// What was reported to somebody, as the relay saw it.
    private Stream<RtcpPacket> reports() {
        return pair.relay.heard().stream()
                .filter(packet -> RtpHeader.isRtcp(ByteBuffer.wrap(packet)))
                .map(packet -> RtcpParser.parse(ByteBuffer.wrap(packet)))
                .flatMap(Optional::stream)
                .flatMap(List::stream);
    }
}

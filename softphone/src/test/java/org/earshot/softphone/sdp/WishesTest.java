package org.earshot.softphone.sdp;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Optional;
import org.earshot.softphone.media.AudioWishes;
import org.earshot.softphone.media.Direction;
import org.earshot.softphone.media.PeerWishes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What a description asks for beside audio: reports (RFC 3611 §5), the length of packets (RFC 8866 §6.4), the port of RTCP (RFC 3605).
class WishesTest {
    private static final String REPORTS = "a=rtcp-xr:voip-metrics\r\n";

    private final OfferAnswer phone = phone(6_001);

    private static OfferAnswer phone(int rtcpPort) {
        return new OfferAnswer(
                new LocalMedia(InetAddress.ofLiteral("192.0.2.2"), 6_000, rtcpPort, "x", 20),
                new MediaPolicy(true, true, AudioWishes.NONE),
                new SecureRandom());
    }

    private static String text(SessionDescription description) {
        return new String(description.toBytes(), StandardCharsets.UTF_8);
    }

    private Agreement answer(String session, String medium) throws SdpException {
        String offer =
                "v=0\no=- 1 1 IN IP4 192.0.2.9\ns=-\nc=IN IP4 192.0.2.9\nt=0 0\n%sm=audio 4000 RTP/AVP 0\n%s"
                        .formatted(session, medium);
        return phone.answer(
                SessionDescription.parse(offer.getBytes(StandardCharsets.UTF_8)),
                Optional.empty(),
                Direction.SEND_RECV);
    }

    @Test
    void twoOfOurPhonesTellEachOtherHowTheyHear() throws SdpException {
        Offer offer = phone.offer(OfferedProfile.KEYED);
        assertThat(text(offer.description())).contains(REPORTS);
        Agreement there =
                phone(7_001).answer(offer.description(), Optional.empty(), Direction.SEND_RECV);
        Agreement here = phone.agree(offer, there.local());

        assertThat(there.media().wishes().voipMetrics()).isTrue();
        assertThat(here.media().wishes().voipMetrics()).isTrue();
        assertThat(text(phone.offerAgain(here, Direction.SEND_ONLY).description()))
                .contains(REPORTS);
    }

    @ParameterizedTest(name = "{0}{1}: {2}")
    @CsvSource({
        "'', 'a=rtcp-xr:voip-metrics\n', true",
        "'', 'a=rtcp-xr:rcvr-rtt=all:10000 stat-summary=loss voip-metrics\n', true",
        "'a=rtcp-xr:voip-metrics\n', '', true",
        "'', 'a=rtcp-xr:rcvr-rtt=all\n', false",
        "'', 'a=rtcp-xr\n', false",
        "'', '', false"
    })
    void onlyWhoAsksIsTold(String session, String medium, boolean told) throws SdpException {
        Agreement agreed = answer(session, medium);

        assertThat(agreed.media().wishes().voipMetrics()).isEqualTo(told);
        assertThat(text(agreed.local()).contains(REPORTS)).isEqualTo(told);
    }

    @ParameterizedTest(name = "{0}: {1} ms")
    @CsvSource({
        "'', 20",
        "'a=ptime:10\n', 10",
        "'a=ptime:20\na=maxptime:60\n', 60",
        "'a=ptime:20\na=maxptime:50\n', 40",
        "'a=maxptime:x\n', 20"
    })
    void noPacketIsLongerThanThePeerSays(String medium, int millis) throws SdpException {
        assertThat(answer("", medium).media().wishes()).isEqualTo(new PeerWishes(false, millis));
    }

    @Test
    void thePortOfRtcpIsNamedWhereItIsNotTheNextOne() throws SdpException {
        Offer usual = phone.offer(OfferedProfile.PLAIN);
        Offer other = phone(6_020).offer(OfferedProfile.PLAIN);

        assertThat(text(usual.description())).doesNotContain("a=rtcp:");
        assertThat(text(other.description())).contains("a=rtcp:6020\r\n");
        assertThat(
                        phone(7_001)
                                .answer(usual.description(), Optional.empty(), Direction.SEND_RECV)
                                .media()
                                .remoteRtcp())
                .isEqualTo(new InetSocketAddress("192.0.2.2", 6_001));
    }
}

package org.earshot.softphone.sdp;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.earshot.softphone.media.AudioWishes;
import org.earshot.softphone.media.Direction;
import org.earshot.softphone.media.ice.CandidateType;
import org.earshot.softphone.media.ice.Component;
import org.earshot.softphone.media.ice.IceCandidate;
import org.earshot.softphone.media.ice.IceParameters;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// RFC 8839: ICE in offer and answer.
class IceOfferTest {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final String CREDENTIALS =
            "a=ice-ufrag:8hhY\na=ice-pwd:YH75Fviy6338Vbrhrlp8Yh\n";
    private static final String LINE = "m=audio 45664 RTP/AVP 0\n";
    private static final String HOST =
            "a=candidate:1 1 UDP 2130706431 203.0.113.141 45664 typ host\n";

    private static final String REPORTS =
            "a=candidate:1 2 UDP 2130706430 203.0.113.141 45665 typ host\n";

    private final OfferAnswer alice = phone("192.0.2.1", 4000);
    private final OfferAnswer bob = phone("192.0.2.2", 5000);
    private final OfferAnswer without =
            new OfferAnswer(
                    new LocalMedia(InetAddress.ofLiteral("192.0.2.3"), 6000, 6001, "x", 20),
                    new MediaPolicy(false, true, AudioWishes.NONE),
                    RANDOM);

    private static OfferAnswer phone(String host, int port) {
        InetAddress address = InetAddress.ofLiteral(host);
        LocalMedia local =
                new LocalMedia(address, port, port + 1, "x", 20)
                        .withCandidates(
                                List.of(
                                        new IceCandidate(
                                                "h1",
                                                Component.RTP,
                                                CandidateType.HOST,
                                                2_130_706_431,
                                                new InetSocketAddress(address, port),
                                                Optional.empty()),
                                        new IceCandidate(
                                                "s1",
                                                Component.RTP,
                                                CandidateType.SERVER_REFLEXIVE,
                                                1_694_498_815,
                                                new InetSocketAddress("198.51.100.4", port),
                                                Optional.of(new InetSocketAddress(address, port))),
                                        new IceCandidate(
                                                "h1",
                                                Component.RTCP,
                                                CandidateType.HOST,
                                                2_130_706_430,
                                                new InetSocketAddress(address, port + 1),
                                                Optional.empty())));
        return new OfferAnswer(local, new MediaPolicy(false, true, AudioWishes.NONE), RANDOM);
    }

    private static SessionDescription sent(SessionDescription description) throws SdpException {
        return SessionDescription.parse(description.toBytes());
    }

    private static String text(SessionDescription description) {
        return new String(description.toBytes(), StandardCharsets.UTF_8);
    }

    private Agreement answer(String media) throws SdpException {
        return answer("203.0.113.141", media);
    }

    private Agreement answer(String host, String media) throws SdpException {
        String offer = "v=0\no=- 1 1 IN IP4 192.0.2.9\ns=-\nc=IN IP4 " + host + "\nt=0 0\n" + media;
        return bob.answer(
                SessionDescription.parse(offer.getBytes(StandardCharsets.UTF_8)),
                Optional.empty(),
                Direction.SEND_RECV);
    }

    private static IceParameters ice(Agreement agreement) {
        return agreement.media().ice().orElseThrow();
    }

    @Test
    void twoOfOurPhonesTellEachOtherTheirAddresses() throws SdpException {
        Offer offer = alice.offer(OfferedProfile.PLAIN);
        Agreement atBob =
                bob.answer(sent(offer.description()), Optional.empty(), Direction.SEND_RECV);
        Agreement atAlice = alice.agree(offer, sent(atBob.local()));

        assertThat(text(offer.description()))
                .contains("a=candidate:h1 1 UDP 2130706431 192.0.2.1 4000 typ host\r\n")
                .contains(
                        "a=candidate:s1 1 UDP 1694498815 198.51.100.4 4000 typ srflx raddr 192.0.2.1"
                                + " rport 4000\r\n")
                .contains("a=rtcp-mux\r\n")
                .contains("a=ice-options:ice2\r\n");
        assertThat(ice(atAlice).local()).isEqualTo(ice(atBob).remote());
        assertThat(ice(atBob).local()).isEqualTo(ice(atAlice).remote());
        assertThat(ice(atAlice).controlling()).isTrue();
        assertThat(ice(atBob).controlling()).isFalse();
        assertThat(ice(atBob).candidates())
                .extracting(candidate -> candidate.address().getPort())
                .containsExactly(4000, 4000, 4001);
        assertThat(atAlice.media().rtcpMux()).isTrue();
        assertThat(atBob.media().rtcpMux()).isTrue();
    }

    // RFC 8839 §4.2.1.2, RFC 5761 §5.1.1
    @Test
    void whoDoesNotSayThatReportsShareThePortIsToldOfTwo() throws SdpException {
        Agreement two = answer(LINE + CREDENTIALS + HOST + REPORTS);

        assertThat(ice(two).of(Component.RTP).candidates())
                .extracting(candidate -> candidate.address().getPort())
                .containsExactly(45664);
        assertThat(ice(two).of(Component.RTCP).candidates())
                .extracting(candidate -> candidate.address().getPort())
                .containsExactly(45665);
        assertThat(two.media().rtcpMux()).isFalse();
        assertThat(text(two.local()))
                .contains("a=rtcp:5001\r\n")
                .contains("a=candidate:h1 1 UDP 2130706431 192.0.2.2 5000 typ host\r\n")
                .contains("a=candidate:h1 2 UDP 2130706430 192.0.2.2 5001 typ host\r\n");
    }

    @Test
    void whoLetsReportsShareThePortIsToldOfOne() throws SdpException {
        Agreement one = answer(LINE + CREDENTIALS + HOST + REPORTS + "a=rtcp-mux\n");

        assertThat(one.media().rtcpMux()).isTrue();
        assertThat(text(one.local())).doesNotContain("a=candidate:h1 2 ");
    }

    @Test
    void anOfferNamesBothPortsSinceNobodyKnowsYet() throws SdpException {
        Offer offer = alice.offer(OfferedProfile.PLAIN);

        assertThat(text(offer.description()))
                .contains("a=rtcp:4001\r\n")
                .contains("a=rtcp-mux\r\n")
                .contains("a=candidate:h1 2 UDP 2130706430 192.0.2.1 4001 typ host\r\n");
    }

    @Test
    void aSideWithoutIceHasACallWithoutIce() throws SdpException {
        Offer offer = alice.offer(OfferedProfile.PLAIN);
        Agreement there =
                without.answer(sent(offer.description()), Optional.empty(), Direction.SEND_RECV);
        Agreement here = alice.agree(offer, sent(there.local()));

        assertThat(text(there.local())).doesNotContain("ice-").doesNotContain("candidate");
        assertThat(here.media().ice()).isEmpty();
        assertThat(here.media().remoteRtp().getPort()).isEqualTo(6000);

        Agreement answered = answer(LINE);
        assertThat(answered.media().ice()).isEmpty();
        assertThat(text(answered.local())).doesNotContain("candidate");
    }

    @Test
    void anotherOfferGoesOnAndOneForAnotherWayBeginsAnew() throws SdpException {
        Offer first = alice.offer(OfferedProfile.PLAIN);
        Agreement atBob =
                bob.answer(sent(first.description()), Optional.empty(), Direction.SEND_RECV);
        Agreement atAlice = alice.agree(first, sent(atBob.local()));

        Offer hold = alice.offerAgain(atAlice, Direction.SEND_ONLY);
        Agreement held =
                bob.answer(sent(hold.description()), Optional.of(atBob), Direction.SEND_RECV);
        assertThat(ice(held).continues(ice(atBob))).isTrue();
        assertThat(ice(alice.agree(hold, sent(held.local()))).continues(ice(atAlice))).isTrue();

        Offer other = alice.offerAgain(atAlice, Direction.SEND_RECV, true);
        Agreement anew =
                bob.answer(sent(other.description()), Optional.of(held), Direction.SEND_RECV);
        assertThat(ice(anew).local()).isNotEqualTo(ice(held).local());
        assertThat(ice(anew).remote()).isNotEqualTo(ice(held).remote());
    }

    @Test
    void anotherAddressOfOursBeginsAnew() throws SdpException {
        Offer first = alice.offer(OfferedProfile.PLAIN);
        Agreement atBob =
                bob.answer(sent(first.description()), Optional.empty(), Direction.SEND_RECV);
        Agreement atAlice = alice.agree(first, sent(atBob.local()));

        Offer moved = phone("192.0.2.77", 4000).offerAgain(atAlice, Direction.SEND_RECV);

        assertThat(moved.ice()).isNotEqualTo(first.ice());
        assertThat(text(moved.description())).contains(" 192.0.2.77 4000 typ host");
    }

    @Test
    void whatSomebodyBetweenUsHasChangedIsTakenAsItIs() throws SdpException {
        Agreement changed = answer("198.51.100.99", LINE + CREDENTIALS + HOST);

        assertThat(changed.media().ice()).isEmpty();
        assertThat(changed.media().remoteRtp().getAddress().getHostAddress())
                .isEqualTo("198.51.100.99");
    }

    @Test
    void aBrowserHasNoAddressYetAndIsNotOnHold() throws SdpException {
        Agreement browser =
                answer(
                        "0.0.0.0",
                        "m=audio 9 RTP/AVP 0\n"
                                + CREDENTIALS
                                + "a=candidate:2 1 udp 2113937151"
                                + " 6c3b0e1a-5d1f-4b7c-9a86-f04a6b8f3d11.local 50123 typ host"
                                + " generation 0 network-cost 999\n"
                                + "a=candidate:3 1 udp 1677729535 203.0.113.5 61665 typ srflx raddr"
                                + " 0.0.0.0 rport 0 generation 0\n");

        assertThat(browser.heldByPeer()).isFalse();
        assertThat(browser.media().direction()).isEqualTo(Direction.SEND_RECV);
        assertThat(ice(browser).candidates())
                .singleElement()
                .extracting(candidate -> candidate.address().getPort())
                .isEqualTo(61665);
    }

    @Test
    void credentialsOfTheSessionAndALiteSideCount() throws SdpException {
        Agreement lite = answer("a=ice-lite\n" + CREDENTIALS + LINE + HOST);

        assertThat(ice(lite).remoteIsLite()).isTrue();
        assertThat(ice(lite).remote().fragment()).isEqualTo("8hhY");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1 3 UDP 2130706431 203.0.113.1 4 typ host",
                "1 0 UDP 2130706431 203.0.113.1 4 typ host",
                "1 01 UDP 2130706431 203.0.113.1 4 typ host",
                "1 1 TCP 2130706431 203.0.113.1 4 typ host tcptype active",
                "1 1 UDP 4294967295 203.0.113.1 4 typ host",
                "1 1 UDP 0 203.0.113.1 4 typ host",
                "1 1 UDP 2130706431 203.0.113.1 0 typ host",
                "1 1 UDP 2130706431 203.0.113.1 70000 typ host",
                "1 1 UDP 2130706431 203.0.113.1 4 typ other",
                "1 1 UDP 2130706431 224.0.0.1 4 typ host",
                "1 1 UDP 2130706431 fe80::1 4 typ host",
                "1 1 UDP",
                ""
            })
    void candidatesThatAreNoneForUsAreLeftOut(String candidate) throws SdpException {
        Agreement answered = answer(LINE + CREDENTIALS + HOST + "a=candidate:" + candidate + "\n");

        assertThat(ice(answered).candidates())
                .singleElement()
                .extracting(IceCandidate::foundation)
                .isEqualTo("1");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a=ice-ufrag:abc\na=ice-pwd:YH75Fviy6338Vbrhrlp8Yh\n",
                "a=ice-ufrag:8hhY\na=ice-pwd:short\n",
                "a=ice-ufrag:8hhY\n",
                "a=ice-ufrag:8 hY\na=ice-pwd:YH75Fviy6338Vbrhrlp8Yh\n"
            })
    void credentialsThatAreNoneMeanNoIce(String credentials) throws SdpException {
        assertThat(answer(LINE + credentials + HOST).media().ice()).isEmpty();
    }

    @Test
    void noiseIsReadAsNoiseAndNothingElse() throws SdpException {
        Random random = new Random(8839);
        String good = "a=candidate:1 1 UDP 2130706431 203.0.113.141 45664 typ host";
        for (int i = 0; i < 3_000; i++) {
            StringBuilder line =
                    new StringBuilder(good.substring(0, 12 + random.nextInt(good.length() - 12)));
            for (int j = random.nextInt(20); j > 0; j--) {
                line.append((char) (32 + random.nextInt(95)));
            }
            Agreement answered = answer(LINE + CREDENTIALS + HOST + line + "\n");
            assertThat(answered.media().remoteRtp().getPort()).isEqualTo(45664);
        }
    }
}

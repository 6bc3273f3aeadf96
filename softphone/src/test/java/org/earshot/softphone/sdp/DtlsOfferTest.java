package org.earshot.softphone.sdp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.earshot.softphone.media.AudioWishes;
import org.earshot.softphone.media.Direction;
import org.earshot.softphone.media.dtls.DtlsIdentity;
import org.earshot.softphone.media.dtls.DtlsParameters;
import org.earshot.softphone.media.dtls.DtlsRole;
import org.earshot.softphone.media.dtls.Fingerprint;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// RFC 5763 and RFC 8842: DTLS in offer and answer.
class DtlsOfferTest {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final DtlsIdentity ALICE = DtlsIdentity.generate(RANDOM, Instant.EPOCH);
    private static final DtlsIdentity BOB = DtlsIdentity.generate(RANDOM, Instant.EPOCH);
    private static final Fingerprint THEIRS = Fingerprint.of(new byte[] {7});
    private static final String FINGERPRINT = "a=fingerprint:" + THEIRS.value() + "\n";
    private static final String OFFER =
            "m=audio 4000 UDP/TLS/RTP/SAVPF 0\n" + FINGERPRINT + "a=setup:actpass\na=rtcp-mux\n";
    private static final String CRYPTO =
            "a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5\n";

    private final OfferAnswer alice = phone("192.0.2.1", Optional.of(ALICE));
    private final OfferAnswer bob = phone("192.0.2.2", Optional.of(BOB));

    private static OfferAnswer phone(String host, Optional<DtlsIdentity> identity) {
        // no key may go into our messages: DTLS needs none there
        return new OfferAnswer(
                new LocalMedia(InetAddress.ofLiteral(host), 4000, 4001, "x", 20, identity),
                new MediaPolicy(false, true, AudioWishes.NONE),
                RANDOM);
    }

    private static SessionDescription sdp(String session, String media) throws SdpException {
        return SessionDescription.parse(
                ("v=0\no=- 1 1 IN IP4 192.0.2.9\ns=-\nc=IN IP4 192.0.2.9\nt=0 0\n"
                                + session
                                + media)
                        .getBytes(StandardCharsets.UTF_8));
    }

    private static String text(SessionDescription description) {
        return new String(description.toBytes(), StandardCharsets.UTF_8);
    }

    private Agreement answer(String media) throws SdpException {
        return bob.answer(sdp("", media), Optional.empty(), Direction.SEND_RECV);
    }

    @Test
    void twoOfOurPhonesAgreeWhoBegins() throws SdpException {
        Offer offer = alice.offer(OfferedProfile.DTLS);
        assertThat(text(offer.description()))
                .contains("m=audio 4000 UDP/TLS/RTP/SAVP ")
                .contains("a=fingerprint:" + ALICE.fingerprint().value() + "\r\n")
                .contains("a=setup:actpass\r\n")
                .contains("a=rtcp-mux\r\n")
                .doesNotContain("a=crypto");
        Agreement atBob =
                bob.answer(
                        SessionDescription.parse(offer.description().toBytes()),
                        Optional.empty(),
                        Direction.SEND_RECV);
        assertThat(text(atBob.local())).contains("a=setup:active\r\n").contains("a=rtcp-mux\r\n");
        Agreement atAlice = alice.agree(offer, SessionDescription.parse(atBob.local().toBytes()));

        assertThat(atAlice.media().dtls())
                .contains(new DtlsParameters(ALICE, DtlsRole.PASSIVE, Set.of(BOB.fingerprint())));
        assertThat(atBob.media().dtls())
                .contains(new DtlsParameters(BOB, DtlsRole.ACTIVE, Set.of(ALICE.fingerprint())));
        assertThat(atAlice.media().awaitsKeys()).isTrue();
        assertThat(atBob.media().awaitsKeys()).isTrue();
        assertThat(atAlice.media().rtcpMux()).isTrue();
        assertThat(atBob.media().rtcpMux()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"actpass, active, ACTIVE", "active, passive, PASSIVE", "passive, active, ACTIVE"})
    void whoBeginsIsAnsweredAsItWasOffered(String offered, String answered, DtlsRole role)
            throws SdpException {
        Agreement agreed = answer(OFFER.replace("actpass", offered));
        assertThat(text(agreed.local()))
                .contains("m=audio 4000 UDP/TLS/RTP/SAVPF 0\r\n")
                .contains("a=setup:" + answered + "\r\n");
        assertThat(agreed.media().dtls().orElseThrow().role()).isEqualTo(role);
    }

    @ParameterizedTest
    @ValueSource(strings = {"RTP/SAVP", "RTP/SAVPF", "RTP/AVP", "UDP/TLS/RTP/SAVP"})
    void aFingerprintIsAnsweredOnAnyProfile(String profile) throws SdpException {
        Agreement agreed = answer(OFFER.replace("UDP/TLS/RTP/SAVPF", profile));
        assertThat(text(agreed.local()))
                .contains("m=audio 4000 " + profile + " 0\r\n")
                .contains("a=fingerprint:" + BOB.fingerprint().value());
        assertThat(agreed.media().awaitsKeys()).isTrue();
    }

    @Test
    void whereBothAreOfferedTheKeysThatNoServerKnowsAreTaken() throws SdpException {
        Agreement agreed = answer(OFFER.replace("UDP/TLS/RTP/SAVPF", "RTP/SAVP") + CRYPTO);
        assertThat(agreed.media().dtls()).isPresent();
        assertThat(text(agreed.local())).doesNotContain("a=crypto");
    }

    @Test
    void whatTheSessionSaysHoldsForTheMedium() throws SdpException {
        Agreement agreed =
                bob.answer(
                        sdp(FINGERPRINT + "a=setup:active\n", "m=audio 4000 UDP/TLS/RTP/SAVP 0\n"),
                        Optional.empty(),
                        Direction.SEND_RECV);
        assertThat(agreed.media().dtls())
                .contains(new DtlsParameters(BOB, DtlsRole.PASSIVE, Set.of(THEIRS)));
        assertThat(agreed.media().rtcpMux()).isFalse();
        assertThat(text(agreed.local())).doesNotContain("rtcp-mux");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a=setup:actpass\n",
                "a=setup:actpass\na=fingerprint:sha-1 00:11\n",
                "a=setup:actpass\na=fingerprint:sha-256 00:11\n",
                "a=setup:actpass\na=fingerprint\n",
                "a=setup:actpass\n" + CRYPTO
            })
    void withoutAFingerprintThatWeCanCheckThereIsNoCall(String attributes) {
        assertThatThrownBy(() -> answer("m=audio 4000 UDP/TLS/RTP/SAVP 0\n" + attributes))
                .isInstanceOf(SdpException.class);
        Offer offer = alice.offer(OfferedProfile.DTLS);
        String answer =
                "m=audio 4000 UDP/TLS/RTP/SAVP 0\n" + attributes.replace("actpass", "active");
        assertThatThrownBy(() -> alice.agree(offer, sdp("", answer)))
                .isInstanceOf(SdpException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"holdconn", "actpass", "", "x"})
    void anAnswerThatDoesNotSayWhoBeginsIsNone(String setup) {
        Offer offer = alice.offer(OfferedProfile.DTLS);
        String answer =
                "m=audio 4000 UDP/TLS/RTP/SAVP 0\n" + FINGERPRINT + "a=setup:" + setup + "\n";
        assertThatThrownBy(() -> alice.agree(offer, sdp("", answer)))
                .isInstanceOf(SdpException.class);
    }

    @Test
    void anAnswerOfAnotherProfileIsNone() {
        Offer offer = alice.offer(OfferedProfile.DTLS);
        assertThatThrownBy(
                        () -> alice.agree(offer, sdp("", "m=audio 4000 RTP/AVP 0\n" + FINGERPRINT)))
                .isInstanceOf(SdpException.class);
        assertThatThrownBy(() -> alice.agree(offer, sdp("", "m=audio 4000 RTP/AVP 0\n")))
                .isInstanceOf(SdpException.class);
    }

    @Test
    void aPhoneWithoutACertificateCantDoIt() {
        OfferAnswer carol = phone("192.0.2.3", Optional.empty());
        assertThatThrownBy(
                        () -> carol.answer(sdp("", OFFER), Optional.empty(), Direction.SEND_RECV))
                .isInstanceOf(SdpException.class)
                .hasMessageContaining("not supported");
    }

    @Test
    void holdingKeepsWhoBeganAndSoTheKeys() throws SdpException {
        Offer first = alice.offer(OfferedProfile.DTLS);
        Agreement atBob = bob.answer(first.description(), Optional.empty(), Direction.SEND_RECV);
        Agreement atAlice = alice.agree(first, atBob.local());

        Offer hold = alice.offerAgain(atAlice, Direction.SEND_ONLY);
        assertThat(text(hold.description()))
                .contains("UDP/TLS/RTP/SAVP")
                .contains("a=setup:actpass\r\n");
        Agreement heldAtBob =
                bob.answer(hold.description(), Optional.of(atBob), Direction.SEND_RECV);
        assertThat(heldAtBob.media().dtls()).isEqualTo(atBob.media().dtls());
        assertThat(alice.agree(hold, heldAtBob.local()).media().dtls())
                .isEqualTo(atAlice.media().dtls());

        Offer back = bob.offerAgain(heldAtBob, Direction.SEND_RECV);
        Agreement again =
                alice.answer(back.description(), Optional.of(atAlice), Direction.SEND_RECV);
        assertThat(again.media().dtls()).isEqualTo(atAlice.media().dtls());
    }

    /// As linphone answers where we hold.
    @Test
    void anAnswerAgainThatSaysNothingOfDtlsKeepsTheAssociation() throws SdpException {
        Offer first = alice.offer(OfferedProfile.DTLS);
        Agreement atBob = bob.answer(first.description(), Optional.empty(), Direction.SEND_RECV);
        Agreement atAlice = alice.agree(first, atBob.local());
        SessionDescription silent =
                SessionDescription.parse(
                        text(atBob.local())
                                .replaceAll("a=(fingerprint|setup):.*\r\n", "")
                                .getBytes(StandardCharsets.UTF_8));

        Offer hold = alice.offerAgain(atAlice, Direction.SEND_ONLY);
        assertThat(alice.agree(hold, silent).media().dtls()).isEqualTo(atAlice.media().dtls());
        assertThatThrownBy(() -> alice.agree(first, silent))
                .isInstanceOf(SdpException.class)
                .hasMessageContaining("fingerprint");
    }

    @Test
    void whoIsAskedAgainStaysWhatHeWas() throws SdpException {
        Agreement passive = answer(OFFER.replace("actpass", "active"));
        Agreement again = bob.answer(sdp("", OFFER), Optional.of(passive), Direction.SEND_RECV);
        assertThat(again.media().dtls()).isEqualTo(passive.media().dtls());
    }

    @Test
    void anotherFingerprintIsAnotherAssociation() throws SdpException {
        Agreement agreed = answer(OFFER);
        String other = Fingerprint.of(new byte[] {8}).value();
        Agreement changed =
                bob.answer(
                        sdp("", OFFER.replace(THEIRS.value(), other)),
                        Optional.of(agreed),
                        Direction.SEND_RECV);
        assertThat(changed.media().dtls()).isPresent().isNotEqualTo(agreed.media().dtls());
    }

    @ParameterizedTest
    @ValueSource(strings = {"m=audio 4000 RTP/AVP 0\n", "m=audio 4000 RTP/SAVP 0\n" + CRYPTO})
    void aCallEncryptedBetweenThePhonesStaysSo(String offer) throws SdpException {
        Agreement agreed = answer(OFFER);
        assertThatThrownBy(
                        () -> bob.answer(sdp("", offer), Optional.of(agreed), Direction.SEND_RECV))
                .isInstanceOf(SdpException.class)
                .hasMessageContaining("stays so");
    }

    @Test
    void whatIsCutOrChangedIsAnsweredWithDtlsOrNotAtAll() throws SdpException {
        Random random = new Random(9);
        String whole = OFFER;
        int answered = 0;
        for (int i = 0; i < 20_000; i++) {
            StringBuilder text = new StringBuilder(whole);
            int at =
                    whole.indexOf("a=fingerprint")
                            + random.nextInt(whole.length() - whole.indexOf("a=fingerprint"));
            if (random.nextBoolean()) {
                text.setLength(at);
            } else {
                text.setCharAt(at, (char) (32 + random.nextInt(95)));
            }
            try {
                assertThat(answer(text.toString()).media().dtls()).isPresent();
                answered++;
            } catch (SdpException e) {
                assertThat(e.getMessage()).isNotEmpty();
            }
        }
        assertThat(answered).isPositive();
    }
}

package org.earshot.softphone.sdp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.earshot.softphone.media.AudioWishes;
import org.earshot.softphone.media.CodecChoice;
import org.earshot.softphone.media.CodecChoice.OtherCodec;
import org.earshot.softphone.media.CodecName;
import org.earshot.softphone.media.Direction;
import org.earshot.softphone.media.RedundancyChoice;
import org.earshot.softphone.media.TelephoneEventChoice;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// RFC 3264, and RFC 4568 where there are keys.
class OfferAnswerTest {
    private static final CodecChoice PCMU_FIRST =
            new CodecChoice(CodecName.PCMU, 0, 20)
                    .with(
                            List.of(
                                    new OtherCodec(CodecName.OPUS, 96),
                                    new OtherCodec(CodecName.G722, 9),
                                    new OtherCodec(CodecName.PCMA, 8)));

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final MediaPolicy OPEN_AND_KEYED = new MediaPolicy(true, true, AudioWishes.NONE);
    private static final String KEY = Base64.getEncoder().encodeToString(new byte[30]);
    private static final String CRYPTO =
            "a=crypto:7 AES_CM_128_HMAC_SHA1_80 inline:" + KEY + "|2^20\n";

    private final OfferAnswer alice = phone("192.0.2.1", 4000, OPEN_AND_KEYED);
    private final OfferAnswer bob = phone("192.0.2.2", 6000, OPEN_AND_KEYED);

    private static OfferAnswer phone(String host, int port, MediaPolicy policy) {
        return phone(host, port, policy, 20);
    }

    private static OfferAnswer phone(String host, int port, MediaPolicy policy, int packetMillis) {
        return new OfferAnswer(
                new LocalMedia(InetAddress.ofLiteral(host), port, port + 1, "x", packetMillis),
                policy,
                RANDOM);
    }

    private static SessionDescription sdp(String media) throws SdpException {
        return SessionDescription.parse(
                ("v=0\no=- 1 1 IN IP4 192.0.2.9\ns=-\nc=IN IP4 192.0.2.9\nt=0 0\n" + media)
                        .getBytes(StandardCharsets.UTF_8));
    }

    private static SessionDescription overTheWire(SessionDescription description)
            throws SdpException {
        SessionDescription read = SessionDescription.parse(description.toBytes());
        assertThat(read).isEqualTo(description);
        return read;
    }

    private static String text(SessionDescription description) {
        return new String(description.toBytes(), StandardCharsets.UTF_8);
    }

    private Agreement answer(String media) throws SdpException {
        return bob.answer(sdp(media), Optional.empty(), Direction.SEND_RECV);
    }

    /// Such addresses are there on each network card, and ours says on which.
    @Test
    void aLinkLocalAddressIsOnTheNetworkCardOfOurs() throws Exception {
        InetAddress own =
                Inet6Address.getByAddress(null, InetAddress.ofLiteral("fe80::2").getAddress(), 3);
        OfferAnswer here =
                new OfferAnswer(new LocalMedia(own, 4000, 4001, "x", 20), OPEN_AND_KEYED, RANDOM);
        Agreement agreement =
                here.answer(
                        SessionDescription.parse(
                                "v=0\no=- 1 1 IN IP6 fe80::7\ns=-\nc=IN IP6 fe80::7\nt=0 0\nm=audio 6000 RTP/AVP 0\na=rtcp:6005 IN IP6 fe80::8\n"
                                        .getBytes(StandardCharsets.UTF_8)),
                        Optional.empty(),
                        Direction.SEND_RECV);
        assertThat(scope(agreement.media().remoteRtp())).isEqualTo(3);
        assertThat(scope(agreement.media().remoteRtcp())).isEqualTo(3);
        assertThat(text(agreement.local())).contains("c=IN IP6 fe80:").doesNotContain("%");
        assertThat(
                        scope(
                                here.answer(
                                                SessionDescription.parse(
                                                        "v=0\no=- 1 1 IN IP6 ::1\ns=-\nc=IN IP6 2001:db8::7\nt=0 0\nm=audio 6000 RTP/AVP 0\n"
                                                                .getBytes(StandardCharsets.UTF_8)),
                                                Optional.empty(),
                                                Direction.SEND_RECV)
                                        .media()
                                        .remoteRtp()))
                .as("of an address that is one everywhere")
                .isZero();
    }

    private static int scope(InetSocketAddress address) {
        return ((Inet6Address) address.getAddress()).getScopeId();
    }

    @ParameterizedTest(name = "{0} gives {1}")
    @CsvSource({
        "KEYED, SDES:AEAD_AES_256_GCM",
        "KEYED_IF_POSSIBLE, SDES:AEAD_AES_256_GCM",
        "PLAIN, none"
    })
    void twoOfOurPhonesAgree(OfferedProfile profile, String encryption) throws SdpException {
        Offer offer = alice.offer(profile);
        Agreement atBob =
                bob.answer(overTheWire(offer.description()), Optional.empty(), Direction.SEND_RECV);
        Agreement atAlice = alice.agree(offer, overTheWire(atBob.local()));

        assertThat(atAlice.encryption()).isEqualTo(encryption);
        assertThat(atBob.encryption()).isEqualTo(encryption);
        assertThat(atAlice.codec()).isEqualTo(AudioCodec.OPUS);
        assertThat(atAlice.media().outboundKeys()).isEqualTo(atBob.media().inboundKeys());
        assertThat(atBob.media().outboundKeys()).isEqualTo(atAlice.media().inboundKeys());
        assertThat(atAlice.media().remoteRtp()).isEqualTo(new InetSocketAddress("192.0.2.2", 6000));
        assertThat(atAlice.media().remoteRtcp())
                .isEqualTo(new InetSocketAddress("192.0.2.2", 6001));
        assertThat(atAlice.media().telephoneEvent())
                .contains(new TelephoneEventChoice(97, 97, 48_000, OptionalInt.of(101)));
    }

    @Test
    void aKeyedOfferHasThreeSuitesTheStrongestFirst() {
        assertThat(alice.offer(OfferedProfile.KEYED).keys())
                .extracting(k -> k.tag() + " " + k.suite())
                .containsExactly(
                        "1 AEAD_AES_256_GCM", "2 AEAD_AES_128_GCM", "3 AES_CM_128_HMAC_SHA1_80");
        assertThat(text(alice.offer(OfferedProfile.KEYED).description())).contains("RTP/SAVP ");
        assertThat(text(alice.offer(OfferedProfile.PLAIN).description()))
                .contains("RTP/AVP ")
                .doesNotContain("crypto");
    }

    @Test
    void theOfferersOrderDecidesAndHisNumbersAreUsed() throws SdpException {
        Agreement agreed =
                answer(
                        """
                        m=audio 4000 RTP/AVP 18 111 0 126
                        a=rtpmap:111 OPUS/48000/2
                        a=rtpmap:126 telephone-event/8000
                        a=ptime:40
                        """);
        assertThat(agreed.codec()).isEqualTo(AudioCodec.OPUS);
        assertThat(agreed.media().codec().sentPayloadType()).isEqualTo(111);
        assertThat(agreed.media().codec().receivedPayloadType()).isEqualTo(111);
        assertThat(agreed.media().codec().packetMillis()).isEqualTo(40);
        assertThat(agreed.media().telephoneEvent())
                .contains(new TelephoneEventChoice(126, 126, 8000));
        assertThat(text(agreed.local()))
                .contains("m=audio 6000 RTP/AVP 111 126\r\n")
                .contains("a=fmtp:126 0-15\r\n");
    }

    /// RFC 8866 §6.4: each side says what it wishes to get.
    @Test
    void eachSendsPacketsAsLongAsTheOtherWishes() throws SdpException {
        OfferAnswer quick = phone("192.0.2.3", 7000, OPEN_AND_KEYED, 10);
        Offer offer = quick.offer(OfferedProfile.KEYED);
        assertThat(text(offer.description())).contains("a=ptime:10\r\n");
        Agreement there = bob.answer(offer.description(), Optional.empty(), Direction.SEND_RECV);
        assertThat(there.media().codec().packetMillis()).isEqualTo(10);
        assertThat(text(there.local())).contains("a=ptime:20\r\n");
        assertThat(quick.agree(offer, there.local()).media().codec().packetMillis()).isEqualTo(20);
        assertThat(
                        text(
                                quick.offerAgain(
                                                quick.agree(offer, there.local()),
                                                Direction.SEND_ONLY)
                                        .description()))
                .contains("a=ptime:10\r\n");
    }

    @Test
    void anAnswerMayNumberACodecDifferently() throws SdpException {
        Offer offer = alice.offer(OfferedProfile.PLAIN);
        Agreement agreed =
                alice.agree(offer, sdp("m=audio 5000 RTP/AVP 120\na=rtpmap:120 opus/48000/2\n"));
        assertThat(agreed.media().codec().sentPayloadType()).isEqualTo(120);
        assertThat(agreed.media().codec().receivedPayloadType()).isEqualTo(96);
        assertThat(agreed.media().telephoneEvent()).isEmpty();
    }

    @Test
    void otherMediaAreRefusedInTheirPlace() throws SdpException {
        Agreement agreed =
                answer(
                        """
                        m=video 4002 RTP/AVP 99
                        a=rtpmap:99 VP8/90000
                        m=audio 4000 RTP/AVP 0
                        m=audio 4004 RTP/AVP 8
                        m=image 4006 udptl t38
                        """);
        assertThat(agreed.local().media())
                .extracting(m -> m.kind() + " " + m.port() + " " + m.profile())
                .containsExactly(
                        "video 0 RTP/AVP",
                        "audio 6000 RTP/AVP",
                        "audio 0 RTP/AVP",
                        "image 0 udptl");
        assertThat(text(agreed.local())).contains("m=image 0 udptl t38\r\n");
    }

    @ParameterizedTest(name = "{0} {1} is answered {2}, held {3}")
    @CsvSource({
        "192.0.2.9, sendrecv, sendrecv, false",
        "192.0.2.9, sendonly, recvonly, true",
        "192.0.2.9, recvonly, sendonly, false",
        "192.0.2.9, inactive, inactive, true",
        "0.0.0.0, sendrecv, recvonly, true", // hold of RFC 2543
        "0.0.0.0, inactive, inactive, true",
    })
    void directions(String address, String offered, String answered, boolean held)
            throws SdpException {
        Agreement agreed =
                answer("m=audio 4000 RTP/AVP 0\nc=IN IP4 " + address + "\na=" + offered + "\n");
        assertThat(text(agreed.local())).contains("a=" + answered + "\r\n");
        assertThat(agreed.heldByPeer()).isEqualTo(held);
    }

    @Test
    void whoHoldsAnswersAnOfferWithSendonly() throws SdpException {
        Agreement agreed =
                bob.answer(sdp("m=audio 4000 RTP/AVP 0\n"), Optional.empty(), Direction.SEND_ONLY);
        assertThat(agreed.media().direction()).isEqualTo(Direction.SEND_ONLY);
    }

    @Test
    void holdAndResumeKeepKeysNumbersAndCountTheVersion() throws SdpException {
        Offer first = alice.offer(OfferedProfile.KEYED);
        Agreement atBob = bob.answer(first.description(), Optional.empty(), Direction.SEND_RECV);
        Agreement atAlice = alice.agree(first, atBob.local());

        Offer hold = bob.offerAgain(atBob, Direction.SEND_ONLY);
        assertThat(hold.description().origin().version()).isEqualTo("2");
        assertThat(hold.description().origin().sessionId())
                .isEqualTo(atBob.local().origin().sessionId());
        Agreement heldAlice =
                alice.answer(
                        overTheWire(hold.description()), Optional.of(atAlice), Direction.SEND_RECV);
        Agreement heldBob = bob.agree(hold, heldAlice.local());

        assertThat(heldAlice.heldByPeer()).isTrue();
        assertThat(heldAlice.media().direction()).isEqualTo(Direction.RECV_ONLY);
        assertThat(heldBob.media().direction()).isEqualTo(Direction.SEND_ONLY);
        assertThat(heldBob.media().codec()).isEqualTo(atBob.media().codec());
        assertThat(heldBob.media().outboundKeys()).isEqualTo(atBob.media().outboundKeys());
        assertThat(heldBob.media().inboundKeys()).isEqualTo(atBob.media().inboundKeys());
        assertThat(heldAlice.local().origin().version()).isEqualTo("2");

        Offer resume = bob.offerAgain(heldBob, Direction.SEND_RECV);
        assertThat(resume.description().origin().version()).isEqualTo("3");
    }

    @Test
    void atAnotherAddressOnlyTheVersionOfTheOriginChanges() throws SdpException {
        Offer first = alice.offer(OfferedProfile.KEYED);
        Agreement atBob = bob.answer(first.description(), Optional.empty(), Direction.SEND_RECV);
        Agreement atAlice = alice.agree(first, atBob.local());

        OfferAnswer moved = phone("198.51.100.1", 5000, OPEN_AND_KEYED);
        Offer again = moved.offerAgain(atAlice, Direction.SEND_RECV);
        Origin before = atAlice.local().origin();
        assertThat(again.description().origin())
                .isEqualTo(
                        new Origin(
                                before.username(),
                                before.sessionId(),
                                "2",
                                before.addressType(),
                                before.address()));
        Agreement bobThen =
                bob.answer(
                        overTheWire(again.description()), Optional.of(atBob), Direction.SEND_RECV);
        assertThat(bobThen.media().remoteRtp())
                .isEqualTo(new InetSocketAddress("198.51.100.1", 5000));
        assertThat(bobThen.media().inboundKeys()).isEqualTo(atBob.media().inboundKeys());
        assertThat(bobThen.media().outboundKeys()).isEqualTo(atBob.media().outboundKeys());
    }

    @Test
    void anUnchangedAnswerKeepsItsVersion() throws SdpException {
        SessionDescription offer = sdp("m=audio 4000 RTP/SAVP 0\n" + CRYPTO);
        Agreement first = bob.answer(offer, Optional.empty(), Direction.SEND_RECV);
        Agreement again = bob.answer(offer, Optional.of(first), Direction.SEND_RECV);
        assertThat(again.local()).isEqualTo(first.local());
    }

    @ParameterizedTest(name = "{0} crypto {1}, TLS {2}, plain allowed {3}: {4}")
    @CsvSource({
        "RTP/SAVP, true, true, true, SDES:AES_CM_128_HMAC_SHA1_80",
        "RTP/SAVPF, true, true, false, SDES:AES_CM_128_HMAC_SHA1_80",
        "RTP/AVP, true, true, false, SDES:AES_CM_128_HMAC_SHA1_80",
        "RTP/AVPF, false, true, true, none",
        "RTP/AVP, false, false, true, none",
        "RTP/AVP, true, false, true, none",
        "RTP/AVP, false, true, false, encryption is required",
        "RTP/SAVP, false, true, true, encrypted audio without a key that we can use",
        "RTP/SAVP, true, false, true, media keys need TLS",
        "UDP/TLS/RTP/SAVPF, false, true, true, UDP/TLS/RTP/SAVPF is not supported",
    })
    void whatAnOfferComesTo(
            String profile, boolean crypto, boolean tls, boolean plainAllowed, String outcome)
            throws SdpException {
        OfferAnswer phone =
                phone("192.0.2.2", 6000, new MediaPolicy(tls, plainAllowed, AudioWishes.NONE));
        SessionDescription offer = sdp("m=audio 4000 " + profile + " 0\n" + (crypto ? CRYPTO : ""));
        String actual;
        try {
            Agreement agreed = phone.answer(offer, Optional.empty(), Direction.SEND_RECV);
            assertThat(agreed.local().media().getFirst().profile()).isEqualTo(profile);
            assertThat(text(agreed.local()).contains("a=crypto:7 "))
                    .isEqualTo(!agreed.encryption().equals("none"));
            actual = agreed.encryption();
        } catch (SdpException e) {
            actual = e.getMessage();
        }
        assertThat(actual).isEqualTo(outcome);
    }

    @ParameterizedTest(name = "{0} answered {1} crypto {2}: {3}")
    @CsvSource({
        "KEYED, RTP/SAVP, true, SDES:AES_CM_128_HMAC_SHA1_80",
        "KEYED, RTP/SAVP, false, answered without a key",
        "KEYED, RTP/AVP, false, answered without a key",
        "KEYED_IF_POSSIBLE, RTP/AVP, true, SDES:AES_CM_128_HMAC_SHA1_80",
        "KEYED_IF_POSSIBLE, RTP/SAVP, true, SDES:AES_CM_128_HMAC_SHA1_80",
        "KEYED_IF_POSSIBLE, RTP/SAVP, false, answered without a key",
        "KEYED_IF_POSSIBLE, RTP/AVP, false, none",
        "PLAIN, RTP/AVP, true, none",
        "PLAIN, RTP/SAVP, true, answered with a profile that was not offered",
    })
    void whatAnAnswerComesTo(OfferedProfile offered, String profile, boolean crypto, String outcome)
            throws SdpException {
        String line = "a=crypto:3 AES_CM_128_HMAC_SHA1_80 inline:" + KEY + "\n";
        SessionDescription answer = sdp("m=audio 4000 " + profile + " 0\n" + (crypto ? line : ""));
        String actual;
        try {
            actual = alice.agree(alice.offer(offered), answer).encryption();
        } catch (SdpException e) {
            actual = e.getMessage();
        }
        assertThat(actual).isEqualTo(outcome);
    }

    @Test
    void whereEncryptionIsRequiredAPlainAnswerEndsIt() {
        OfferAnswer strict =
                phone("192.0.2.1", 4000, new MediaPolicy(true, false, AudioWishes.NONE));
        Offer offer = strict.offer(OfferedProfile.KEYED_IF_POSSIBLE);
        assertThatThrownBy(() -> strict.agree(offer, sdp("m=audio 4000 RTP/AVP 0\n")))
                .isInstanceOf(SdpException.class)
                .hasMessage("encryption is required");
    }

    @Test
    void anAnswerWithATagThatWasNotOfferedHasNoKey() {
        assertThatThrownBy(() ->
                        alice.agree(
                                alice.offer(OfferedProfile.KEYED),
                                sdp("m=audio 4000 RTP/SAVP 0\n" + CRYPTO)))
                .isInstanceOf(SdpException.class)
                .hasMessage("answered without a key");
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(
            delimiter = '|',
            value = {
                "m=audio 0 RTP/AVP 0 | the audio was refused",
                "m=audio 4 RTP/AVP 18 | no codec in common",
                "m=video 4 RTP/AVP 0 | the audio was refused",
                "m=audio 4 RTP/AVP 0;m=audio 6 RTP/AVP 0 | answered another number of media",
                "m=audio 4 RTP/AVP 0;c=IN IP4 example.org | c= holds no numeric address",
                "m=audio 4 RTP/AVP 0;c=IN IP4 224.2.1.1/127 | c= holds a multicast address",
            })
    void answersThatAreNone(String media, String reason) {
        assertThatThrownBy(() ->
                        alice.agree(
                                alice.offer(OfferedProfile.PLAIN),
                                sdp(media.replace(';', '\n') + "\n")))
                .isInstanceOf(SdpException.class)
                .hasMessage(reason);
    }

    @Test
    void theRtcpAttributeSaysWhereReportsGo() throws SdpException {
        assertThat(
                        answer("m=audio 4000 RTP/AVP 0\na=rtcp:53020 IN IP4 192.0.2.77\n")
                                .media()
                                .remoteRtcp())
                .isEqualTo(new InetSocketAddress("192.0.2.77", 53020));
    }

    @Test
    void payloadTypesThatLookLikeRtcpAreNotUsed() throws SdpException {
        Agreement agreed = answer("m=audio 4000 RTP/AVP 72 0\na=rtpmap:72 opus/48000/2\n");
        assertThat(agreed.codec()).isEqualTo(AudioCodec.PCMU);
    }

    /// RFC 3551 §4.5.2 and §6: type 9 needs no rtpmap, and its clock runs at 8 kHz.
    @Test
    void theWidebandCodecOfDeskPhonesIsTaken() throws SdpException {
        for (String map : new String[] {"", "a=rtpmap:9 g722/8000/1\n"}) {
            Agreement agreed = answer("m=audio 4000 RTP/AVP 9 8 0\n" + map);

            assertThat(agreed.codec()).isEqualTo(AudioCodec.G722);
            assertThat(agreed.media().codec()).isEqualTo(new CodecChoice(CodecName.G722, 9, 20));
            assertThat(text(agreed.local()))
                    .contains(" 9\r\n")
                    .contains("a=rtpmap:9 G722/8000\r\n");
        }
    }

    /// RFC 3389 §4: by its static number, where both sides want it and the codec has none itself.
    @ParameterizedTest(name = "wanted {0}, offered {1}: {2}")
    @CsvSource({
        "true, 0 8 13, true",
        "true, 9 13, true",
        "true, 0 8, false",
        "false, 0 8 13, false",
        "true, 96 0 13, false"
    })
    void comfortNoiseIsForBothOrForNobody(boolean wanted, String formats, boolean agreed)
            throws SdpException {
        OfferAnswer phone =
                phone(
                        "192.0.2.2",
                        6000,
                        new MediaPolicy(true, true, new AudioWishes(wanted, false, false)));
        Agreement answer =
                phone.answer(
                        sdp(
                                "m=audio 4000 RTP/AVP "
                                        + formats
                                        + "\na=rtpmap:96 opus/48000/2\na=rtpmap:13 CN/8000\n"),
                        Optional.empty(),
                        Direction.SEND_RECV);

        assertThat(answer.media().codec().comfortNoise()).isEqualTo(agreed);
        assertThat(text(answer.local()).contains(" 13\r\n")).isEqualTo(agreed);
        assertThat(text(answer.local()).contains("a=rtpmap:13 CN/8000\r\n")).isEqualTo(agreed);
    }

    @Test
    void comfortNoiseThatWasOfferedMayBeAnswered() throws SdpException {
        OfferAnswer quiet =
                phone(
                        "192.0.2.1",
                        4000,
                        new MediaPolicy(true, true, new AudioWishes(true, false, false)));
        Offer offer = quiet.offer(OfferedProfile.PLAIN);
        assertThat(text(offer.description())).contains("RTP/AVP 96 9 0 8 98 13 97 101\r\n");

        assertThat(quiet.agree(offer, sdp("m=audio 4000 RTP/AVP 0 13\n")).media().codec())
                .isEqualTo(PCMU_FIRST.withComfortNoise());
        assertThat(quiet.agree(offer, sdp("m=audio 4000 RTP/AVP 0\n")).media().codec())
                .isEqualTo(PCMU_FIRST);
    }

    /// RFC 3264 §6.1: an answer may name several, of which each may come; our own answers name one.
    @Test
    void whatWasOfferedIsUnderstoodWhateverWasAnsweredFirst() throws SdpException {
        Offer offer = alice.offer(OfferedProfile.PLAIN);
        assertThat(alice.agree(offer, sdp("m=audio 4000 RTP/AVP 0 8 101\n")).media().codec())
                .isEqualTo(PCMU_FIRST);
        assertThat(answer("m=audio 4000 RTP/AVP 0 8 101\n").media().codec().others()).isEmpty();
    }

    @Test
    void weOfferTheBestFirst() {
        assertThat(text(alice.offer(OfferedProfile.PLAIN).description()))
                .contains("RTP/AVP 96 9 0 8 98 97 101\r\n");
    }

    /// RFC 2198 §5.
    @Test
    void olderAudioTravelsWithNewWhereBothTakeIt() throws SdpException {
        Offer offer = alice.offer(OfferedProfile.PLAIN);
        assertThat(text(offer.description()))
                .contains("a=rtpmap:98 red/48000/2\r\na=fmtp:98 96/96\r\n");
        Agreement atBob =
                bob.answer(overTheWire(offer.description()), Optional.empty(), Direction.SEND_RECV);
        Agreement atAlice = alice.agree(offer, overTheWire(atBob.local()));
        assertThat(text(atBob.local())).contains("a=fmtp:98 96/96\r\n");
        assertThat(atBob.media().codec().redundancy()).contains(new RedundancyChoice(98, 98));
        assertThat(atAlice.media().codec().redundancy()).contains(new RedundancyChoice(98, 98));
    }

    /// As a browser offers it.
    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource({
        "111/111, true",
        "111, true",
        "111/111/111, true",
        "0/0, false",
        "111/0, false",
        "'', false",
        "/, false"
    })
    void olderAudioIsThatOfTheCodecInUse(String blocks, boolean agreed) throws SdpException {
        Agreement agreement =
                answer(
                        """
                        m=audio 4000 RTP/AVP 111 63 0
                        a=rtpmap:111 opus/48000/2
                        a=rtpmap:63 red/48000/2
                        a=fmtp:63 %s
                        """
                                .formatted(blocks));
        assertThat(agreement.media().codec().redundancy().isPresent()).isEqualTo(agreed);
        assertThat(text(agreement.local()).contains("a=rtpmap:63 red/48000/2\r\n"))
                .isEqualTo(agreed);
        assertThat(text(agreement.local()).contains("a=fmtp:63 111/111\r\n")).isEqualTo(agreed);
    }

    @Test
    void whoKnowsNoOlderAudioGetsNone() throws SdpException {
        Offer offer = alice.offer(OfferedProfile.PLAIN);
        Agreement agreed =
                alice.agree(offer, sdp("m=audio 4000 RTP/AVP 96\na=rtpmap:96 opus/48000/2\n"));
        assertThat(agreed.media().codec().redundancy()).isEmpty();
    }

    @Test
    void iPv6() throws SdpException {
        OfferAnswer six = phone("2001:db8::1", 4000, OPEN_AND_KEYED);
        assertThat(text(six.offer(OfferedProfile.PLAIN).description()))
                .contains("c=IN IP6 2001:db8:0:0:0:0:0:1\r\n");
        Agreement agreed =
                six.answer(
                        sdp("m=audio 4000 RTP/AVP 0\nc=IN IP6 2001:db8::2\n"),
                        Optional.empty(),
                        Direction.SEND_RECV);
        assertThat(agreed.media().remoteRtp().getAddress())
                .isEqualTo(InetAddress.ofLiteral("2001:db8::2"));
    }

    @Test
    void ofSeveralAudioLinesTheFirstUsableIsTaken() throws SdpException {
        Agreement agreed = answer("m=audio 4000 UDP/TLS/RTP/SAVPF 0\nm=audio 4002 RTP/AVP 8\n");
        assertThat(agreed.local().media())
                .extracting(MediaDescription::port)
                .isEqualTo(List.of(0, 6000));
    }
}

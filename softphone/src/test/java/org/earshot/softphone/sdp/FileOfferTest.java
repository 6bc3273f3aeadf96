package org.earshot.softphone.sdp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import org.earshot.softphone.sdp.MsrpEnd.Setup;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// RFC 5547 §8, with RFC 4975 §8, RFC 6135 and RFC 8122.
class FileOfferTest {
    private static final String FINGERPRINT = "sha-256 " + "AB:".repeat(31) + "CD";
    private static final MsrpEnd ALICE =
            new MsrpEnd(
                    "192.0.2.1",
                    7654,
                    List.of("msrps://192.0.2.1:7654/jshA7we;tcp"),
                    Set.of(FINGERPRINT),
                    Setup.ACTPASS);
    private static final MsrpEnd BOB =
            new MsrpEnd(
                    "192.0.2.2",
                    8888,
                    List.of("msrps://192.0.2.2:8888/9di4ea;tcp"),
                    Set.of(FINGERPRINT),
                    Setup.ACTPASS);
    private static final FileOffer OFFER =
            new FileOffer(
                    new FileSelector(
                            Optional.of("My \"cool\" picture.jpg"),
                            Optional.of("image/jpeg"),
                            OptionalLong.of(4092),
                            List.of(new FileHash(FileHash.SHA_256, "ab".repeat(32)))),
                    "Q6LMoGymJdh0IKIgD6wD0jkcfgva4xvE",
                    0,
                    true,
                    Optional.of(Instant.parse("2026-05-15T13:02:31Z")),
                    ALICE);

    private static SessionDescription parsed(String text) throws SdpException {
        return SessionDescription.parse(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String text(SessionDescription session) {
        return new String(session.toBytes(), StandardCharsets.UTF_8);
    }

    private static String offer() {
        return text(OFFER.description(17));
    }

    @Test
    void anOfferComesOverWhole() throws SdpException {
        SessionDescription read = parsed(offer());
        assertThat(FileOffer.isIn(read)).isTrue();
        assertThat(FileOffer.read(read)).isEqualTo(OFFER);
        assertThat(offer())
                .contains(
                        "m=message 7654 TCP/TLS/MSRP *\r\n",
                        "c=IN IP4 192.0.2.1\r\n",
                        "a=sendonly\r\n",
                        "a=accept-types:*\r\n",
                        "a=setup:actpass\r\n",
                        "a=file-disposition:attachment\r\n",
                        "a=file-range:1-*\r\n",
                        "a=file-date:modification:\"Fri, 15 May 2026 13:02:31 +0000\"\r\n");
    }

    @Test
    void whatIsTakenBackIsKnownByItsTransfer() throws SdpException {
        for (String host : List.of("192.0.2.1", "2001:db8::1")) {
            FileOffer back = FileOffer.takingBack(OFFER.selector(), OFFER.transferId(), host);
            SessionDescription read = parsed(text(back.description(17)));
            assertThat(FileOffer.isIn(read)).isFalse();
            assertThat(FileOffer.takenBackIn(read))
                    .contains(new FileOffer.TakenBack(OFFER.selector(), OFFER.transferId()));
        }
        assertThat(FileOffer.takenBackIn(parsed(offer()))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"message 0,audio 0", "a=file-transfer-id,a=x", "size:4092,size:x"})
    void whatNamesNoFileTakesNoneBack(String from, String to) throws SdpException {
        String back = offer().replace("message 7654", "message 0").replace(from, to);
        assertThat(FileOffer.takenBackIn(parsed(back))).isEmpty();
    }

    @Test
    void anAnswerComesOverWithWhatIsThereAlready() throws SdpException {
        SessionDescription offered = parsed(offer());
        String answer = text(FileOffer.read(offered).answer(offered, 1000, BOB, 18));
        assertThat(answer)
                .contains("a=recvonly\r\n", "a=setup:active\r\n", "a=file-range:1001-*\r\n");
        FileAnswer read = FileAnswer.read(OFFER, parsed(answer));
        assertThat(read).isEqualTo(new FileAnswer(1000, BOB.with(Setup.ACTIVE), false));
    }

    /// As in the examples of RFC 5547 §9: files are taken in CPIM, and not as they are.
    @ParameterizedTest
    @CsvSource({
        "*, '', false",
        "message/cpim, *, true",
        "message/cpim, '', true",
        "Message/CPIM text/plain, image/*, true",
        "message/cpim text/plain;charset=utf-8, image/png image/jpeg, true",
        "message/cpim, text/plain, false",
        "message/cpim image/*, *, false",
        "message/cpim image/JPEG, *, false",
        "text/plain, *, false",
    })
    void anAnswerSaysHowItTakesTheFile(String types, String wrapped, boolean inCpim)
            throws SdpException {
        SessionDescription offered = parsed(offer());
        String answer = text(OFFER.answer(offered, 0, BOB, 18));
        String other =
                answer.replace(
                        "a=accept-types:*\r\n",
                        "a=accept-types:"
                                + types
                                + "\r\n"
                                + (wrapped.isEmpty()
                                        ? ""
                                        : "a=accept-wrapped-types:" + wrapped + "\r\n"));
        assertThat(FileAnswer.read(OFFER, parsed(other)).inCpim()).isEqualTo(inCpim);
        assertThat(FileAnswer.read(OFFER, parsed(answer)).inCpim()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"4091, false", "4092, true", "99999999, true", "x, true", "'', true"})
    void whoTakesNoLargerMessagesIsSentNone(String most, boolean taken) throws SdpException {
        SessionDescription offered = parsed(offer());
        SessionDescription answer =
                parsed(text(OFFER.answer(offered, 0, BOB, 18)) + "a=max-size:" + most + "\r\n");
        if (taken) {
            assertThat(FileAnswer.read(OFFER, answer).from()).isZero();
        } else {
            assertThatThrownBy(() -> FileAnswer.read(OFFER, answer))
                    .isInstanceOf(SdpException.class)
                    .hasMessage("the other phone takes at most 4091 bytes");
        }
    }

    @Test
    void whoWantsToConnectIsWaitedFor() throws SdpException {
        SessionDescription offered = parsed(offer().replace("actpass", "active"));
        FileOffer read = FileOffer.read(offered);
        assertThat(read.answered(BOB)).isEqualTo(Setup.PASSIVE);
        assertThat(text(read.answer(offered, 0, BOB, 18))).contains("a=setup:passive\r\n");
    }

    @Test
    void whoIsAtARelayIsConnectedTo() throws SdpException {
        MsrpEnd relayed =
                new MsrpEnd(
                        "192.0.2.9",
                        2855,
                        List.of("msrps://192.0.2.9:2855/tok;tcp", BOB.path().getFirst()),
                        BOB.fingerprints(),
                        Setup.PASSIVE);
        SessionDescription offered = parsed(offer());
        String answer = text(FileOffer.read(offered).answer(offered, 0, relayed, 18));
        assertThat(answer)
                .contains(
                        "c=IN IP4 192.0.2.9\r\n",
                        "m=message 2855 TCP/TLS/MSRP *\r\n",
                        "a=setup:passive\r\n",
                        "a=path:msrps://192.0.2.9:2855/tok;tcp " + BOB.path().getFirst() + "\r\n");
        FileAnswer read = FileAnswer.read(OFFER, parsed(answer));
        assertThat(read.end()).isEqualTo(relayed);
        assertThat(read.end().isAtRelay()).isTrue();
        assertThat(BOB.isAtRelay()).isFalse();
    }

    @Test
    void aPhoneThatSaysNothingOfWhoConnectsIsOfBefore() throws SdpException {
        SessionDescription offered = parsed(offer().replace("a=setup:actpass\r\n", ""));
        assertThat(FileOffer.read(offered).end().setup()).isEqualTo(Setup.ACTIVE);
        String answer =
                text(OFFER.answer(parsed(offer()), 0, BOB, 18)).replace("a=setup:active\r\n", "");
        assertThat(FileAnswer.read(OFFER, parsed(answer)).end().setup()).isEqualTo(Setup.PASSIVE);
    }

    @Test
    void theMediumOfAnOfferThatWasRefusedStaysRefused() throws SdpException {
        SessionDescription offered = parsed(offer() + "m=audio 0 RTP/AVP 0\r\n");
        assertThat(FileOffer.isIn(offered)).isTrue();
        assertThat(text(FileOffer.read(offered).answer(offered, 0, BOB, 1)))
                .contains("m=message 8888", "m=audio 0 RTP/AVP 0");
    }

    @ParameterizedTest(name = "{1} is no offer of a file alone")
    @CsvSource({
        "m=audio 4000 RTP/AVP 0, audio beside it",
        "m=message 2855 TCP/MSRP *, chat beside it",
    })
    void otherMediaAreForCalls(String medium, String name) throws SdpException {
        assertThat(FileOffer.isIn(parsed(offer() + medium + "\r\n"))).as(name).isFalse();
    }

    @Test
    void chatIsNoFile() throws SdpException {
        assertThat(FileOffer.isIn(parsed(offer().replace("a=file-selector", "a=selector"))))
                .isFalse();
    }

    @ParameterizedTest(name = "{0} → {1}")
    @CsvSource(
            delimiter = '|',
            value = {
                "a=sendonly | a=recvonly | only taken",
                "a=sendonly | a=inactive | only taken",
                "TCP/TLS/MSRP | TCP/MSRP | TCP/TLS/MSRP only",
                "size:4092 | '' | size",
                "a=file-range:1-* | a=file-range:1-2000 | pieces",
                "a=file-range:1-* | a=file-range:0-* | file-range",
                "a=fingerprint | a=footprint | fingerprint",
                "a=path | a=pfad | path",
                "a=file-disposition: | a=file-selector:name:x.exe | several files",
                "msrps://192.0.2.1 | http://192.0.2.1 | path",
            })
    void whatCanNotBeTakenIsSaid(String part, String instead, String why) throws SdpException {
        assertThat(offer()).contains(part);
        SessionDescription offered = parsed(offer().replace(part, instead));
        assertThatThrownBy(() -> FileOffer.read(offered))
                .isInstanceOf(SdpException.class)
                .hasMessageContaining(why);
    }

    @ParameterizedTest(name = "{0} → {1}")
    @CsvSource(
            delimiter = '|',
            value = {
                "m=message 8888 | m=message 0 | does not take",
                "m=message 8888 | m=audio 8888 | something else",
                "a=setup:active | a=setup:actpass | who connects",
                "a=fingerprint | a=footprint | fingerprint",
                "a=file-range:1-* | a=file-range:5000-* | piece",
                "a=file-range:1-* | a=file-range:1-9 | piece",
            })
    void anAnswerThatIsNoneIsSaid(String part, String instead, String why) throws SdpException {
        String answer = text(OFFER.answer(parsed(offer()), 0, BOB, 18));
        assertThat(answer).contains(part);
        SessionDescription broken = parsed(answer.replace(part, instead));
        assertThatThrownBy(() -> FileAnswer.read(OFFER, broken))
                .isInstanceOf(SdpException.class)
                .hasMessageContaining(why);
    }

    @ParameterizedTest
    @ValueSource(strings = {"yesterday", "modification:\"", "modification:\"x\"", "creation:\"x\""})
    void aDateThatIsNoneChangesNothing(String date) throws SdpException {
        String offered = offer().replaceAll("a=file-date:[^\r]*", "a=file-date:" + date);
        assertThat(FileOffer.read(parsed(offered)).modified()).isEmpty();
    }

    @Test
    void aFingerprintOfTheSessionHoldsForItsMedium() throws SdpException {
        String line = "a=fingerprint:" + FINGERPRINT + "\r\n";
        String offered = offer().replace(line, "").replace("t=0 0\r\n", "t=0 0\r\n" + line);
        assertThat(FileOffer.read(parsed(offered)).end().fingerprints())
                .containsExactly(FINGERPRINT);
    }

    @Test
    void whatIsCutOffIsReadOrRefused() {
        String whole = offer();
        int read = 0;
        for (int length = 0; length <= whole.length(); length++) {
            read += reads(whole.substring(0, length)) ? 1 : 0;
        }
        assertThat(read).isPositive().isLessThan(whole.length());
    }

    @Test
    void randomChangesAreReadOrRefused() {
        Random random = new Random(8122);
        byte[] whole = offer().getBytes(StandardCharsets.UTF_8);
        int read = 0;
        for (int round = 0; round < 20_000; round++) {
            byte[] changed = whole.clone();
            for (int i = 0; i <= random.nextInt(4); i++) {
                changed[random.nextInt(changed.length)] = (byte) random.nextInt(256);
            }
            read += reads(new String(changed, StandardCharsets.ISO_8859_1)) ? 1 : 0;
        }
        assertThat(read).isPositive().isLessThan(20_000);
    }

    private static boolean reads(String text) {
        try {
            SessionDescription session = parsed(text);
            FileOffer offer = FileOffer.read(session);
            FileAnswer.read(offer, offer.answer(session, 0, BOB, 1));
            return true;
        } catch (SdpException _) {
            return false;
        }
    }
}

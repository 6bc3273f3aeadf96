package org.earshot.softphone.sdp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.earshot.common.testdata.SharedTestData;
import org.earshot.softphone.media.AudioWishes;
import org.earshot.softphone.media.Direction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Reading what others write.
class SessionDescriptionTest {
    private static final OfferAnswer PHONE =
            new OfferAnswer(
                    new LocalMedia(InetAddress.ofLiteral("192.0.2.2"), 6000, 6001, "x", 20),
                    new MediaPolicy(true, true, AudioWishes.NONE),
                    new SecureRandom());
    private static final String SAMPLE =
            """
            v=0
            o=alice 2890844526 2890844526 IN IP4 192.0.2.9
            s=
            c=IN IP4 192.0.2.9
            t=0 0
            m=audio 49170 RTP/SAVP 0 97 101
            a=rtpmap:97 opus/48000/2
            a=rtpmap:101 telephone-event/8000
            a=fmtp:101 0-15
            a=rtcp:5 IN IP4 192.0.2.1
            a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:d0RmdmcmVCspeEc3QGZiNWpVLFJhQX1cfHAwJSoj|2^20
            a=ptime:20
            a=sendonly
            """
                    .replace("\n", "\r\n");

    @ParameterizedTest(name = "refused: {0}")
    @ValueSource(
            strings = {
                "",
                "hello",
                "v=1\no=- 1 1 IN IP4 1.2.3.4\n",
                "o=- 1 1 IN IP4 1.2.3.4\nv=0\n",
                "v=0\ns=-\n",
                "v=0\no=- 1 x IN IP4 1.2.3.4\n",
                "v=0\no=- 1 1 IN IP4 1.2.3.4\nm=audio\n",
                "v=0\no=- 1 1 IN IP4 1.2.3.4\nm=audio 99999 RTP/AVP 0\n",
                "v=0\no=- 1 1 IN IP4 1.2.3.4\nc=IN IP4\n",
                "v=0\no=- 1 1 IN IP4 1.2.3.4\nnonsense\n",
            })
    void broken(String text) {
        assertThatThrownBy(() -> SessionDescription.parse(text.getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(SdpException.class);
    }

    @Test
    void lineEndsAndUnknownTypesDoNotMatter() throws SdpException {
        SessionDescription crlf = parse(SAMPLE);
        assertThat(parse(SAMPLE.replace("\r\n", "\n"))).isEqualTo(crlf);
        assertThat(parse(SAMPLE.replace("\r\n", "\r"))).isEqualTo(crlf);
        assertThat(parse(SAMPLE.replace("t=0 0", "q=what\r\nt=0 0"))).isEqualTo(crlf);
    }

    @Test
    void everyTruncationIsReadOrRefused() {
        for (int i = 0; i < SAMPLE.length(); i++) {
            useOrRefuse(SAMPLE.substring(0, i).getBytes(StandardCharsets.UTF_8));
        }
    }

    @Test
    void randomBytesAreReadOrRefused() {
        Random random = new Random(3264);
        byte[] sample = SAMPLE.getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < 20_000; i++) {
            byte[] bytes = sample.clone();
            for (int n = random.nextInt(1, 8); n > 0; n--) {
                int at = random.nextInt(bytes.length);
                int what = random.nextInt(3);
                if (what == 0) {
                    bytes[at] = (byte) random.nextInt(256);
                } else if (what == 1) {
                    bytes[at] = (byte) "0123456789:=/ |;\r\n".charAt(random.nextInt(18));
                } else {
                    int to = random.nextInt(bytes.length);
                    bytes[at] = bytes[to];
                }
            }
            useOrRefuse(bytes);
        }
        byte[] noise = new byte[300];
        for (int i = 0; i < 1_000; i++) {
            random.nextBytes(noise);
            useOrRefuse(Arrays.copyOf(noise, random.nextInt(noise.length)));
        }
    }

    /// As an offer and as an answer: nothing but SdpException may come out.
    private static void useOrRefuse(byte[] bytes) {
        try {
            SessionDescription read = SessionDescription.parse(bytes);
            assertThat(SessionDescription.parse(read.toBytes())).isEqualTo(read);
            Agreement agreed = PHONE.answer(read, Optional.empty(), Direction.SEND_RECV);
            assertThat(agreed.local().media()).hasSameSizeAs(read.media());
            PHONE.agree(PHONE.offer(OfferedProfile.KEYED_IF_POSSIBLE), read);
        } catch (SdpException _) {
            // the declared one
        }
    }

    @Test
    void offersOfRfc4317AreAnsweredLineByLine() throws IOException, SdpException {
        int answered = 0;
        for (Path file : files("rfc-sdp/rfc4317", "offer.sdp")) {
            // The RFC writes host names, which we don't resolve.
            SessionDescription offer =
                    parse(Files.readString(file).replaceAll("IN IP4 [a-z.]+", "IN IP4 192.0.2.1"));
            try {
                Agreement agreed = PHONE.answer(offer, Optional.empty(), Direction.SEND_RECV);
                assertThat(agreed.local().media()).hasSameSizeAs(offer.media());
                for (int i = 0; i < offer.media().size(); i++) {
                    MediaDescription ours = agreed.local().media().get(i);
                    assertThat(ours.kind()).isEqualTo(offer.media().get(i).kind());
                    assertThat(ours.profile()).isEqualTo(offer.media().get(i).profile());
                    assertThat(ours.port() != 0).isEqualTo(i == agreed.audioIndex());
                }
                answered++;
            } catch (SdpException e) {
                assertThat(e).hasMessageMatching("no codec in common|no audio was offered");
            }
        }
        assertThat(answered).isGreaterThan(10);
    }

    @Test
    void whatOthersWriteIsReadOrRefused() throws IOException {
        List<Path> all =
                Stream.concat(files("rfc-sdp", ".sdp").stream(), files("sdp", ".sdp").stream())
                        .toList();
        int read = 0;
        for (Path file : all) {
            byte[] bytes = Files.readAllBytes(file);
            useOrRefuse(bytes);
            try {
                SessionDescription.parse(bytes);
                read++;
            } catch (SdpException _) {
                // fragments of RFCs
            }
        }
        assertThat(read).isGreaterThan(all.size() / 2);
    }

    private static SessionDescription parse(String text) throws SdpException {
        return SessionDescription.parse(text.getBytes(StandardCharsets.UTF_8));
    }

    private static List<Path> files(String folder, String ending) throws IOException {
        Path root = SharedTestData.path(folder);
        assumeTrue(Files.isDirectory(root), () -> "no " + root);
        try (Stream<Path> found = Files.walk(root)) {
            return found.filter(p -> p.toString().endsWith(ending)).sorted().toList();
        }
    }
}

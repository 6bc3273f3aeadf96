package org.earshot.server.ladder;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class SdpLineTest {
    private static final String SDP =
            """
            v=0
            o=alice 1 1 IN IP4 192.0.2.1
            s=words of hers
            c=IN IP4 192.0.2.1
            t=0 0
            m=audio 5004 RTP/SAVP 96 0
            a=rtpmap:96 opus/48000/2
            a=rtpmap:0 PCMU/8000
            a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:WVNfX19zZW1jdGwgKCkgewkyMjA7fQp9CnVubGVz
            a=sendonly
            m=video 0 RTP/AVP 97
            """;

    @Test
    void mediaCodecsAndWayOfKeysAndNeverTheKeys() {
        assertThat(SdpLine.of(SDP.getBytes(UTF_8)))
                .isEqualTo(
                        "audio 192.0.2.1:5004 RTP/SAVP opus, PCMU, sendonly, keys in SDP; video refused");
    }

    @Test
    void anAddressOfItsOwnAndAFingerprintOfAll() {
        assertThat(
                        SdpLine.of(
                                "v=0\r\na=fingerprint:sha-256 4A:AD\r\nm=audio 9 UDP/TLS/RTP/SAVPF 111\r\nc=IN IP6 2001:db8::1\r\na=rtpmap:111 opus/48000\r\n"
                                        .getBytes(UTF_8)))
                .isEqualTo("audio [2001:db8::1]:9 UDP/TLS/RTP/SAVPF opus, DTLS");
    }

    @Test
    void whatIsNoSessionDescriptionIsNothing() {
        assertThat(SdpLine.of("hello bob".getBytes(UTF_8))).isEmpty();
        assertThat(SdpLine.of(new byte[0])).isEmpty();
        assertThat(SdpLine.of("v=0\nm=hello-<b>! 1 x\n".getBytes(UTF_8))).startsWith("? ");
    }

    @Test
    void anyBytesAndAnyCutAreTaken() {
        Random random = new Random(31);
        byte[] sdp = SDP.getBytes(UTF_8);
        for (int i = 0; i < 2000; i++) {
            byte[] some = sdp.clone();
            for (int n = random.nextInt(8); n >= 0; n--) {
                some[4 + random.nextInt(some.length - 4)] = (byte) random.nextInt();
            }
            byte[] cut = java.util.Arrays.copyOf(some, random.nextInt(some.length));
            assertThat(SdpLine.of(cut)).hasSizeLessThan(2000);
        }
    }
}

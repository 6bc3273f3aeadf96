package org.earshot.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeyedBodyTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "v=0\r\nm=audio 1 RTP/SAVP 0\r\na=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:x\r\n",
                "v=0\nm=audio 1 RTP/AVP 0\na=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:x\n",
                "v=0\r\na=CRYPTO:1 AES_CM_128_HMAC_SHA1_80 inline:x\r\n",
                "v=0\r\na=key-mgmt:mikey AQAFgM0X\r\n",
                "a=crypto:1 x inline:y",
                "--b\r\nContent-Type: application/sdp\r\n\r\nv=0\r\na=crypto:1 x inline:y\r\n--b--",
                "--b\r\nContent-Type: application/sdp\r\nContent-Transfer-Encoding: base64\r\n\r\ndj0w\r\n--b--",
            })
    void carriesKeys(String body) {
        assertThat(KeyedBody.isIn(body.getBytes(StandardCharsets.UTF_8))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "v=0\r\nm=audio 1 RTP/AVP 0\r\na=rtpmap:0 PCMU/8000\r\n",
                "v=0\r\na=fingerprint:SHA-256 00:11\r\n",
                "I read about a=crypto today",
                "a=cryptography is fun",
            })
    void carriesNone(String body) {
        assertThat(KeyedBody.isIn(body.getBytes(StandardCharsets.UTF_8))).isFalse();
    }

    @Test
    void anyBytesCanBeLookedAt() {
        Random random = new Random(1);
        for (int i = 0; i < 2000; i++) {
            byte[] bytes = new byte[random.nextInt(200)];
            random.nextBytes(bytes);
            assertThat(KeyedBody.isIn(bytes)).isFalse();
        }
    }
}

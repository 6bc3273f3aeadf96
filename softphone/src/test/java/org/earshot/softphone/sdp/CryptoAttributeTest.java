package org.earshot.softphone.sdp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Base64;
import org.earshot.softphone.media.srtp.SrtpSuite;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// RFC 4568 §9.
class CryptoAttributeTest {
    private static final String KEY_30 = "d0RmdmcmVCspeEc3QGZiNWpVLFJhQX1cfHAwJSoj";

    private static String base64(int bytes) {
        return Base64.getEncoder().encodeToString(new byte[bytes]);
    }

    @Test
    void theExampleOfTheRfcIsReadAndWrittenBack() throws SdpException {
        String value = "1 AES_CM_128_HMAC_SHA1_80 inline:" + KEY_30;
        CryptoAttribute read = CryptoAttribute.parse(value + "|2^20").orElseThrow();
        assertThat(read.tag()).isEqualTo(1);
        assertThat(read.suite()).isEqualTo(SrtpSuite.AES_CM_128_HMAC_SHA1_80);
        assertThat(read.key().keyAndSalt()).isEqualTo(Base64.getDecoder().decode(KEY_30));
        assertThat(read.value()).isEqualTo(value);
    }

    @ParameterizedTest(name = "{0} has a key of {1} bytes")
    @CsvSource({
        "AEAD_AES_256_GCM, 44, AEAD_AES_256_GCM",
        "AEAD_AES_128_GCM, 28, AEAD_AES_128_GCM",
        "AES_CM_128_HMAC_SHA1_80, 30, AES_CM_128_HMAC_SHA1_80",
        "AES_256_CM_HMAC_SHA1_80, 46, AES_256_CM_HMAC_SHA1_80",
        "AES_CM_256_HMAC_SHA1_80, 46, AES_256_CM_HMAC_SHA1_80",
    })
    void suites(String name, int bytes, SrtpSuite suite) throws SdpException {
        assertThat(CryptoAttribute.parse("3 " + name + " inline:" + base64(bytes)))
                .hasValueSatisfying(c -> assertThat(c.suite()).isEqualTo(suite));
        assertThatThrownBy(
                        () -> CryptoAttribute.parse("3 " + name + " inline:" + base64(bytes - 1)))
                .isInstanceOf(SdpException.class)
                .hasMessageContaining("bytes");
    }

    @ParameterizedTest(name = "ignored: {0}")
    @ValueSource(
            strings = {
                "1 F8_128_HMAC_SHA1_80 inline:" + KEY_30,
                "1 AES_CM_128_HMAC_SHA1_80 inline:" + KEY_30 + "|2^20|1:4", // MKI
                "1 AES_CM_128_HMAC_SHA1_80 inline:" + KEY_30 + "|1:4",
                "1 AES_CM_128_HMAC_SHA1_80 inline:" + KEY_30 + ";inline:" + KEY_30,
                "1 AES_CM_128_HMAC_SHA1_80 inline:" + KEY_30 + " UNENCRYPTED_SRTP",
                "1 AES_CM_128_HMAC_SHA1_80 inline:" + KEY_30 + " KDR=1",
                "1 AES_CM_128_HMAC_SHA1_80 uri:https://example.org",
            })
    void whatWeDoNotDoIsIgnored(String value) throws SdpException {
        assertThat(CryptoAttribute.parse(value)).isEmpty();
    }

    @Test
    void hintsAndOptionalParametersDoNotMatter() throws SdpException {
        assertThat(
                        CryptoAttribute.parse(
                                "1 AES_CM_128_HMAC_SHA1_80 inline:"
                                        + KEY_30
                                        + "|1048576 WSH=128 -MINE=3"))
                .isPresent();
    }

    @ParameterizedTest(name = "broken: {0}")
    @ValueSource(
            strings = {
                "",
                "1",
                "x AES_CM_128_HMAC_SHA1_80 inline:" + KEY_30,
                "1 AES_CM_128_HMAC_SHA1_80",
                "1 AES_CM_128_HMAC_SHA1_80 inline:!!!!",
                "1 AES_CM_128_HMAC_SHA1_80 inline:" + KEY_30 + "|soon",
                "99999999999 AES_CM_128_HMAC_SHA1_80 inline:" + KEY_30,
            })
    void brokenIsRefusedWithoutTellingTheKey(String value) {
        assertThatThrownBy(() -> CryptoAttribute.parse(value))
                .isInstanceOf(SdpException.class)
                .message()
                .doesNotContain(KEY_30);
    }

    @Test
    void aKeyDoesNotPrint() throws SdpException {
        String value = "1 AES_CM_128_HMAC_SHA1_80 inline:" + KEY_30;
        assertThat(CryptoAttribute.parse(value).orElseThrow().toString()).doesNotContain(KEY_30);
        assertThat(new Attribute("crypto", value).toString()).doesNotContain(KEY_30);
        assertThat(Attribute.parse("Crypto:" + value).toString()).doesNotContain(KEY_30);
    }
}

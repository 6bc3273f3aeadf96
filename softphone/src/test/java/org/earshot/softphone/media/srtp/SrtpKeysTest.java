package org.earshot.softphone.media.srtp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.SecureRandom;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class SrtpKeysTest {

    // RFC 4568 §6.1, RFC 6188 §5, RFC 7714 §14.1
    @ParameterizedTest(name = "{0}: {1} bytes of key and salt")
    @CsvSource({
        "AES_CM_128_HMAC_SHA1_80, 30",
        "AES_CM_128_HMAC_SHA1_32, 30",
        "AES_256_CM_HMAC_SHA1_80, 46",
        "AEAD_AES_128_GCM, 28",
        "AEAD_AES_256_GCM, 44"
    })
    void aSuiteSaysHowLongItsKeysAre(String name, int bytes) {
        SrtpSuite suite = SrtpSuite.named(name).orElseThrow();
        assertThat(new SrtpKeys(suite, new byte[bytes]).keyAndSalt()).hasSize(bytes);
        assertThatThrownBy(() -> new SrtpKeys(suite, new byte[bytes - 1]))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aSuiteThatWeDoNotSpeakHasNoName() {
        assertThat(SrtpSuite.named("F8_128_HMAC_SHA1_80")).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void noTextShowsTheKey(SrtpSuite suite) {
        SrtpKeys keys = SrtpKeys.generate(suite, new SecureRandom());
        assertThat(keys.toString())
                .doesNotContain(HexFormat.of().formatHex(keys.keyAndSalt(), 0, 2));
        assertThat(keys.toString()).isEqualTo(suite + " key hidden");
    }

    @Test
    void whoMadeThemCannotChangeThemLater() {
        byte[] bytes = new byte[30];
        SrtpKeys keys = new SrtpKeys(SrtpSuite.AES_CM_128_HMAC_SHA1_80, bytes);
        bytes[0] = 1;
        keys.keyAndSalt()[1] = 1;
        assertThat(keys.keyAndSalt()).containsOnly(0);
    }

    @Test
    void equalBytesAreEqualKeys() {
        SrtpKeys keys = SrtpKeys.generate(SrtpSuite.AEAD_AES_128_GCM, new SecureRandom());
        assertThat(new SrtpKeys(SrtpSuite.AEAD_AES_128_GCM, keys.keyAndSalt())).isEqualTo(keys);
        assertThat(SrtpKeys.generate(SrtpSuite.AEAD_AES_128_GCM, new SecureRandom()))
                .isNotEqualTo(keys);
    }

    @Test
    void destroyedKeysAreZeros() {
        SrtpKeys keys = SrtpKeys.generate(SrtpSuite.AEAD_AES_256_GCM, new SecureRandom());
        keys.destroy();
        assertThat(keys.keyAndSalt()).containsOnly(0);
    }
}

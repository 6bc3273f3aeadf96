package org.earshot.softphone.media.dtls;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FingerprintTest {
    /// The hash of "abc", as FIPS 180-2 gives it.
    private static final String ABC =
            "BA:78:16:BF:8F:01:CF:EA:41:41:40:DE:5D:AE:22:23:B0:03:61:A3:96:17:7A:9C:B4:10:FF:61:F2:00:15:AD";

    private final Fingerprint abc = Fingerprint.of("abc".getBytes(StandardCharsets.US_ASCII));

    @Test
    void isWrittenInCapitalsWithColons() {
        assertThat(abc.value()).isEqualTo("sha-256 " + ABC);
    }

    @Test
    void isReadInAnyCase() {
        assertThat(Fingerprint.parse("SHA-256 " + ABC.toLowerCase(Locale.ROOT))).contains(abc);
        assertThat(Fingerprint.parse(" sha-256  " + ABC + " ")).contains(abc);
    }

    @Test
    void otherHashesAndOtherLengthsAreNone() {
        assertThat(Fingerprint.parse("sha-1 " + ABC)).isEmpty();
        assertThat(Fingerprint.parse("sha-256 " + ABC + ":00")).isEmpty();
        assertThat(Fingerprint.parse("sha-256 " + ABC.replace(':', '-'))).isEmpty();
        assertThat(Fingerprint.parse("sha-256 " + ABC.replace("BA", "BG"))).isEmpty();
    }

    @Test
    void whatIsCutIsNone() {
        String whole = abc.value();
        for (int end = 0; end < whole.length(); end++) {
            assertThat(Fingerprint.parse(whole.substring(0, end))).isEmpty();
        }
    }

    @Test
    void randomBytesAreNone() {
        Random random = new Random(5);
        for (int i = 0; i < 10_000; i++) {
            byte[] bytes = new byte[random.nextInt(110)];
            random.nextBytes(bytes);
            String text = new String(bytes, StandardCharsets.ISO_8859_1);
            assertThat(Fingerprint.parse(text)).isEmpty();
            assertThat(Fingerprint.parse("sha-256 " + text)).isEmpty();
        }
    }
}

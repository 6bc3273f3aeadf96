package org.earshot.common.login;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TotpTest {
    private static final byte[] SECRET = "12345678901234567890".getBytes(US_ASCII);

    /// RFC 6238 appendix B, SHA-1; its eight digits end with our six.
    @ParameterizedTest(name = "at {0} s: {1}")
    @CsvSource({
        "59, 94287082",
        "1111111109, 07081804",
        "1111111111, 14050471",
        "1234567890, 89005924",
        "2000000000, 69279037",
        "20000000000, 65353130"
    })
    void theVectorsOfTheRfc(long second, String eightDigits) {
        long step = Totp.step(Instant.ofEpochSecond(second));
        assertThat("%08d".formatted(Totp.truncated(SECRET, step) % 100_000_000))
                .isEqualTo(eightDigits);
        assertThat(Totp.code(SECRET, step)).isEqualTo(eightDigits.substring(2));
    }

    /// RFC 4226 appendix D.
    @ParameterizedTest(name = "count {0}: {1}")
    @CsvSource({"0, 755224", "1, 287082", "2, 359152", "5, 254676", "9, 520489"})
    void theVectorsOfCounts(long count, String code) {
        assertThat(Totp.code(SECRET, count)).isEqualTo(code);
    }

    @Test
    void aCodeOfTheStepBesideServesTooAndNoOther() {
        Instant now = Instant.ofEpochSecond(1111111109);
        long step = Totp.step(now);
        for (long other = -3; other <= 3; other++) {
            assertThat(Totp.accepted(SECRET, Totp.code(SECRET, step + other), now, 0).isPresent())
                    .as("%d steps away", other)
                    .isEqualTo(Math.abs(other) <= 1);
        }
    }

    @Test
    void aCodeThatWasUsedServesNoMoreNorDoOlderOnes() {
        Instant now = Instant.ofEpochSecond(1111111109);
        long step = Totp.step(now);
        assertThat(Totp.accepted(SECRET, Totp.code(SECRET, step), now, step)).isEmpty();
        assertThat(Totp.accepted(SECRET, Totp.code(SECRET, step - 1), now, step)).isEmpty();
        assertThat(Totp.accepted(SECRET, Totp.code(SECRET, step + 1), now, step))
                .hasValue(step + 1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0", "00000", "0000000", "abcdef", "４２４２４２", "-12345"})
    void whatIsNoCodeIsRefused(String text) {
        assertThat(Totp.accepted(SECRET, text, Instant.ofEpochSecond(59), 0)).isEmpty();
    }

    @Test
    void anAppTakesTheAddress() {
        assertThat(Totp.uri("example.org", "olga", SECRET))
                .isEqualTo(
                        "otpauth://totp/Earshot%20example.org:olga?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
                                + "&issuer=Earshot%20example.org&algorithm=SHA1&digits=6&period=30");
    }
}

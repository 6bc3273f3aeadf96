package org.earshot.common.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.URI;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AccountLinkTest {
    private static final String SECRET = "3q2-7wAAAAAAAAAAAAAAAA";
    private static final String CA = "ab".repeat(32);

    private static AccountLink invitation() {
        return new AccountLink(
                AccountLink.Kind.INVITE,
                "example.org",
                URI.create("https://phones.example.org:8443"),
                SECRET,
                Optional.of(CA),
                Optional.of("a+b"));
    }

    @Test
    void itIsReadAsItWasWritten() {
        assertThat(invitation().text())
                .isEqualTo(
                        "earshot://invite/example.org?service=https://phones.example.org:8443&secret="
                                + SECRET
                                + "&ca="
                                + CA
                                + "&name=a%2Bb");
        assertThat(AccountLink.parse(invitation().text())).isEqualTo(invitation());
        AccountLink bare =
                new AccountLink(
                        AccountLink.Kind.RESET,
                        "[::1]",
                        URI.create("https://[::1]:8443"),
                        SECRET,
                        Optional.empty(),
                        Optional.empty());
        assertThat(AccountLink.parse("  " + bare.text() + "\n")).isEqualTo(bare);
    }

    @Test
    void itsSecretIsNotShownByChance() {
        assertThat(invitation().toString()).doesNotContain(SECRET);
    }

    @Test
    void whatIsCutOffIsNoLinkOrHasLessInIt() {
        String whole = invitation().text();
        int least = whole.indexOf("&ca=");
        for (int length = 0; length < least - 6; length++) { // a secret has 16 to 64
            String part = whole.substring(0, length);
            assertThatIllegalArgumentException().isThrownBy(() -> AccountLink.parse(part));
        }
        for (int length = least + 4; length < least + 4 + CA.length(); length++) {
            String part = whole.substring(0, length);
            assertThatIllegalArgumentException().isThrownBy(() -> AccountLink.parse(part));
        }
    }

    @Test
    void nothingButTheDeclaredExceptionComesOfNoise() {
        Random random = new Random(8);
        String whole = invitation().text();
        for (int i = 0; i < 20_000; i++) {
            StringBuilder noise = new StringBuilder(whole);
            for (int changes = random.nextInt(1, 5); changes > 0; changes--) {
                noise.setCharAt(random.nextInt(noise.length()), (char) random.nextInt(0x180));
            }
            try {
                AccountLink.parse(noise.toString());
            } catch (IllegalArgumentException e) {
                assertThat(e.getMessage()).startsWith("this is no ");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "https://example.org/",
                "earshot://invite/",
                "earshot://invite/example.org",
                "earshot://invite/example.org?service=http://example.org&secret=3q2-7wAAAAAAAAAAAAAAAA",
                "earshot://invite/example.org?service=https://example.org/x&secret=3q2-7wAAAAAAAAAAAAAAAA",
                "earshot://invite/example.org?service=https://u@example.org&secret=3q2-7wAAAAAAAAAAAAAAAA",
                "earshot://invite/exa%mple.org?service=https://example.org&secret=3q2-7wAAAAAAAAAAAAAAAA",
                "earshot://invite/exa mple?service=https://example.org&secret=3q2-7wAAAAAAAAAAAAAAAA",
                "earshot://invite/example.org?service=https://example.org&secret=short",
                "earshot://invite/example.org?service=https://example.org&secret=3q2-7wAAAAAAAAAAAAAAAA&x=\u0007",
                "earshot://invite/example.org?service=https://example.org\n&secret=3q2-7wAAAAAAAAAAAAAAAA",
                "--link-file=/etc/passwd",
                "javascript:earshot://invite/example.org",
                "earshot://reset/example.org?service=https://example.org&secret=3q2-7wAAAAAAAAAAAAAAAA&ca=12",
                "earshot://reset/example.org?service=https://example.org&secret=3q2-7wAAAAAAAAAAAAAAAA&name=%C3%A4"
            })
    void whatIsNoneIsSaidToBeNone(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> AccountLink.parse(text));
    }
}

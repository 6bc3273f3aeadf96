package org.earshot.softphone.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import org.earshot.common.service.AccountLink;
import org.earshot.softphone.ui.Summons;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SummonsLineTest {
    private static final AccountLink LINK =
            AccountLink.parse(
                    "earshot://invite/example.org?service=https://example.org:8443&secret=abcdefghijklmnop&ca="
                            + "0f".repeat(32)
                            + "&name=alice");

    private static Optional<Summons> parse(String line) {
        return SummonsLine.parse(line.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void whatIsWrittenIsRead() {
        for (Summons summons :
                new Summons[] {new Summons.Show(), new Summons.Damaged(), new Summons.Link(LINK)}) {
            byte[] line = SummonsLine.of(summons);
            assertThat(line).hasSizeLessThanOrEqualTo(SummonsLine.LONGEST);
            assertThat(SummonsLine.parse(line)).contains(summons);
        }
    }

    @Test
    void theLongestLinkThatIsReadFits() {
        AccountLink longest =
                new AccountLink(
                        AccountLink.Kind.INVITE,
                        "a".repeat(254),
                        java.net.URI.create("https://[" + "1:".repeat(7) + "1]:65535"),
                        "s".repeat(64),
                        Optional.of("0f".repeat(32)),
                        Optional.of("+".repeat(64)));
        assertThat(SummonsLine.of(new Summons.Link(longest)))
                .hasSizeLessThanOrEqualTo(SummonsLine.LONGEST);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "\n",
                "show",
                "show \n",
                "SHOW\n",
                "show\nshow\n",
                "show\r\n",
                "link\n",
                "link \n",
                "link https://example.org/\n",
                "link --password-file=/etc/passwd\n",
                "link file:///etc/passwd\n",
                "link javascript:alert(1)\n",
                "link earshot://invite/example.org\n",
                "link earshot://invite/example.org?service=https://example.org&secret=abcdefghijklmnop\u0007\n",
                "link earshot://invite/example.org?service=https://example.org&secret=abcdefghijklmnop&x=\u00e4\n",
                "quit\n"
            })
    void whatIsNoneOfThemIsNothing(String line) {
        assertThat(parse(line)).isEmpty();
    }

    @Test
    void whatIsTooLongIsNothing() {
        assertThat(parse("link " + LINK.text() + "&x=" + "y".repeat(3_000) + "\n")).isEmpty();
        assertThat(parse("x".repeat(100_000))).isEmpty();
    }

    @Test
    void whatIsCutOffIsNothing() {
        byte[] whole = SummonsLine.of(new Summons.Link(LINK));
        for (int length = 0; length < whole.length; length++) {
            assertThat(SummonsLine.parse(Arrays.copyOf(whole, length))).isEmpty();
        }
    }

    @Test
    void noiseIsNothingOrALink() {
        Random random = new Random(85);
        byte[] whole = SummonsLine.of(new Summons.Link(LINK));
        for (int i = 0; i < 20_000; i++) {
            byte[] noise = whole.clone();
            for (int changes = random.nextInt(1, 6); changes > 0; changes--) {
                noise[random.nextInt(noise.length)] = (byte) random.nextInt();
            }
            SummonsLine.parse(noise)
                    .ifPresent(read -> assertThat(read).isInstanceOf(Summons.Link.class));
            byte[] bytes = new byte[random.nextInt(300)];
            random.nextBytes(bytes);
            assertThat(SummonsLine.parse(bytes)).isEmpty();
        }
    }
}

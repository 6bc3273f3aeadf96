package org.earshot.proxy.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.earshot.proxy.archive.Bytes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GroupTextTest {
    private static String named(String name, String text) {
        Bytes body = Bytes.of(text.getBytes(StandardCharsets.UTF_8));
        return new String(
                GroupText.named(name, "sip:alice@example.org", "text/plain", body).array(),
                StandardCharsets.UTF_8);
    }

    @Test
    void theWritersNameStandsInFront() {
        assertThat(named("Alice Smith", "hello ✓")).isEqualTo("[Alice Smith] hello ✓");
        assertThat(named("", "hello")).isEqualTo("[sip:alice@example.org] hello");
        assertThat(named("[Bob] x\n", "hello")).isEqualTo("[Bob x] hello");
    }

    @ParameterizedTest
    @CsvSource({
        "'[Bob] hi', '\\[Bob] hi'",
        "'one\n[Bob] hi', 'one\n\\[Bob] hi'",
        "'one\r\n \t[Bob] hi\r\n', 'one\r\n \t\\[Bob] hi\r\n'",
        "'one\r[Bob] hi', 'one\r\\[Bob] hi'",
        "'one\u2028\u00A0[Bob] hi', 'one\u2028\u00A0\\[Bob] hi'",
        "'one\n\u200B[Bob] hi', 'one\n\u200B\\[Bob] hi'",
        "'one\n\uFF3BBob] hi', 'one\n\\\uFF3BBob] hi'",
        "'see [1]', 'see [1]'",
        "'\\ $1', '\\ $1'",
    })
    void noLineLooksAsIfTheServerHadNamedItsWriter(String text, String shown) {
        assertThat(named("Alice", text)).isEqualTo("[Alice] " + shown);
    }

    @Test
    void whatIsNoTextStaysAsItIs() {
        Bytes body = Bytes.of("{}".getBytes(StandardCharsets.UTF_8));
        assertThat(GroupText.named("Alice", "", "application/json", body)).isEqualTo(body);
        assertThat(GroupText.named("Alice", "", "not a type", body)).isEqualTo(body);
    }

    @Test
    void aLongTextOfNothingTakesNoTime() {
        String blank = " \n".repeat(200_000) + " ".repeat(400_000);
        assertThat(named("Alice", blank)).isEqualTo("[Alice] " + blank);
    }
}

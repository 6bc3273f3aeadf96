package org.earshot.common.mime;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.earshot.common.testdata.HostileInput;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MimePartTest {
    private static final String PART =
            "Content-Type: text/plain;\r\n charset=\"utf-8\"\r\nContent-ID: <a@b>\r\n\r\nHej \uD83D\uDE00";

    @Test
    void headersAreUnfolded() throws Exception {
        MimePart part = MimePart.parse(bytes(PART));
        assertThat(part.contentType())
                .isEqualTo(new MediaType("text", "plain", Map.of("charset", "utf-8")));
        assertThat(part.contentId()).contains("a@b");
        assertThat(part.text()).isEqualTo("Hej \uD83D\uDE00");
    }

    @Test
    void aPartWithoutHeadersIsPlainText() throws Exception {
        MimePart part = MimePart.parse(bytes("\nHello"));
        assertThat(part.contentType().essence()).isEqualTo("text/plain");
        assertThat(part.text()).isEqualTo("Hello");
    }

    @Test
    void aContentLengthIsNotBelievedAndWrittenRight() throws Exception {
        MimePart part = MimePart.parse(bytes("Content-length: 2\r\n\r\nHello"));
        assertThat(part.text()).isEqualTo("Hello");
        assertThat(new String(part.toBytes(), UTF_8)).isEqualTo("Content-length: 5\r\n\r\nHello");
    }

    @Test
    void latin1IsReadAsSuch() throws Exception {
        MimePart part =
                MimePart.parse(
                        "Content-Type: text/plain;charset=ISO-8859-1\n\n\u00E4"
                                .getBytes(ISO_8859_1));
        assertThat(part.text()).isEqualTo("\u00E4");
    }

    @Test
    void theBytesAreNotShared() {
        byte[] body = bytes("abc");
        MimePart part = MimePart.of(MediaType.of("text", "plain"), body);
        body[0] = 'x';
        part.body()[1] = 'x';
        assertThat(part.text()).isEqualTo("abc");
    }

    @Test
    void contentIsNotPrinted() {
        assertThat(MimePart.text("secret").toString()).isEqualTo("text/plain, 6 bytes");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "No colon\r\n\r\n",
                " folded: first\r\n\r\n",
                "Sp ace: x\r\n\r\n",
                ": x\r\n\r\n",
                "Content-Type: text\r\n\r\n",
                "Content-Type: text/plain\r\nContent-Type: text/html\r\n\r\n",
                "X: a\u0000b\r\n\r\n"
            })
    void badHeadersAreRefused(String part) {
        assertThatThrownBy(() -> MimePart.parse(bytes(part)))
                .isInstanceOf(MalformedPayloadException.class);
    }

    @ParameterizedTest
    @CsvSource({"65, 10", "1, 5000"})
    void limitsHold(int headers, int length) {
        String header = "X: " + "a".repeat(length) + "\r\n";
        assertThatThrownBy(() -> MimePart.parse(bytes(header.repeat(headers) + "\r\n")))
                .isInstanceOf(MalformedPayloadException.class);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "text/plain|text/plain",
                "Text/HTML ; Charset=UTF-8 ;|text/html;charset=UTF-8",
                "multipart/related; boundary=\"a \\\"b\"; start=\"<x@y>\"|"
                        + "multipart/related;boundary=\"a \\\"b\";start=\"<x@y>\"",
                "a/b;x=1;x=2|a/b;x=1"
            })
    void mediaTypesAreReadAndWritten(String text, String written) throws Exception {
        assertThat(MediaType.parse(text)).hasToString(written);
        assertThat(MediaType.parse(written)).isEqualTo(MediaType.parse(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "text", "text/", "/x", "a/b;c", "a/b;c=", "a/b;c=\"d", "a/b c"})
    void badMediaTypesAreRefused(String text) {
        assertThatThrownBy(() -> MediaType.parse(text))
                .isInstanceOf(MalformedPayloadException.class);
    }

    @Test
    void nothingElseIsThrown() {
        HostileInput.check(body -> MimePart.parse(body).toBytes(), 1, List.of(bytes(PART)));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }
}

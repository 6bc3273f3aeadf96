package org.earshot.common.websocket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.earshot.common.websocket.OpeningHandshake.Answer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OpeningHandshakeTest {
    private static final AllowedOrigins ORIGINS =
            AllowedOrigins.of(
                    "example.org", List.of("https://phone.example.com", "http://127.0.0.1:8080"));

    /// RFC 7118 §4.2's example, with the key of RFC 6455 §1.3.
    private static final String REQUEST =
            """
            GET / HTTP/1.1
            Host: sip-ws.example.com
            Upgrade: websocket
            Connection: keep-alive, Upgrade
            Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==
            Origin: https://phone.example.com
            Sec-WebSocket-Protocol: msrp, sip
            Sec-WebSocket-Version: 13

            """
                    .replace("\n", "\r\n");

    private static Answer answer(String request) {
        byte[] bytes = request.getBytes(StandardCharsets.ISO_8859_1);
        return OpeningHandshake.answer(bytes, bytes.length, ORIGINS);
    }

    private static String text(Answer answer) {
        return new String(answer.bytes(), StandardCharsets.US_ASCII);
    }

    @Test
    void theKeyIsAnsweredAsTheRfcHasIt() {
        Answer answer = answer(REQUEST);
        assertThat(answer.accepted()).isTrue();
        assertThat(text(answer))
                .startsWith("HTTP/1.1 101 ")
                .contains("\r\nSec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n")
                .contains("\r\nSec-WebSocket-Protocol: sip\r\n")
                .endsWith("\r\n\r\n");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "GET / HTTP/1.1|POST / HTTP/1.1|405",
                "GET / HTTP/1.1|GET / HTTP/1.0|405",
                "GET / HTTP/1.1|GET /|400",
                "GET / HTTP/1.1|REGISTER sip:example.org SIP/2.0|400",
                "Upgrade: websocket|Upgrade: h2c|426",
                "keep-alive, Upgrade|keep-alive|426",
                "Version: 13|Version: 8|426",
                "Host: sip-ws.example.com|X: y|400",
                "dGhlIHNhbXBsZSBub25jZQ==|c2hvcnQ=|400",
                "dGhlIHNhbXBsZSBub25jZQ==|!|400",
                "msrp, sip|msrp|400",
                "Sec-WebSocket-Version: 13|no field|400",
                "https://phone.example.com|https://evil.example|403",
                "https://phone.example.com|null|403",
                "https://phone.example.com|https://phone.example.com.evil.example|403",
                "https://phone.example.com|http://phone.example.com|403",
                "https://phone.example.com|http://example.org|403",
            })
    void whatIsNotRightIsRefused(String what, String with, int status) {
        assertThat(REQUEST).contains(what);
        Answer answer = answer(REQUEST.replace(what, with));
        assertThat(answer.accepted()).isFalse();
        assertThat(answer.reason()).isNotEmpty();
        assertThat(text(answer))
                .startsWith("HTTP/1.1 " + status)
                .contains("\r\nConnection: close\r\n")
                .doesNotContain("101");
    }

    @ParameterizedTest
    @CsvSource({
        "https://phone.example.com",
        "HTTPS://Phone.Example.Com:443",
        "http://127.0.0.1:8080",
        "https://example.org",
        "https://example.org:8443",
    })
    void pagesOfTheDomainAndThoseNamedMayComeIn(String origin) {
        assertThat(answer(REQUEST.replace("https://phone.example.com", origin)).accepted())
                .isTrue();
    }

    @Test
    void whoIsNoBrowserSendsNoOrigin() {
        String without = REQUEST.replace("Origin: https://phone.example.com\r\n", "");
        assertThat(answer(without).accepted()).isTrue();
        assertThat(
                        OpeningHandshake.answer(
                                        REQUEST.getBytes(StandardCharsets.US_ASCII),
                                        REQUEST.length(),
                                        AllowedOrigins.NONE)
                                .accepted())
                .isFalse();
    }

    @ParameterizedTest
    @CsvSource({"phone.example.org", "https://a/b", "ftp://a", "https://u@a", "*", "''"})
    void whatIsNoOriginIsNotTakenFromTheConfiguration(String origin) {
        assertThatThrownBy(() -> AllowedOrigins.of("example.org", List.of(origin)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("https://phone.example.org");
    }

    @Test
    void theAnswerCarriesNothingThatThePageWrote() {
        Answer answer = answer(REQUEST.replace("https://phone.example.com", "\u0000<b>é\t"));
        assertThat(text(answer)).contains("?<b>?").contains("text/plain").contains("nosniff");
    }

    @Test
    void anythingElseGetsAnAnswerOfHttp() {
        Random random = new Random(7118);
        byte[] whole = REQUEST.getBytes(StandardCharsets.US_ASCII);
        for (int i = 0; i < 5_000; i++) {
            byte[] bytes = whole.clone();
            for (int n = 1 + random.nextInt(4); n > 0; n--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
            }
            int length = random.nextInt(bytes.length + 1);
            assertThat(text(OpeningHandshake.answer(bytes, length, ORIGINS)))
                    .startsWith("HTTP/1.1 ")
                    .contains("\r\n\r\n");
        }
        byte[] noise = new byte[300];
        for (int i = 0; i < 5_000; i++) {
            random.nextBytes(noise);
            assertThat(OpeningHandshake.answer(noise, noise.length, ORIGINS).accepted()).isFalse();
        }
    }

    @Test
    void theEndOfTheHeadIsFoundWhereItIs() {
        byte[] bytes = (REQUEST + "more").getBytes(StandardCharsets.US_ASCII);
        int end = REQUEST.length();
        for (int length = 0; length <= bytes.length; length++) {
            assertThat(OpeningHandshake.end(bytes, length)).isEqualTo(length < end ? -1 : end);
        }
        assertThat(text(OpeningHandshake.tooLong())).startsWith("HTTP/1.1 431 ");
    }
}

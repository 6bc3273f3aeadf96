package org.earshot.proxy.archive.search;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.Charset;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import org.earshot.proxy.archive.Content;
import org.junit.jupiter.api.Test;

class ContentTextTest {
    private static final String CPIM =
            "From: <sip:alice@example.org>\r\nTo: <sip:bob@example.org>\r\nSubject: Mittag\r\n\r\n"
                    + "Content-Type: text/plain;charset=utf-8\r\n\r\nKäse und Brot";

    private static String text(String type, String body, Charset charset) {
        return ContentText.of(Content.of(type, body.getBytes(charset)));
    }

    private static boolean finds(String word, String type, String body) {
        return WordQuery.parse(word).matches(text(type, body, UTF_8));
    }

    @Test
    void plainTextInItsCharset() {
        assertThat(text("text/plain", "Käse", UTF_8)).isEqualTo("Käse");
        assertThat(text("text/plain;charset=iso-8859-1", "Käse", ISO_8859_1)).isEqualTo("Käse");
        assertThat(text("text/plain", "Käse", ISO_8859_1)).contains("Käse");
        assertThat(text("text/plain;charset=nonsense", "Käse", UTF_8)).isEqualTo("Käse");
        assertThat(text("", "Käse", UTF_8)).isEqualTo("Käse");
    }

    @Test
    void whatIsInAnEnvelope() {
        assertThat(text("message/cpim", CPIM, UTF_8)).isEqualTo("Mittag\nKäse und Brot");
        assertThat(finds("kase", "message/cpim", "no cpim, but käse")).isTrue();
    }

    @Test
    void everyPart() {
        String parts =
                "--b\r\nContent-Type: text/plain\r\nContent-Transfer-Encoding: base64\r\n\r\n"
                        + Base64.getMimeEncoder().encodeToString("Käse".getBytes(UTF_8))
                        + "\r\n--b\r\nContent-Type: text/plain\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n"
                        + "Br=C3=B6t=\r\nchen a=b\r\n--b\r\nContent-Type: message/cpim\r\n\r\n"
                        + CPIM
                        + "\r\n--b--\r\n";
        for (String word : List.of("kase", "brotchen", "mittag", "brot")) {
            assertThat(finds(word, "multipart/mixed;boundary=b", parts)).as(word).isTrue();
        }
    }

    @Test
    void markupPartsNoWord() {
        String html = "<p title=\"hint\">K<b>&#228;</b>se &amp; Brot</p>";
        for (String word : List.of("kase", "brot", "hint")) {
            assertThat(finds(word, "text/html", html)).as(word).isTrue();
        }
    }

    @Test
    void aPictureHasNoWords() {
        assertThat(
                        ContentText.of(
                                Content.of(
                                        "image/png",
                                        new byte[] {(byte) 0x89, 'P', 'N', 'G', (byte) 0xff})))
                .isEmpty();
    }

    @Test
    void cutOffAnywhereItIsStillRead() {
        byte[] whole = CPIM.getBytes(UTF_8);
        for (int length = 0; length < whole.length; length++) {
            var _ = ContentText.of(Content.of("message/cpim", Arrays.copyOf(whole, length)));
            if (length > CPIM.indexOf("und") + 4) {
                assertThat(
                                WordQuery.parse("kase")
                                        .matches(
                                                ContentText.of(
                                                        Content.of(
                                                                "message/cpim",
                                                                Arrays.copyOf(whole, length)))))
                        .isTrue();
            }
        }
    }

    @Test
    void noBytesBreakIt() {
        Random random = new Random(1);
        List<String> types =
                List.of(
                        "text/plain",
                        "text/html",
                        "message/cpim",
                        "multipart/mixed;boundary=-",
                        "image/png",
                        "",
                        "/;;=");
        for (int i = 0; i < 20_000; i++) {
            byte[] bytes = new byte[random.nextInt(80)];
            for (int at = 0; at < bytes.length; at++) {
                bytes[at] =
                        (byte)
                                (random.nextInt(3) == 0
                                        ? random.nextInt(256)
                                        : "\r\n-=:<>&#;a1 ".charAt(random.nextInt(13)));
            }
            assertThat(ContentText.of(Content.of(types.get(random.nextInt(types.size())), bytes)))
                    .isNotNull();
        }
    }
}

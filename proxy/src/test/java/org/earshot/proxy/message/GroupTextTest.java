package org.earshot.proxy.message;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.earshot.proxy.archive.Bytes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GroupTextTest {
    private static final String ADDRESS = "sip:alice@example.org";

    private static GroupText.Shown shown(String name, String type, byte[] body) {
        return GroupText.named(name, ADDRESS, type, Bytes.of(body));
    }

    private static String named(String name, String text) {
        return new String(shown(name, "text/plain", text.getBytes(UTF_8)).body().array(), UTF_8);
    }

    private static String html(String text) {
        return new String(shown("Alice", "text/html", text.getBytes(UTF_8)).body().array(), UTF_8);
    }

    @Test
    void theWritersNameStandsInFront() {
        assertThat(named("Alice Smith", "hello ✓")).isEqualTo("[Alice Smith] hello ✓");
        assertThat(named("", "hello")).isEqualTo("[sip:alice@example.org] hello");
        assertThat(named("[Bob] x\n", "hello")).isEqualTo("[Bob x] hello");
        assertThat(named("【Bob\u202E】\u2028\u0085", "hello")).isEqualTo("[Bob] hello");
        assertThat(named("\u200B\u3164\u2800", "hello"))
                .as("a name that nobody sees")
                .isEqualTo("[sip:alice@example.org] hello");
        assertThat(shown("Alice", "", "hello".getBytes(UTF_8)).contentType())
                .isEqualTo("text/plain;charset=UTF-8");
    }

    @ParameterizedTest
    @CsvSource({
        "'[Bob] hi', '\\[Bob] hi'",
        "'one\n[Bob] hi', 'one\n\\[Bob] hi'",
        "'one\r\n \t[Bob] hi\r\n', 'one\r\n \t\\[Bob] hi\r\n'",
        "'one\r[Bob] hi', 'one\r\\[Bob] hi'",
        "'one\u2028\u00A0[Bob] hi', 'one\n\u00A0\\[Bob] hi'",
        "'one\u2029[Bob] hi', 'one\n\\[Bob] hi'",
        "'one\u0085[Bob] hi', 'one\n\\[Bob] hi'",
        "'one\u000B[Bob] hi', 'one\n\\[Bob] hi'",
        "'one\u000C[Bob] hi', 'one\n\\[Bob] hi'",
        "'one\u001E[Bob] hi', 'one\u001E\\[Bob] hi'",
        "'one\n\u200B[Bob] hi', 'one\n\u200B\\[Bob] hi'",
        "'one\n\u115F\u1160\u3164\uFFA0[Bob] hi', 'one\n\u115F\u1160\u3164\uFFA0\\[Bob] hi'",
        "'one\n\u2800[Bob] hi', 'one\n\u2800\\[Bob] hi'",
        "'one\n\u0301\u034F\uFE0F[Bob] hi', 'one\n\u0301\u034F\uFE0F\\[Bob] hi'",
        "'one\n\uFEFF\u2060\u00AD[Bob] hi', 'one\n\uFEFF\u2060\u00AD\\[Bob] hi'",
        "'one\n\uFF3BBob] hi', 'one\n\\\uFF3BBob] hi'",
        "'one\n〔Bob〕 hi', 'one\n\\〔Bob〕 hi'",
        "'one\n【Bob】 hi', 'one\n\\【Bob】 hi'",
        "'one\n⦋Bob⦌ hi', 'one\n\\⦋Bob⦌ hi'",
        "'one\n⁅Bob⁆ hi', 'one\n\\⁅Bob⁆ hi'",
        "'one\n⟦Bob⟧ hi', 'one\n\\⟦Bob⟧ hi'",
        "'one\n⎡Bob⎤ hi', 'one\n\\⎡Bob⎤ hi'",
        "'one\n\u202Eih [boB]', 'one\n\\\u202Eih [boB]'",
        "'one\n\u2067ih [boB]\u2069\ntwo', 'one\n\\\u2067ih [boB]\u2069\ntwo'",
        "'one                                                      [Bob] hi', 'one                                                      \\[Bob] hi'",
        "'see [1]', 'see [1]'",
        "'(so) it is', '(so) it is'",
        "'„so“ it is', '„so“ it is'",
        "'「そう」', '「そう」'",
        "'\\ $1', '\\ $1'",
        "'\u200Fשלום', '\u200Fשלום'",
    })
    void noLineLooksAsIfTheServerHadNamedItsWriter(String text, String shown) {
        assertThat(named("Alice", text)).isEqualTo("[Alice] " + shown);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "iso-8859-1",
                "ISO-8859-15",
                "windows-1252",
                "utf-8",
                "UTF-16",
                "UTF-16LE",
                "utf-32",
                "IBM1047"
            })
    void aCharsetThatIsKnownGoesOnAsUtf8(String charset) {
        byte[] body = "één\n[Bob] café".getBytes(Charset.forName(charset));
        GroupText.Shown shown =
                shown("Łukasz", "text/plain;charset=" + charset + ";format=flowed", body);
        assertThat(new String(shown.body().array(), UTF_8)).isEqualTo("[Łukasz] één\n\\[Bob] café");
        assertThat(shown.contentType())
                .isEqualToIgnoringCase("text/plain;charset=UTF-8;format=flowed");
        assertThat(shown.isNamed()).isTrue();
    }

    @Test
    void aCharsetOfManyBytesIsNotCutInTwo() {
        byte[] body = "表\n[Bob] 能".getBytes(Charset.forName("Shift_JIS")); // 表 ends in a backslash
        GroupText.Shown shown = shown("Alice", "text/plain;charset=\"Shift_JIS\"", body);
        assertThat(new String(shown.body().array(), UTF_8)).isEqualTo("[Alice] 表\n\\[Bob] 能");
    }

    @Test
    void aCharsetThatNobodyKnowsKeepsItsBytes() {
        byte[] body = {(byte) 0xE1, '[', 'x', '\n', '[', 'B', ']', '\r', '\n', (byte) 0x85, 0x00};
        GroupText.Shown shown = shown("Łukasz", "text/plain;charset=x-of-tomorrow", body);
        assertThat(shown.contentType()).isEqualTo("text/plain;charset=x-of-tomorrow");
        assertThat(new String(shown.body().array(), ISO_8859_1))
                .isEqualTo("[sip:alice@example.org] \\\u00E1[x\n\\[B]\r\n\\\u0085\u0000");
        String asIfUtf8 = "hi\u2028[Bob] forged";
        assertThat(
                        new String(
                                shown(
                                                "Alice",
                                                "text/plain;charset=\"\u00E9 ?\"",
                                                asIfUtf8.getBytes(UTF_8))
                                        .body()
                                        .array(),
                                UTF_8))
                .isEqualTo("[Alice] \\hi\u2028\\[Bob] forged");
    }

    @Test
    void whatClaimsToBeUtf8AndIsNotLosesNoMoreThanItMust() {
        assertThat(
                        new String(
                                shown("Alice", "text/plain", "café\n[B".getBytes(ISO_8859_1))
                                        .body()
                                        .array(),
                                UTF_8))
                .isEqualTo("[Alice] café\n\\[B");
        byte[] cut = "né ✓".getBytes(UTF_8);
        assertThat(
                        new String(
                                shown("Alice", "text/plain", Arrays.copyOf(cut, cut.length - 1))
                                        .body()
                                        .array(),
                                UTF_8))
                .isEqualTo("[Alice] né \uFFFD");
    }

    @ParameterizedTest
    @CsvSource({
        "'<b>hi</b>', '<b>hi</b>'",
        "'<html><body>hi<br>[Bob] x</body></html>', '<html><body>hi<br>\\[Bob] x</body></html>'",
        "'hi<p>&#91;Bob] x', 'hi<p>\\&#91;Bob] x'",
        "'hi<p>&#x0005b;Bob] x', 'hi<p>\\&#x0005b;Bob] x'",
        "'hi<p>&nbsp;&zwnj; &lbrack;Bob] x', 'hi<p>&nbsp;&zwnj; \\&lbrack;Bob] x'",
        "'hi<p>&lsqb;Bob] x', 'hi<p>\\&lsqb;Bob] x'",
        "'hi<p><i></i>【Bob】 x', 'hi<p><i></i>\\【Bob】 x'",
        "'hi<img alt=\"[Bob] x\">', 'hi<img alt=\"\\[Bob] x\">'",
        "'hi<a \">[Bob] x', 'hi<a \">\\[Bob] x'",
        "'<!-- -->[Bob]', '<!-- -->\\[Bob]'",
        "'<pre>hi&#10;[Bob] x', '<pre>hi&#10;\\[Bob] x'",
        "'<bdo dir=rtl>ih [boB]</bdo>', '<bdo dir=rtl>ih \\[boB\\]</bdo>'",
        "'see [1] &amp; &lt;', 'see [1] &amp; &lt;'",
    })
    void htmlHasItsWriterInFrontAndNowhereElse(String text, String shown) {
        assertThat(html(text)).isEqualTo("[Alice] " + shown);
    }

    @Test
    void aNameIsNoMarkup() {
        GroupText.Shown shown =
                shown("<b>A</b> & B", "text/html; charset=iso-8859-1", "é".getBytes(ISO_8859_1));
        assertThat(new String(shown.body().array(), UTF_8))
                .isEqualTo("[&lt;b&gt;A&lt;/b&gt; &amp; B] é");
        assertThat(shown.contentType()).isEqualTo("text/html;charset=UTF-8");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "application/json",
                "not a type",
                "image/png",
                "text/vcard",
                "text/csv",
                "multipart/mixed;boundary=x"
            })
    void whatHasNoPlaceForANameStaysAsItIs(String type) {
        Bytes body = Bytes.of("{}".getBytes(UTF_8));
        assertThat(GroupText.named("Alice", ADDRESS, type, body))
                .isEqualTo(new GroupText.Shown(type, body, false));
    }

    /// In Markdown a bracket with a backslash is shown without it, and there are more ways to write one.
    @ParameterizedTest
    @CsvSource({
        "text/markdown, '[Bob] hi', '\\[Bob] hi', text/plain;charset=UTF-8",
        "text/markdown;variant=GFM, '&#91;Bob] <br>[Bob]', '&#91;Bob] <br>[Bob]', text/plain;charset=UTF-8",
        "'text/Markdown;variant=GFM;charset=\"iso-8859-1\"', 'é\n[Bob] x', 'é\n\\[Bob] x', text/plain;charset=UTF-8",
        "text/markdown;charset=x-of-tomorrow, 'e\n[Bob] x', '\\e\n\\[Bob] x', text/plain;charset=x-of-tomorrow",
    })
    void markdownIsShownAsPlainText(String type, String text, String shown, String shownType) {
        Charset charset = type.contains("iso") ? ISO_8859_1 : UTF_8;
        GroupText.Shown form = shown("Alice", type, text.getBytes(charset));
        assertThat(form.contentType()).isEqualTo(shownType);
        assertThat(new String(form.body().array(), UTF_8)).isEqualTo("[Alice] " + shown);
        assertThat(form.isNamed()).isTrue();
    }

    @Test
    void aLongTextOfNothingTakesNoTime() {
        String blank = " \n".repeat(200_000) + " ".repeat(400_000);
        assertThat(named("Alice", blank)).isEqualTo("[Alice] " + blank);
        assertThat(html(blank)).isEqualTo("[Alice] " + blank);
        assertThat(named("Alice", "\u202E[\n".repeat(100_000))).hasSize(8 + 500_000);
        assertThat(html("&#00".repeat(100_000))).startsWith("[Alice] &#");
    }

    private static List<String> charsets() {
        List<String> all = new ArrayList<>(Charset.availableCharsets().keySet());
        all.addAll(List.of("", "x-unknown", "utf-7", "?", "\u00E9"));
        return all;
    }

    /// Whatever comes, in whatever charset: its writer's name is in front, and no line looks as if it had another.
    @Test
    void randomBytesForgeNothing() {
        Random random = new Random(20261127);
        List<String> charsets = charsets();
        String pieces =
                "[]\r\n\u000B\u000C\u0085\u2028\u2029\u200B\u202E\u3164【ab <>&;\"\uFF3B\u0301";
        for (int i = 0; i < 40_000; i++) {
            String charset = charsets.get(random.nextInt(charsets.size()));
            byte[] body = new byte[random.nextInt(60)];
            if (random.nextBoolean()) {
                random.nextBytes(body);
            } else {
                StringBuilder text = new StringBuilder();
                for (int k = 0; k < body.length / 3; k++) {
                    text.append(pieces.charAt(random.nextInt(pieces.length())));
                }
                body = text.toString().getBytes(UTF_8);
            }
            for (String type : List.of("text/plain", "text/html")) {
                GroupText.Shown shown = shown("Alice", type + ";charset=\"" + charset + '"', body);
                assertThat(shown.isNamed()).isTrue();
                String text = new String(shown.body().array(), UTF_8);
                assertThat(text).startsWith("[Alice] ");
                if (type.equals("text/plain")) {
                    assertThat(text.split("[\r\n\u000B\u000C\u0085\u2028\u2029]", -1))
                            .as("%s in %s", Arrays.toString(body), charset)
                            .filteredOn(GroupTextTest::looksLikeAnAuthors)
                            .hasSize(1); // the server's own
                }
            }
        }
    }

    /// Said in another way than the code does.
    private static boolean looksLikeAnAuthors(String line) {
        return line.matches("(?s)[\\p{Z}\\p{C}\\p{M}\u3164]*[\\[【\uFF3B].*");
    }

    @Test
    void whereverATextIsCutItHasItsWriter() {
        byte[] whole = "héllo ✓ 😀\r\n【Bob】 \u202Ehi [x]&#91;<p>[".getBytes(UTF_8);
        for (String charset : List.of("utf-8", "utf-16", "GB18030", "ISO-2022-JP", "x-unknown")) {
            for (int length = 0; length <= whole.length; length++) {
                for (String type : List.of("text/plain", "text/html", "text/markdown")) {
                    GroupText.Shown shown =
                            shown(
                                    "Alice",
                                    type + ";charset=" + charset,
                                    Arrays.copyOf(whole, length));
                    assertThat(new String(shown.body().array(), US_ASCII)).startsWith("[Alice] ");
                }
            }
        }
    }
}

package org.earshot.softphone.ua;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FileLinkTest {
    private static final URI SERVICE = URI.create("https://example.org:8443");
    private static final String TOKEN = "0123456789abcdef0123456789abcdef";
    private static final String URL = "https://example.org:8443/files/" + TOKEN;

    private static List<String> in(String text) {
        return FileLink.in(text, SERVICE).stream().map(link -> link.url().toString()).toList();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "%s",
                "plan.pdf (5.0 MB): %s",
                "(%s)",
                "see %s.",
                "<a href=\"%s\">",
                "%s\n",
                "x%s, y"
            })
    void aTextMayNameAFile(String text) {
        assertThat(in(text.formatted(URL))).containsExactly(URL);
    }

    @Test
    void whatWeWriteIsRecognised() {
        assertThat(in(FileLink.text("plan.pdf", 5_000_001, URL))).containsExactly(URL);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://example.org:8443/files/" + TOKEN,
                "https://example.org/files/" + TOKEN,
                "https://example.org:844/files/" + TOKEN,
                "https://example.com:8443/files/" + TOKEN,
                "https://example.org:8443@evil.example/files/" + TOKEN,
                "https://example.org:8443.evil.example/files/" + TOKEN,
                "https://EXAMPLE.org:8443/files/" + TOKEN,
                "https://example.org:8443/files/rcs",
                "https://example.org:8443//files/" + TOKEN,
                URL + "0",
                URL + "/../../x",
                URL + "?x=y",
                URL + "#x",
                URL + "%2e",
                URL + ".exe",
                URL + "@evil.example",
                "https://example.org:8443/files/0123456789ABCDEF0123456789ABCDEF",
                "/files/" + TOKEN
            })
    void nothingElseIsOne(String text) {
        assertThat(in("a " + text + " b")).isEmpty();
        assertThat(FileLink.is(URI.create(text), SERVICE)).isFalse();
    }

    @Test
    void eachOnceAndNotTooMany() {
        assertThat(in(URL + " " + URL)).containsExactly(URL);
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 100; i++) {
            text.append(SERVICE).append("/files/").append(String.format("%032x", i)).append(' ');
        }
        assertThat(in(text.toString())).hasSize(FileLink.MOST);
    }

    @Test
    void aNameCanNotLookLikeAnotherLinkOrLine() {
        String text =
                FileLink.text(
                        "x\r\n" + SERVICE + "/files/" + "f".repeat(32) + " \u202Egnp.exe", 1, URL);
        assertThat(in(text)).containsExactly(URL);
        assertThat(text.lines()).hasSize(1);
        assertThat(text).doesNotContain("\u202E");
    }

    @Test
    void ofDamagedTextsNothingIsMadeUp() {
        Random random = new Random(43);
        for (int i = 0; i < URL.length(); i++) {
            assertThat(in(URL.substring(0, i))).isEmpty();
        }
        for (int i = 0; i < 2_000; i++) {
            byte[] noise = new byte[random.nextInt(40)];
            random.nextBytes(noise);
            String text =
                    URL.substring(0, random.nextInt(URL.length()))
                            + new String(noise, StandardCharsets.ISO_8859_1)
                            + URL.substring(random.nextInt(URL.length()));
            for (String url : in(text)) {
                assertThat(url).matches("https://example\\.org:8443/files/[0-9a-f]{32}");
            }
        }
    }
}

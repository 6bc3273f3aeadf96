package org.earshot.server.files;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class NamedFilesTest {
    private static final String ONE = "0123456789abcdef0123456789abcdef";
    private static final String OTHER = "ffffffffffffffff0000000000000000";

    private static java.util.List<String> find(String text) {
        return NamedFiles.find(text.getBytes(UTF_8)).stream().map(FileToken::text).toList();
    }

    @Test
    void urlsAreFoundInAnyText() {
        assertThat(
                        find(
                                "<data url=\"https://example.org/files/"
                                        + ONE
                                        + "\" until=\"x\"/> and https://example.org:8443/files/"
                                        + OTHER
                                        + ", and once more /files/"
                                        + ONE))
                .containsExactly(ONE, OTHER);
    }

    @Test
    void whatOnlyLooksLikeOneIsNone() {
        assertThat(find("/files/" + ONE + "0")).isEmpty();
        assertThat(find("/files/" + ONE.substring(1))).isEmpty();
        assertThat(find("/files/" + ONE.toUpperCase(java.util.Locale.ROOT))).isEmpty();
        assertThat(find("/file/" + ONE)).isEmpty();
        assertThat(find("")).isEmpty();
    }

    @Test
    void aTextNamesSixteenAtMost() {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 100; i++) {
            text.append("/files/").append("%032x".formatted(i)).append(' ');
        }
        assertThat(find(text.toString())).hasSize(16);
    }

    @Test
    void randomBytesNameNothing() {
        Random random = new Random(20261128);
        for (int i = 0; i < 1_000; i++) {
            byte[] bytes = new byte[random.nextInt(500)];
            random.nextBytes(bytes);
            assertThat(NamedFiles.find(bytes)).isEmpty();
        }
    }
}

package org.earshot.proxy.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.Random;
import org.earshot.common.message.IsComposing;
import org.junit.jupiter.api.Test;

class TypingNewsTest {
    private static final TypingNews NEWS =
            new TypingNews(
                    "n1",
                    "sip:alice@example.org",
                    "sip:bob@example.org",
                    Optional.of("sip:team@example.org"),
                    true,
                    IsComposing.State.ACTIVE,
                    Optional.of(Duration.ofSeconds(60)));

    @Test
    void whatIsWrittenIsRead() {
        assertThat(NEWS.text())
                .contains(
                        "n1 sip:alice@example.org sip:bob@example.org sip:team@example.org s ACTIVE 60");
        assertThat(TypingNews.read(NEWS.text().orElseThrow())).contains(NEWS);
        TypingNews other =
                new TypingNews(
                        "n2",
                        "sip:a@example.org",
                        "sip:b@example.org",
                        Optional.empty(),
                        false,
                        IsComposing.State.IDLE,
                        Optional.empty());
        assertThat(TypingNews.read(other.text().orElseThrow())).contains(other);
    }

    @Test
    void whoCanNotBeWrittenIsNotToldOf() {
        assertThat(
                        new TypingNews(
                                        "n1",
                                        "no address",
                                        "sip:b@example.org",
                                        Optional.empty(),
                                        false,
                                        IsComposing.State.IDLE,
                                        Optional.empty())
                                .text())
                .isEmpty();
    }

    @Test
    void whatIsCutOffOrAnotherVersionsIsNoNews() {
        String whole = NEWS.text().orElseThrow();
        for (int length = 0; length < whole.length() - " 60".length(); length++) {
            assertThat(TypingNews.read(whole.substring(0, length))).isEmpty();
        }
        assertThat(TypingNews.read(whole + " more")).isEmpty();
        assertThat(TypingNews.read(whole.replace("ACTIVE", "ASLEEP"))).isEmpty();
        assertThat(TypingNews.read(whole.replace("60", "99999999999999999999"))).isEmpty();
        assertThat(TypingNews.read(whole.replace("60", "9223372036854775807"))).isPresent();
    }

    @Test
    void nothingBreaksIt() {
        Random random = new Random(7);
        for (int i = 0; i < 10_000; i++) {
            byte[] bytes = new byte[random.nextInt(60)];
            random.nextBytes(bytes);
            String text = new String(bytes, StandardCharsets.ISO_8859_1);
            assertThatCode(() -> TypingNews.read(text)).doesNotThrowAnyException();
        }
    }
}

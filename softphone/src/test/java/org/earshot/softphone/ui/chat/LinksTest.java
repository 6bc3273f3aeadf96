package org.earshot.softphone.ui.chat;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LinksTest {
    private static List<String> in(String text) {
        return Links.in(text).stream().map(span -> span.of(text)).toList();
    }

    @ParameterizedTest
    @CsvSource({
        "'see https://example.org/a?b=c#d.', https://example.org/a?b=c#d",
        "'(https://example.org/x)', https://example.org/x",
        "'https://example.org/Foo_(bar)!', https://example.org/Foo_(bar)",
        "'HTTP://EXAMPLE.ORG', HTTP://EXAMPLE.ORG",
        "'<https://example.org>', https://example.org"
    })
    void whatEndsTheSentenceIsNoPart(String text, String link) {
        assertThat(in(text)).containsExactly(link);
    }

    @Test
    void thereMayBeMany() {
        assertThat(in("http://a.example and https://b.example/"))
                .containsExactly("http://a.example", "https://b.example/");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "no link",
                "https://",
                "javascript:alert(1)",
                "file:///etc/passwd",
                "http:// x"
            })
    void nothingElseIsOne(String text) {
        assertThat(in(text)).isEmpty();
    }
}

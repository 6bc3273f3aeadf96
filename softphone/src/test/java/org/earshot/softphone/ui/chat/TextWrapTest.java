package org.earshot.softphone.ui.chat;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TextWrapTest {
    /// As if each letter were one wide.
    private static List<String> wrapped(String text, int width) {
        return TextWrap.lines(text, width, String::length).stream()
                .map(span -> span.of(text))
                .toList();
    }

    @Test
    void linesBreakAtSpaces() {
        assertThat(wrapped("the quick brown fox", 9)).containsExactly("the quick", "brown fox");
        assertThat(wrapped("the quick brown fox", 10)).containsExactly("the quick", "brown fox");
        assertThat(wrapped("short", 10)).containsExactly("short");
        assertThat(wrapped("", 10)).containsExactly("");
    }

    @Test
    void theAuthorsOwnLinesStay() {
        assertThat(wrapped("a\n\nb c\n", 10)).containsExactly("a", "", "b c", "");
    }

    @Test
    void aWordThatIsTooLongBreaksWhereItMust() {
        assertThat(wrapped("abcdefghij kl", 4)).containsExactly("abcd", "efgh", "ij", "kl");
        assertThat(wrapped("x abcdefgh", 4)).containsExactly("x", "abcd", "efgh");
    }

    @Test
    void aCharacterOfTwoUnitsIsNotBroken() {
        String smiles = "😀😀😀";
        assertThat(wrapped(smiles, 3)).containsExactly("😀", "😀", "😀");
        assertThat(wrapped("é".repeat(2), 1)).hasSize(2); // a letter with its accent
    }

    @Test
    void wordsWithoutSpacesBreakBetweenThem() {
        assertThat(wrapped("これは日本語です", 4)).hasSizeGreaterThan(1).allMatch(l -> l.length() <= 4);
    }

    /// Whatever comes: nothing is lost but white space at breaks, and no line is too wide unless it is one character.
    @Test
    void nothingIsLost() {
        Random random = new Random(7);
        String letters = "ab c\n\t 😀é日\u202e-/";
        for (int round = 0; round < 2_000; round++) {
            StringBuilder made = new StringBuilder();
            int length = random.nextInt(40);
            for (int i = 0; i < length; i++) {
                made.append(letters.charAt(random.nextInt(letters.length())));
            }
            String text = made.toString();
            int width = 1 + random.nextInt(12);
            List<TextSpan> lines = TextWrap.lines(text, width, String::length);
            StringBuilder joined = new StringBuilder();
            int before = 0;
            for (TextSpan line : lines) {
                assertThat(text.substring(before, line.start())).as(text).isBlank();
                joined.append(line.of(text));
                before = line.end();
                assertThat(line.of(text).codePointCount(0, line.of(text).length()))
                        .as("%s at %d", text, width)
                        .isLessThanOrEqualTo(Math.max(width, 2));
            }
            assertThat(joined.toString().replaceAll("\\s", ""))
                    .isEqualTo(text.replaceAll("\\s", ""));
        }
    }
}

package org.earshot.proxy.archive.search;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WordsTest {
    private static String words(String text) {
        return Words.in(text).stream().map(Unit::text).collect(Collectors.joining(" "));
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            delimiter = '|',
            value = {
                "Lunch at noon?            | lunch at noon",
                "don't                     | don t",
                "bob.mueller@example.org   | bob mueller example org",
                "https://x.org/a_b?c=1#d   | https x org a b c 1 d",
                "1,234.56 EUR              | 1 234 56 eur",
                "+49 (30) 12-34            | 49 30 12 34",
                "B2B 4711a                 | b2b 4711a",
                "Müller MÜLLER muller      | muller muller muller",
                "Mu\u0308ller              | muller",
                "Straße STRASSE            | strasse strasse",
                "Łódź Ærø Þór œuvre        | lodz aero thor oeuvre",
                "İstanbul ISTANBUL ıstanbul | istanbul istanbul istanbul",
                "ΟΔΟΣ οδός                 | οδοσ οδοσ",
                "Ёлка мой                  | елка мои",
                "ﬁnal ２０２６ ＡＢＣ         | final 2026 abc",
                "٢٠٢٦                      | 2026",
                "مُحَمَّد محمـــد           | محمد محمد",
                "שָׁלוֹם                    | שלום",
                "pass\u00ADword ra\u200Bre | password rare",
                "हिन्दी में                 | हिन्दी में",
                "ok 👍🏽                     | ok 👍",
                "x²                        | x2",
            })
    void ofSpacedScripts(String text, String expected) {
        assertThat(words(text)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            delimiter = '|',
            value = {
                "会議           | 会 会議 議",
                "会議 室         | 会 会議 室 議",
                "第3回meeting    | 3 meeting 回 第",
                "データ          | タ デ デー ー ータ",
                "ﾃﾞｰﾀ            | タ デ デー ー ータ",
                "回의           | 回 回의 의",
                "𠮷野           | 野 𠮷 𠮷野",
            })
    void whereThereAreNoSpacesEachAndEachTwoAreFound(String text, String expected) {
        assertThat(Words.tokens(Words.in(text)).stream().sorted().collect(Collectors.joining(" ")))
                .isEqualTo(expected);
    }

    @Test
    void everyPartOfATextWithoutSpacesFindsIt() {
        for (String text : List.of("ประชุมพรุ่งนี้เช้า", "来週の会議は中止です", "회의에서만나요", "ជំរាបសួរ")) {
            int[] points =
                    Words.in(text).stream()
                            .map(Unit::text)
                            .collect(Collectors.joining())
                            .codePoints()
                            .toArray();
            for (int from = 0; from < points.length; from++) {
                for (int to = from + 1; to <= points.length; to++) {
                    String piece = new String(points, from, to - from);
                    if (Words.in(piece).isEmpty()) {
                        continue; // a vowel without its consonant
                    }
                    WordQuery part = WordQuery.parse(piece);
                    assertThat(Words.tokens(Words.in(text))).containsAll(part.tokens());
                    assertThat(part.matches(text)).isTrue();
                }
            }
        }
    }

    @Test
    void linesAndControlCharactersPartWords() {
        assertThat(words("a\u0000b\r\nc\td")).isEqualTo("a b c d");
    }

    @Test
    void noBytesBreakIt() {
        Random random = new Random(1);
        for (int i = 0; i < 20_000; i++) {
            byte[] bytes = new byte[random.nextInt(40)];
            random.nextBytes(bytes);
            for (String text :
                    List.of(
                            new String(bytes, StandardCharsets.UTF_8),
                            new String(bytes, StandardCharsets.UTF_16BE))) {
                List<Unit> units = Words.in(text);
                assertThat(units).allMatch(unit -> !unit.text().isEmpty());
                if (!units.isEmpty() && !units.getFirst().joined()) {
                    assertThat(Words.tokens(units)).isNotEmpty();
                }
            }
        }
    }

    /// Whatever a text has is found by what it has itself: nothing is lost in silence.
    @Test
    void anyPieceOfATextWithAWordFindsTheText() {
        Random random = new Random(2);
        int found = 0;
        for (int i = 0; i < 5_000; i++) {
            int[] points =
                    random.ints(30, 0, 0x3FFF)
                            .filter(c -> c != '"' && Character.isDefined(c))
                            .toArray();
            String text = new String(points, 0, points.length);
            if (Words.in(text).isEmpty()) {
                continue;
            }
            WordQuery whole = WordQuery.parse('"' + text.replaceAll("[“”„]", " ") + '"');
            assertThat(whole.matches(text)).isTrue();
            assertThat(Words.tokens(Words.in(text))).containsAll(whole.tokens());
            found++;
        }
        assertThat(found).isGreaterThan(4_000);
    }
}

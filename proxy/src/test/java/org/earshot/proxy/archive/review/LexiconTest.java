package org.earshot.proxy.archive.review;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LexiconTest {

    @ParameterizedTest(name = "{0} in {1}: {2}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    insider             | The INSIDER called.               | true
                    insider             | insiders                          | false
                    insider tip         | an insider... tip                 | true
                    insider tip         | tip of an insider                 | false
                    muller              | Herr MÜLLER                       | true
                    Straße 7            | in der strasse 7                  | true
                    機密                | この機密文書                      | true
                    機密                | 機と密                            | false
                    a a b               | a a a b                           | true
                    /insid(ing)?/       | InsidING                          | true
                    /IBAN/              | my IBAN is                        | true
                    /IBAN/              | my iban is                        | false
                    /\\bmul+er\\b/      | Frau Müller                       | true
                    /^\\d{4} \\d{4}$/   | so: 1234 5678                     | false
                    /\\d{4}[ -]?\\d{4}/ | so: 1234-5678                     | true
                    /müller/            | MÜLLER                            | true
                    """)
    void aLineIsFound(String line, String text, boolean found) {
        Lexicon lexicon = Lexicon.parse(line);
        assertThat(lexicon.in(text))
                .isEqualTo(
                        new Lexicon.Hits(
                                found ? java.util.List.of(line) : java.util.List.of(), true));
    }

    @Test
    void allLinesThatAreFoundAreTold() {
        Lexicon lexicon = Lexicon.parse("\n off the record \n/ab+c/\nnothing\n\n/ab+c/\n");
        assertThat(lexicon.in("abbc, off the  record, OFF the record").lines())
                .containsExactly("off the record", "/ab+c/");
        assertThat(lexicon.words()).isEqualTo("2 phrases, 1 pattern");
        assertThat(lexicon.in("").any()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "\n \n",
                "...",
                "/(/",
                "/a(?=b)/",
                "/(a)\\1/",
                "/a{1001}/",
                "/((a{1000}){1000}){1000}/",
                "/(?:(?:(?:a{9}){99}){99}){99}/",
                "/(a{100}){100}/",
                "/a{999999999999}/",
                "/[/",
                "/*/",
                "/(?i)a/",
                "/(?s-mi:a)/"
            })
    void whatIsNoLexiconIsRefused(String text) {
        assertThatThrownBy(() -> Lexicon.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void patternsTogetherAreBoundedToo() {
        assertThatThrownBy(() -> Lexicon.parse("/a{900}/\n/b{900}/\n/c{900}/"))
                .hasMessageContaining("2000 at most");
    }

    @Test
    void aMessageSaysInWhichLineAndNotWhat() {
        assertThatThrownBy(() -> Lexicon.parse("fine\n...")).hasMessageStartingWith("line 2: ");
    }

    /// A backtracking engine takes 2^n steps for the first, and n^100 for the last.
    @ParameterizedTest
    @ValueSource(strings = {"(a+)+$", "(a|a)*b", "(a|aa)+c", "(?:a?){100}a{100}b", "(.*a){50}x"})
    void aPatternIsAFewStepsForEachCharacterWhateverItIs(String pattern) {
        LinearPattern linear = LinearPattern.of(pattern);
        assertThat(linear.size()).isLessThan(410);
        // would not end in anybody's life
        assertThat(linear.isIn("a".repeat(3000) + "!")).isFalse();
    }

    @Test
    void whatIsTooLongToBeSearchedIsForPeople() {
        Lexicon lexicon = Lexicon.parse("/x{900}y/\n/[a-z]{900}0/");
        int longest = (int) (Lexicon.MOST_STEPS / 1807 / 3);
        assertThat(lexicon.in("-".repeat(longest - 100)).any()).isFalse();
        Lexicon.Hits hits = lexicon.in("-".repeat(longest + 100));
        assertThat(hits.whole()).isFalse();
        assertThat(hits.any()).isTrue();
        assertThat(Lexicon.parse("word").in("-".repeat(longest * 2) + " word").lines())
                .containsExactly("word");
    }

    @Test
    void randomLinesAreTakenOrRefused() {
        Random random = new Random(11);
        String alphabet = "ab1(){}[]|*+?\\^$.,:<=!-/ \n\tQEpPLdwé機\uD83D\uDE00\uD800\u0000";
        for (int i = 0; i < 5_000; i++) {
            StringBuilder text = new StringBuilder(i % 2 == 0 ? "/" : "");
            for (int length = random.nextInt(30); length > 0; length--) {
                text.append(alphabet.charAt(random.nextInt(alphabet.length())));
            }
            text.append(i % 2 == 0 ? "/" : "");
            try {
                Lexicon lexicon = Lexicon.parse(text.toString());
                assertThat(lexicon.in("ab1 " + text)).isNotNull();
                assertThat(Lexicon.parse(lexicon.text())).isEqualTo(lexicon);
            } catch (IllegalArgumentException e) {
                assertThat(e).hasMessageNotContaining("null");
            }
        }
    }

    @Test
    void itDoesNotPrint() {
        assertThat(Lexicon.parse("zebrafinch\n/zebra/").toString())
                .isEqualTo("Lexicon[1 phrase, 1 pattern]");
        assertThat(LinearPattern.of("zebra").toString()).doesNotContain("zebra");
    }
}

package org.earshot.proxy.archive.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WordQueryTest {
    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            delimiter = '|',
            value = {
                "lunch                 | Lunch at noon, next week        | true",
                "noon lunch            | Lunch at noon, next week        | true",
                "noon dinner           | Lunch at noon, next week        | false",
                "\"next week\"         | Lunch at noon, next week        | true",
                "\"week next\"         | Lunch at noon, next week        | false",
                "\"next  Week!\"       | Lunch at noon, next week        | true",
                "„next week“ LUNCH     | Lunch at noon, next week        | true",
                "\"next week           | Lunch at noon, next week        | true",
                "mueller@example       | write to Mueller@example.org    | true",
                "example@mueller       | write to Mueller@example.org    | false",
                "don't                 | I don’t know                    | true",
                "lun                   | Lunch                           | false",
                "会                     | 明日の会議                         | true",
                "会議                   | 明日の会議                         | true",
                "議会                   | 明日の会議                         | false",
                "4711-0815             | order 4711/0815                 | true",
            })
    void matches(String typed, String text, boolean expected) {
        WordQuery query = WordQuery.parse(typed);
        assertThat(query.matches(text)).isEqualTo(expected);
        if (expected) {
            assertThat(Words.tokens(Words.in(text))).containsAll(query.tokens());
        }
    }

    @Test
    void withoutAWordThereIsNothingToSearchFor() {
        for (String typed : new String[] {"", "  ", "\"\"", "?!", "\u200B"}) {
            assertThatThrownBy(() -> WordQuery.parse(typed))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("no word");
        }
        assertThatThrownBy(() -> WordQuery.parse("secret ".repeat(17)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("17 terms")
                .hasMessageNotContaining("secret");
    }

    @Test
    void itDoesNotPrint() {
        assertThat(WordQuery.parse("secret")).hasToString("WordQuery[1 terms]");
        assertThat(Term.word("secret")).hasToString("Term[w]");
    }
}

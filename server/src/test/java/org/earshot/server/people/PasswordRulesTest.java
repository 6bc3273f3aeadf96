package org.earshot.server.people;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PasswordRulesTest {
    private static String objection(String password) {
        return PasswordRules.objection(password, "alice.miller", "Alice Miller", "example.org")
                .orElse("");
    }

    @ParameterizedTest
    @CsvSource({
        "short, at least 10",
        "aaaaaaaaaaaa, different characters",
        "ababababababab, different characters",
        "alice.miller, a name",
        "Alice-Miller-1, a name",
        "millermiller, a name",
        "example.org1, a name",
        "password123, tried first",
        "P@ssw0rd2024!, tried first",
        "Sommer2026!!, tried first",
        "liverpool99, tried first",
        "1234567890, runs along",
        "qwertyuiop, runs along",
        "poiuytrewq, runs along",
        "asdfg12345, runs along",
        "1qaz2wsx3edc, runs along"
    })
    void whatIsTriedFirstIsRefusedWithTheReason(String password, String why) {
        assertThat(objection(password)).contains(why);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "tidal-lantern-90",
                "vier Wände aus Glas",
                "alice would like a house",
                "Жили-были старик",
                "x7#kQ9!mZ2"
            })
    void whatNobodyGuessesIsTaken(String password) {
        assertThat(objection(password)).isEmpty();
    }

    @Test
    void whatNoDigestTakesIsRefused() {
        assertThat(objection("")).contains("1 to 256");
        assertThat(objection("x7#kQ9!mZ2".repeat(26))).contains("1 to 256");
        assertThat(objection("x7#kQ9!\tmZ2")).contains("control");
    }

    @Test
    void aNameOfTwoLettersForbidsNothing() {
        assertThat(PasswordRules.objection("tidal-lantern-90", "al", "Al", "ta.org")).isEmpty();
    }
}

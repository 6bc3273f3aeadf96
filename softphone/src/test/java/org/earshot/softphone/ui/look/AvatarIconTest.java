package org.earshot.softphone.ui.look;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AvatarIconTest {
    @ParameterizedTest
    @CsvSource({
        "Alice Baker, AB",
        "alice, A",
        "alice@example.org, A",
        "carol.miller@example.org, CM",
        "'  ', ?",
        "Änne von der Öhe, ÄÖ",
        "'<html>', H"
    })
    void lettersStandForAName(String name, String letters) {
        assertThat(AvatarIcon.letters(name)).isEqualTo(letters);
    }
}

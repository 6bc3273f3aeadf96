package org.earshot.softphone.ui.account;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import org.earshot.softphone.ui.words.Texts;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PasswordStrengthTest {
    @ParameterizedTest(name = "{0} has strength {1}")
    @CsvSource({
        "'', 0",
        "Aa1!Aa1!, 0",
        "aaaaaaaaaaaaaaaaaaaaaaaa, 0",
        "abcdefghij, 1",
        "Abcdefghij1, 2",
        "Abcdefghijk1, 3",
        "Abcdefghijkl1!mn, 4"
    })
    void lengthCountsMoreThanKinds(String password, int strength) {
        assertThat(PasswordStrength.of(password.toCharArray())).isEqualTo(strength);
    }

    @Test
    void eachHasWords() {
        for (int strength = 0; strength <= PasswordStrength.BEST; strength++) {
            assertThat(Texts.bundle(Locale.ROOT).containsKey("strength." + strength)).isTrue();
        }
    }
}

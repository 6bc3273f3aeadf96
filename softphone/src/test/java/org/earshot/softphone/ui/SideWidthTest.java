package org.earshot.softphone.ui;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SideWidthTest {
    @ParameterizedTest(name = "who wants {0}, where the conversation leaves {1}, has {2}")
    @CsvSource({
        "300, 560, 300",
        "300, 240, 240",
        "300, 100, 220",
        "160, 100, 160",
        "500, 480, 480"
    })
    void theListIsAsWideAsItIsWantedWhereTheConversationHasEnough(int wanted, int most, int has) {
        assertThat(SideWidth.fitting(wanted, most, 220)).isEqualTo(has);
    }
}

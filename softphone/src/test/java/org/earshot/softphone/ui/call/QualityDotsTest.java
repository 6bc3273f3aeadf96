package org.earshot.softphone.ui.call;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QualityDotsTest {
    @ParameterizedTest(name = "{0} is {1} dots")
    @CsvSource({"4.4, 4", "4.03, 4", "3.8, 3", "3.2, 2", "2.4, 1", "1, 1", "NaN, 0"})
    void dots(double mos, int full) {
        assertThat(QualityDots.of(mos).full()).isEqualTo(full);
    }
}

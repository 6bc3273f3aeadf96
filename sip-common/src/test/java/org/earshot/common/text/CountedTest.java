package org.earshot.common.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CountedTest {
    @ParameterizedTest
    @CsvSource({"0, 0 entries of 0 records", "1, 1 entry of 1 record", "2, 2 entries of 2 records"})
    void oneThingIsNotMany(int count, String words) {
        assertThat(Counted.of(count, "entry", "entries") + " of " + Counted.of(count, "record"))
                .isEqualTo(words);
    }
}

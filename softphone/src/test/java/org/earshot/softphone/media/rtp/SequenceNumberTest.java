package org.earshot.softphone.media.rtp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SequenceNumberTest {

    @ParameterizedTest(name = "{0} is after {1}: {2}")
    @CsvSource({
        "2, 1, true",
        "1, 2, false",
        "1, 1, false",
        "0, 65535, true",
        "65535, 0, false",
        "32767, 0, true",
        "32769, 0, false"
    })
    void orderGoesRoundTheCircle(int one, int other, boolean after) {
        assertThat(new SequenceNumber(one).isAfter(new SequenceNumber(other))).isEqualTo(after);
    }

    @Test
    void afterTheHighestComesZero() {
        assertThat(new SequenceNumber(65_535).next()).isEqualTo(new SequenceNumber(0));
    }

    @Test
    void itHasSixteenBits() {
        assertThatThrownBy(() -> new SequenceNumber(65_536))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new SequenceNumber(-1))
                .isInstanceOf(IllegalArgumentException.class);
    }
}

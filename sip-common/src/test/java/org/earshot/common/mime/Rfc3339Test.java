package org.earshot.common.mime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class Rfc3339Test {
    @ParameterizedTest(name = "{0} is {1}")
    @CsvSource({
        "2000-12-13T13:40:00-08:00, 2000-12-13T21:40:00Z",
        "2003-01-27T10:43:00Z, 2003-01-27T10:43:00Z",
        "2003-01-27t10:43:00.25z, 2003-01-27T10:43:00.250Z",
        "2003-01-27T10:43:00, 2003-01-27T10:43:00Z",
        "2016-12-31T23:59:60Z, 2017-01-01T00:00:00Z",
        "0000-01-01T00:00:00Z, 0000-01-01T00:00:00Z"
    })
    void timesAreRead(String text, String written) {
        assertThat(Rfc3339.parse(text)).contains(Instant.parse(written));
        assertThat(Rfc3339.format(Rfc3339.parse(text).orElseThrow())).isEqualTo(written);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "now",
                "2003-01-27",
                "2003-13-27T10:43:00Z",
                "2003-01-27T25:43:00Z",
                "+10000-01-01T00:00:00Z",
                "-0001-01-01T00:00:00Z",
                "0000-01-01T00:00:00+01:00",
                "2003-01-27T10:43:00+99:00",
                "2003-01-27T10:43:00Z and more"
            })
    void othersAreNone(String text) {
        assertThat(Rfc3339.parse(text)).isEmpty();
    }

    @Test
    void aYearOfFiveDigitsIsNotWritten() {
        assertThatThrownBy(() -> Rfc3339.format(Instant.parse("+10000-01-01T00:00:00Z")))
                .isInstanceOf(IllegalArgumentException.class);
    }
}

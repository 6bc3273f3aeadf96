package org.earshot.common.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ShownTimeTest {
    @ParameterizedTest(name = "{0} is shown as {1}")
    @CsvSource({
        "2026-11-30T09:00:00.123456789Z, 2026-11-30T09:00:00Z",
        "2026-11-30T09:00:59.999999Z, 2026-11-30T09:00:59Z",
        "2026-11-30T09:00:00Z, 2026-11-30T09:00:00Z",
        "1969-12-31T23:59:59.5Z, 1969-12-31T23:59:59Z"
    })
    void wholeSecondsWithTheirZone(String at, String shown) {
        assertThat(ShownTime.of(Instant.parse(at))).isEqualTo(shown);
        assertThat(ShownTime.of(at)).isEqualTo(shown);
    }

    @ParameterizedTest
    @CsvSource({"'', ''", "not known, not known", "2026-13-01T00:00:00Z, 2026-13-01T00:00:00Z"})
    void whatIsNoTimeStaysAsItIs(String text, String shown) {
        assertThat(ShownTime.of(text)).isEqualTo(shown);
    }
}

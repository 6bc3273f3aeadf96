package org.earshot.server.admin;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TypedTimeTest {
    @ParameterizedTest
    @CsvSource({
        "2026-11-26T10:00, 2026-11-26T10:00:00Z",
        "2026-11-26T10:00:05, 2026-11-26T10:00:05Z",
        "2026-11-26T10:00:05.5Z, 2026-11-26T10:00:05.500Z",
        "2026-11-26T10:00+02:00, 2026-11-26T08:00:00Z",
    })
    void anInstant(String typed, Instant expected) {
        assertThat(TypedTime.parse(typed)).contains(new TypedTime(expected, expected));
    }

    @Test
    void aDayHasAllOfIt() {
        assertThat(TypedTime.parse("2026-12-31"))
                .contains(
                        new TypedTime(
                                Instant.parse("2026-12-31T00:00:00Z"),
                                Instant.parse("2027-01-01T00:00:00Z")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "yesterday", "2026-02-30", "26.11.2026", "2026-11-26T25:00", "2026"})
    void noTime(String typed) {
        assertThat(TypedTime.parse(typed)).isEmpty();
    }
}

package org.earshot.common.db;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class ColumnsTest {
    @Test
    void timesAreMicroseconds() {
        Instant time = Instant.parse("2026-11-23T10:00:00.123456789Z");
        assertThat(Columns.instant(Columns.micros(time)))
                .isEqualTo(Instant.parse("2026-11-23T10:00:00.123456Z"));
        Instant early = Instant.parse("1969-12-31T23:59:59.5Z");
        assertThat(Columns.instant(Columns.micros(early))).isEqualTo(early);
    }

    @Test
    void idsHaveTheMostSignificantByteFirst() {
        UUID id = UUID.fromString("01020304-0506-4708-890a-0b0c0d0e0f10");
        assertThat(Columns.bytes(id)).startsWith(1, 2, 3, 4).hasSize(16);
        assertThat(Columns.uuid(Columns.bytes(id))).isEqualTo(id);
    }
}

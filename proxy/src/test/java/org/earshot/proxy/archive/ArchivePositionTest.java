package org.earshot.proxy.archive;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ArchivePositionTest {
    private static final UUID CHAIN = UUID.fromString("01234567-89ab-cdef-0123-456789abcdef");

    @ParameterizedTest
    @ValueSource(longs = {0, 7, 999_999_999_999_999_999L})
    void whatIsPrintedIsRead(long number) {
        ArchivePosition position = new ArchivePosition(CHAIN, number);
        assertThat(ArchivePosition.of(position.toString())).contains(position);
    }

    @Test
    void nothingElseIs() {
        String good = new ArchivePosition(CHAIN, 7).toString();
        for (int length = 0; length < good.length(); length++) {
            assertThat(ArchivePosition.of(good.substring(0, length))).isEmpty();
        }
        for (String more : new String[] {"7777777777777777777", "x", "/1", " ", "\n"}) {
            assertThat(ArchivePosition.of(good + more)).isEmpty();
        }
        assertThat(ArchivePosition.of(CHAIN + "/07")).isEmpty();
        assertThat(ArchivePosition.of(CHAIN + "/-7")).isEmpty();
        Random random = new Random(1);
        for (int i = 0; i < 1000; i++) {
            byte[] bytes = new byte[random.nextInt(60)];
            random.nextBytes(bytes);
            assertThat(ArchivePosition.of(new String(bytes, ISO_8859_1))).isEmpty();
        }
    }
}

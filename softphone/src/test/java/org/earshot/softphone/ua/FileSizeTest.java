package org.earshot.softphone.ua;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FileSizeTest {
    @ParameterizedTest
    @CsvSource({
        "0, 0 bytes, 0 B",
        "999, 999 bytes, 999 B",
        "1000, 1.0 kB, 1000 B",
        "9999, 10.0 kB, 9999 B",
        "12345, 12 kB, 12 kB",
        "2500000, 2.5 MB, 2500 kB",
        "25000000, 25 MB, 25 MB",
        "5000000000, 5.0 GB, 5000 MB",
        "9223372036854775807, 9223372 TB, 9223372 TB"
    })
    void withTenthsAndWithout(long bytes, String words, String whole) {
        assertThat(FileSize.words(bytes)).isEqualTo(words);
        assertThat(FileSize.whole(bytes)).isEqualTo(whole);
    }
}

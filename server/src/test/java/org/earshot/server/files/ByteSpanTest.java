package org.earshot.server.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Ranges of RFC 9110 §14, of a file of 10 bytes.
class ByteSpanTest {
    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "bytes=0-9, 0, 10, bytes 0-9/10",
        "bytes=0-0, 0, 1, bytes 0-0/10",
        "bytes=3-, 3, 7, bytes 3-9/10",
        "bytes=9-, 9, 1, bytes 9-9/10",
        "bytes=-4, 6, 4, bytes 6-9/10",
        "bytes=-100, 0, 10, bytes 0-9/10",
        "bytes=5-100, 5, 5, bytes 5-9/10",
        "BYTES= 1-2 , 1, 2, bytes 1-2/10",
        "bytes=1-999999999999999999, 1, 9, bytes 1-9/10"
    })
    void aPart(String range, long from, long length, String header) throws Exception {
        ByteSpan span = ByteSpan.of(range, 10).orElseThrow();
        assertThat(span).isEqualTo(new ByteSpan(from, length));
        assertThat(span.header(10)).isEqualTo(header);
    }

    @ParameterizedTest
    @ValueSource(strings = {"bytes=10-", "bytes=10-20", "bytes=-0", "bytes=999999999999999999-"})
    void nothingThatIsThere(String range) {
        assertThatThrownBy(() -> ByteSpan.of(range, 10)).isInstanceOf(ByteSpan.Unsatisfiable.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "bytes=0-1,3-4",
                "bytes=5-3",
                "bytes=-",
                "bytes=a-b",
                "bytes=0--1",
                "seconds=1-2",
                "bytes",
                "",
                "bytes=9999999999999999999999-",
                "bytes=1-2-3"
            })
    void whatIsIgnored(String range) throws Exception {
        assertThat(ByteSpan.of(range, 10)).isEmpty();
    }

    @Test
    void ofAnEmptyFileThereIsNoPart() {
        assertThatThrownBy(() -> ByteSpan.of("bytes=0-", 0))
                .isInstanceOf(ByteSpan.Unsatisfiable.class);
        assertThatThrownBy(() -> ByteSpan.of("bytes=-5", 0))
                .isInstanceOf(ByteSpan.Unsatisfiable.class);
    }

    @Test
    void randomTextNeverGivesWhatIsNotThere() {
        Random random = new Random(20261128);
        String letters = "bytes=-0123456789, ";
        int given = 0;
        int refused = 0;
        for (int i = 0; i < 20_000; i++) {
            StringBuilder text = new StringBuilder(random.nextBoolean() ? "bytes=" : "");
            for (int length = random.nextInt(8); length > 0; length--) {
                text.append(letters.charAt(random.nextInt(letters.length())));
            }
            long size = random.nextInt(50);
            try {
                Optional<ByteSpan> span = ByteSpan.of(text.toString(), size);
                if (span.isPresent()) {
                    given++;
                    assertThat(span.get().from()).isNotNegative();
                    assertThat(span.get().length()).isPositive();
                    assertThat(span.get().from() + span.get().length()).isLessThanOrEqualTo(size);
                }
            } catch (ByteSpan.Unsatisfiable e) {
                refused++; // is an answer too
            }
        }
        assertThat(given).isPositive();
        assertThat(refused).isPositive();
    }
}

package org.earshot.softphone.ua;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlainNameTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Bob Smith|Bob Smith",
                "'  Bob   Smith '|Bob Smith",
                "Zoë 📞|Zoë 📞",
                "Zoe\u0308|Zoë",
                "a\u202Eb\u200Bc|abc",
                "a\u0007b\u001B[31mc|ab[31mc",
                "a\u2028b|a b",
                "\u202E\u200B|''",
            })
    void whatCantBeSeenIsLeftOut(String text, String plain) {
        assertThat(PlainName.of(text)).isEqualTo(plain);
    }

    @Test
    void itIsOneShortLineWhateverItWas() {
        Random random = new Random(1);
        for (int i = 0; i < 5_000; i++) {
            StringBuilder text = new StringBuilder();
            for (int k = random.nextInt(200); k > 0; k--) {
                text.append((char) random.nextInt(0x10000));
            }
            String plain = PlainName.of(text.toString());
            assertThat(plain.codePointCount(0, plain.length())).isLessThanOrEqualTo(63);
            assertThat(plain).doesNotContainPattern("[\\p{Cntrl}\\u202A-\\u202E\\u2028\\u2029]");
            assertThat(PlainName.of(plain)).isEqualTo(plain);
        }
    }
}

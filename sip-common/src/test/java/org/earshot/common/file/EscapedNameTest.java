package org.earshot.common.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EscapedNameTest {
    @ParameterizedTest
    @CsvSource({
        "My cool picture.jpg, My cool picture.jpg",
        "a%22b%25c.txt, a\"b%c.txt",
        "50%.txt, 50%.txt",
        "50%2, 50%2",
        "%zz, %zz",
        "%c3%bc.txt, \u00fc.txt"
    })
    void isReadAsItWasMeant(String escaped, String name) {
        assertThat(EscapedName.decode(escaped)).isEqualTo(name);
    }

    @Test
    void anyNameComesBack() {
        Random random = new Random(5547);
        for (int i = 0; i < 2_000; i++) {
            StringBuilder name = new StringBuilder();
            for (int length = random.nextInt(20); length > 0; length--) {
                name.appendCodePoint(
                        random.nextBoolean() ? random.nextInt(128) : 0x4E00 + random.nextInt(500));
            }
            String escaped = EscapedName.encode(name.toString());
            assertThat(escaped).doesNotContain("\"", "\r", "\n", "\0");
            assertThat(EscapedName.decode(escaped)).isEqualTo(name.toString());
        }
    }
}

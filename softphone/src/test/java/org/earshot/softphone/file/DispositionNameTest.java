package org.earshot.softphone.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DispositionNameTest {
    private static final String BOTH =
            "attachment; filename=\"pl_n.pdf\"; filename*=UTF-8''pl%C3%A4n%20%22x%22.pdf";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "attachment; filename=plan.pdf | plan.pdf",
                "attachment; filename=\"a; b.pdf\" | a; b.pdf",
                "attachment;FileName=\"a \\\" b\" | a \" b",
                "attachment; filename*=utf-8'en'%41.txt | A.txt",
                "attachment; filename=\"fine\"; filename*=UTF-8''%FF%FE | fine",
                "attachment; filename=\"fine\"; filename*=UTF-8''%4 | fine",
                "attachment; filename=\"fine\"; filename*=UTF-8''%+4x | fine",
            })
    void namesAreRead(String header, String name) {
        assertThat(DispositionName.of(header)).contains(name);
    }

    @Test
    void theFullNameIsTheBetterOne() {
        assertThat(DispositionName.of(BOTH)).contains("pl\u00E4n \"x\".pdf");
    }

    @ParameterizedTest
    @CsvSource({"attachment", "''", "filename=x", "attachment; filename=\"\""})
    void whereThereIsNoneThereIsNone(String header) {
        assertThat(DispositionName.of(header)).isEmpty();
    }

    @Test
    void aNameThatNeverEndsIsNotReadForLong() {
        assertThat(DispositionName.of("attachment; filename=\"" + "\\\\".repeat(3_000))).isEmpty();
        assertThat(DispositionName.of(BOTH + "x".repeat(8_000))).isEmpty();
    }

    @Test
    void whateverComesIsTakenOrNot() {
        Random random = new Random(42);
        for (int length = 0; length < BOTH.length(); length++) {
            Optional<String> name = DispositionName.of(BOTH.substring(0, length));
            assertThat(name).matches(n -> n.isEmpty() || !n.get().isEmpty());
        }
        for (int i = 0; i < 2_000; i++) {
            byte[] noise = new byte[random.nextInt(60)];
            random.nextBytes(noise);
            String text = BOTH.substring(0, random.nextInt(BOTH.length()));
            Optional<String> name =
                    DispositionName.of(text + new String(noise, StandardCharsets.ISO_8859_1));
            assertThat(name).matches(n -> n.isEmpty() || !n.get().isEmpty());
        }
    }
}

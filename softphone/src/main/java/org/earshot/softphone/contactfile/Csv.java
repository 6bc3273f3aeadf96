package org.earshot.softphone.contactfile;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// Comma-separated values (RFC 4180), also with other separators. Pure.
final class Csv {
    private static final String SEPARATORS = ",;\t|";

    /// Of a row; more are left out.
    private static final int MOST_FIELDS = 1_000;

    private Csv() {}

    /// @param line where it begins, from 1
    record Row(int line, List<String> fields) {
        Row {
            fields = List.copyOf(fields);
        }
    }

    /// All rows that are not empty. A quote that is not closed goes to the end.
    ///
    /// @param most more are refused
    /// @throws IOException with a sentence for the user
    static List<Row> rows(String text, int most) throws IOException {
        char separator = separator(text);
        List<Row> rows = new ArrayList<>();
        List<String> fields = new ArrayList<>();
        StringBuilder field = new StringBuilder();
        boolean quoted = false;
        int line = 1;
        int begun = 1;
        for (int i = 0; i <= text.length(); i++) {
            char c = i < text.length() ? text.charAt(i) : '\n';
            boolean end = i == text.length();
            if (c == '\n') {
                line++;
            }
            if (quoted && !end) {
                if (c != '"') {
                    field.append(c);
                } else if (i + 1 < text.length() && text.charAt(i + 1) == '"') {
                    field.append('"');
                    i++;
                } else {
                    quoted = false;
                }
            } else if (c == '"' && isBlank(field)) {
                field.setLength(0);
                quoted = true;
            } else if (c == separator) {
                if (fields.size() < MOST_FIELDS) {
                    fields.add(field.toString());
                }
                field.setLength(0);
            } else if (c == '\n') {
                fields.add(field.toString());
                field.setLength(0);
                if (fields.stream().anyMatch(each -> !each.isBlank())) {
                    if (rows.size() >= most) {
                        throw new IOException(
                                "there are more than " + (most - 1) + " people in it");
                    }
                    rows.add(new Row(begun, fields));
                }
                fields.clear();
                begun = line;
            } else if (c != '\r') {
                field.append(c);
            }
        }
        return rows;
    }

    private static boolean isBlank(StringBuilder field) {
        for (int i = 0; i < field.length(); i++) {
            if (!Character.isWhitespace(field.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    /// Which of them stands in the first line most often outside of quotes.
    private static char separator(String text) {
        int[] count = new int[SEPARATORS.length()];
        boolean quoted = false;
        boolean begun = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            begun |= !Character.isWhitespace(c);
            if (c == '"') {
                quoted = !quoted;
            } else if (c == '\n' && !quoted) {
                if (begun) {
                    break;
                }
            } else if (!quoted && SEPARATORS.indexOf(c) >= 0) {
                count[SEPARATORS.indexOf(c)]++;
            }
        }
        int best = 0;
        for (int i = 1; i < count.length; i++) {
            best = count[i] > count[best] ? i : best;
        }
        return SEPARATORS.charAt(best);
    }
}

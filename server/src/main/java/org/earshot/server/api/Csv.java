package org.earshot.server.api;

import java.util.ArrayList;
import java.util.List;

/// A table as text (RFC 4180): fields separated by commas, semicolons or tabs (as spreadsheets copy cells), whichever the first line has, and perhaps in quotes. Pure.
final class Csv {
    private Csv() {}

    /// A row.
    ///
    /// @param line where it begins, from 1
    record Row(int line, List<String> fields) {
        Row {
            fields = List.copyOf(fields);
        }
    }

    /// The text is no such table.
    static final class MalformedException extends Exception {
        private static final long serialVersionUID = 1L;

        MalformedException(int line, String why) {
            super("line " + line + ": " + why);
        }
    }

    /// All rows that are not empty.
    static List<Row> parse(String text) throws MalformedException {
        String rest = text.startsWith("\uFEFF") ? text.substring(1) : text;
        return new Reading(rest, separator(rest)).rows();
    }

    private static char separator(String text) {
        String first = text.lines().findFirst().orElse("");
        if (first.indexOf(',') >= 0) {
            return ',';
        }
        return first.indexOf(';') >= 0 || first.indexOf('\t') < 0 ? ';' : '\t';
    }

    private static final class Reading {
        private final String text;
        private final char separator;
        private final List<Row> rows = new ArrayList<>();
        private List<String> fields = new ArrayList<>();
        private int at;
        private int line = 1;
        private int began = 1;

        Reading(String text, char separator) {
            this.text = text;
            this.separator = separator;
        }

        List<Row> rows() throws MalformedException {
            while (at < text.length()) {
                fields.add(text.charAt(at) == '"' ? quoted() : plain());
                if (at == text.length() || text.charAt(at) != separator) {
                    endRow();
                } else {
                    at++;
                    if (at == text.length() || isLineEnd(text.charAt(at))) {
                        fields.add("");
                        endRow();
                    }
                }
            }
            return rows;
        }

        private void endRow() {
            if (at < text.length() && text.charAt(at) == '\r') {
                at++;
            }
            if (at < text.length() && text.charAt(at) == '\n') {
                at++;
            }
            line++;
            if (fields.stream().anyMatch(field -> !field.isBlank())) {
                rows.add(new Row(began, fields));
            }
            fields = new ArrayList<>();
            began = line;
        }

        private String plain() throws MalformedException {
            int from = at;
            while (at < text.length()
                    && text.charAt(at) != separator
                    && !isLineEnd(text.charAt(at))) {
                if (text.charAt(at) == '"') {
                    throw new MalformedException(line, "a quote inside a field without quotes");
                }
                at++;
            }
            return text.substring(from, at).strip();
        }

        private String quoted() throws MalformedException {
            StringBuilder field = new StringBuilder();
            for (at++; at < text.length(); at++) {
                char c = text.charAt(at);
                if (c == '"' && at + 1 < text.length() && text.charAt(at + 1) == '"') {
                    at++;
                } else if (c == '"') {
                    at++;
                    if (at < text.length()
                            && text.charAt(at) != separator
                            && !isLineEnd(text.charAt(at))) {
                        throw new MalformedException(line, "something behind a closing quote");
                    }
                    return field.toString();
                } else if (c == '\n') {
                    line++;
                }
                field.append(c);
            }
            throw new MalformedException(began, "a quote that is not closed");
        }

        private static boolean isLineEnd(char c) {
            return c == '\n' || c == '\r';
        }
    }
}

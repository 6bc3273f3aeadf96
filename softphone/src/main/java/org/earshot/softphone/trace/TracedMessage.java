package org.earshot.softphone.trace;

import java.util.List;
import java.util.Locale;

/// A SIP message as text, taken apart as far as a reader of it wants. Pure; takes any text.
///
/// @param start the first line
/// @param headers with what is folded in one line
record TracedMessage(String start, List<String> headers, String body) {

    static TracedMessage of(String text) {
        String whole = text.replace("\r\n", "\n");
        int end = whole.indexOf("\n\n");
        String head = end < 0 ? whole : whole.substring(0, end);
        List<String> lines = head.replaceAll("\n[ \t]++", " ").lines().toList();
        return new TracedMessage(
                lines.isEmpty() ? "" : lines.getFirst(),
                lines.size() < 2 ? List.of() : lines.subList(1, lines.size()),
                end < 0 ? "" : whole.substring(end + 2));
    }

    /// The value of the first header of a name.
    ///
    /// @param name in lower case
    /// @param compact its one letter, or the name again
    String header(String name, String compact) {
        for (String line : headers) {
            String its = nameOf(line);
            if (its.equals(name) || its.equals(compact)) {
                return line.substring(line.indexOf(':') + 1).strip();
            }
        }
        return "";
    }

    /// In lower case; "" where the line has none.
    static String nameOf(String line) {
        int colon = line.indexOf(':');
        return colon < 0 ? "" : line.substring(0, colon).strip().toLowerCase(Locale.ROOT);
    }

    boolean isResponse() {
        return start.startsWith("SIP/");
    }

    /// Of a request its own, of a response that of its CSeq.
    String method() {
        String text = isResponse() ? header("cseq", "cseq") : start;
        int space = text.indexOf(' ');
        if (isResponse()) {
            return space < 0 ? "" : text.substring(space + 1).strip();
        }
        return space < 0 ? text : text.substring(0, space);
    }

    String contentType() {
        String value = header("content-type", "c").toLowerCase(Locale.ROOT);
        int semicolon = value.indexOf(';');
        return (semicolon < 0 ? value : value.substring(0, semicolon)).strip();
    }
}

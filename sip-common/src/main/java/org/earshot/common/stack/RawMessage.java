package org.earshot.common.stack;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// A message cut into start line, header fields and body, and nothing else understood
/// (RFC 3261 §7). Pure.
///
/// Lines end with LF, with or without a CR before it; a CR alone is data, and so refused as a
/// control character. Both ends of a connection must agree on that, so [MessageFramer] cuts the same way.
///
/// @param startLine without its end
/// @param fields in order
/// @param bodyStart index of the first byte after the empty line
/// @param end index after the last byte
/// @param complete whether the empty line after the headers was there
record RawMessage(String startLine, List<Field> fields, int bodyStart, int end, boolean complete) {

    /// A header field, unfolded (RFC 3261 §7.3.1).
    ///
    /// @param name long form in the usual spelling where we know it, else as it came
    /// @param value without white space around it
    record Field(HeaderName name, String value) {
        @Override
        public String toString() {
            return name.text() + ": " + value;
        }
    }

    /// A line that is no header field.
    static final class BadLine extends Exception {
        private static final long serialVersionUID = 1L;

        BadLine(String reason) {
            super(reason, null, false, false);
        }
    }

    /// Cuts. Leading empty lines are skipped (RFC 3261 §7.5).
    ///
    /// @param strict whether a bad line ends it; without, such lines are left out
    /// @throws BadLine if strict
    static RawMessage scan(byte[] buffer, int offset, int length, boolean strict) throws BadLine {
        int end = offset + length;
        int at = offset;
        while (at < end && (buffer[at] == '\r' || buffer[at] == '\n')) {
            at++;
        }
        int lineEnd = lineEnd(buffer, at, end);
        String startLine = text(buffer, at, lineEnd);
        at = Math.min(lineEnd + 1, end);

        List<Field> fields = new ArrayList<>(16);
        boolean complete = false;
        while (at < end) {
            lineEnd = lineEnd(buffer, at, end);
            if (isEmpty(buffer, at, lineEnd)) {
                complete = lineEnd < end;
                at = Math.min(lineEnd + 1, end);
                break;
            }
            int next = Math.min(lineEnd + 1, end);
            boolean folded = next < end && isBlank(buffer[next]);
            String line = text(buffer, at, lineEnd);
            if (folded) {
                StringBuilder whole = new StringBuilder(line.stripTrailing());
                while (next < end && isBlank(buffer[next])) {
                    lineEnd = lineEnd(buffer, next, end);
                    whole.append(' ').append(text(buffer, next, lineEnd).strip());
                    next = Math.min(lineEnd + 1, end);
                }
                line = whole.toString();
            }
            at = next;
            try {
                fields.add(field(line));
            } catch (BadLine e) {
                if (strict) {
                    throw e;
                }
            }
        }
        return new RawMessage(startLine, fields, at, end, complete);
    }

    private static Field field(String line) throws BadLine {
        int colon = line.indexOf(':');
        int nameEnd = colon;
        while (nameEnd > 0 && isBlank(line.charAt(nameEnd - 1))) {
            nameEnd--; // HCOLON = *( SP / HTAB ) ":" SWS
        }
        if (nameEnd < 1) {
            throw new BadLine("Header line without a name");
        }
        String spelled = line.substring(0, nameEnd);
        HeaderName name = HeaderName.of(spelled);
        if (!name.isKnown() && !Tokens.isToken(spelled)) {
            throw new BadLine("Bad header name");
        }
        String value = Tokens.trim(line, colon + 1);
        if (Tokens.hasForbiddenControl(value)) {
            throw new BadLine("Control character in a header");
        }
        return new Field(name, value);
    }

    private static int lineEnd(byte[] buffer, int from, int end) {
        int at = from;
        while (at < end && buffer[at] != '\n') {
            at++;
        }
        return at;
    }

    private static boolean isEmpty(byte[] buffer, int from, int lineEnd) {
        return lineEnd == from || (lineEnd == from + 1 && buffer[from] == '\r');
    }

    private static String text(byte[] buffer, int from, int lineEnd) {
        int to = lineEnd > from && buffer[lineEnd - 1] == '\r' ? lineEnd - 1 : lineEnd;
        return new String(buffer, from, to - from, StandardCharsets.UTF_8);
    }

    private static boolean isBlank(int c) {
        return c == ' ' || c == '\t';
    }
}

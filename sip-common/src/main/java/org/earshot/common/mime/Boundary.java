package org.earshot.common.mime;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/// Where a boundary stands in the bytes of a multipart (RFC 2046 §5.1.1).
///
/// @param text 1–70 characters
record Boundary(String text) {
    private static final int LONGEST = 70;

    Boundary {
        if (text.isEmpty()
                || text.length() > LONGEST
                || text.endsWith(" ")
                || !text.chars().allMatch(c -> isBoundaryChar((char) c))) {
            throw new IllegalArgumentException("no boundary");
        }
    }

    /// One that stands in none of the parts: a hash of them, so that nobody can have written it into one.
    static Boundary of(List<MimePart> parts) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            parts.forEach(part -> digest.update(part.toBytes()));
            return new Boundary(HexFormat.of().formatHex(digest.digest(), 0, 16));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /// A line that separates parts.
    ///
    /// @param start index of its first hyphen
    /// @param end index after its line end
    /// @param last whether it closes the multipart
    record Delimiter(int start, int end, boolean last) {
        /// Where the part before it ends: the line end before a delimiter belongs to the delimiter.
        int partEnd(byte[] bytes, int partStart) {
            int end = start;
            if (end > partStart && bytes[end - 1] == '\n') {
                end--;
            }
            if (end > partStart && bytes[end - 1] == '\r') {
                end--;
            }
            return end;
        }
    }

    /// The next delimiter that begins at `from` or at a line's start after it; none has `start` -1.
    Delimiter next(byte[] bytes, int from) {
        byte[] dashes = ("--" + text).getBytes(US_ASCII);
        int line = from;
        while (line < bytes.length) {
            int lineEnd = line;
            while (lineEnd < bytes.length && bytes[lineEnd] != '\n') {
                lineEnd++;
            }
            int after = line + dashes.length;
            if (startsWith(bytes, line, dashes)) {
                boolean last = startsWith(bytes, after, new byte[] {'-', '-'});
                if (isBlank(bytes, last ? after + 2 : after, lineEnd)) {
                    return new Delimiter(line, Math.min(lineEnd + 1, bytes.length), last);
                }
            }
            line = lineEnd + 1;
        }
        return new Delimiter(-1, -1, false);
    }

    private static boolean startsWith(byte[] bytes, int at, byte[] start) {
        return at + start.length <= bytes.length
                && Arrays.equals(bytes, at, at + start.length, start, 0, start.length);
    }

    private static boolean isBlank(byte[] bytes, int from, int to) {
        for (int i = from; i < to; i++) {
            if (bytes[i] != ' ' && bytes[i] != '\t' && bytes[i] != '\r') {
                return false;
            }
        }
        return from <= to;
    }

    private static boolean isBoundaryChar(char c) {
        return (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || (c >= '0' && c <= '9')
                || "'()+_,-./:=? ".indexOf(c) >= 0;
    }
}

package org.earshot.common.mime;

/// Reads bytes line by line. A line ends with LF, with or without a CR before it, or with the bytes. The bytes stay the
/// caller's and must not change meanwhile; confined to one thread.
public final class Lines {
    private final byte[] bytes;
    private final int end;
    private final int longest;
    private int at;

    /// @param from index of the first byte
    /// @param to index after the last
    /// @param longest bytes of a line, without its end, that are taken
    public Lines(byte[] bytes, int from, int to, int longest) {
        this.bytes = bytes;
        this.at = from;
        this.end = to;
        this.longest = longest;
    }

    /// Whether there is another line, perhaps an empty one.
    public boolean hasNext() {
        return at < end;
    }

    /// Index of the first byte of the next line.
    public int at() {
        return at;
    }

    /// The next line without its end; only while [#hasNext()].
    ///
    /// @throws MalformedPayloadException if it is too long or not UTF-8
    public String next() throws MalformedPayloadException {
        int lineEnd = at;
        while (lineEnd < end && bytes[lineEnd] != '\n') {
            lineEnd++;
        }
        int textEnd = lineEnd > at && bytes[lineEnd - 1] == '\r' ? lineEnd - 1 : lineEnd;
        if (textEnd - at > longest) {
            throw new MalformedPayloadException("a line is too long");
        }
        String line = Utf8.decode(bytes, at, textEnd);
        at = Math.min(lineEnd + 1, end);
        return line;
    }
}

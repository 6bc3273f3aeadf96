package org.earshot.common.mime;

import java.util.ArrayList;
import java.util.List;

/// Header fields up to an empty line, or up to the end of the bytes.
///
/// @param headers in order, unfolded
/// @param end index of the first byte after the empty line
public record HeaderBlock(List<MimeHeader> headers, int end) {
    private static final int MOST_HEADERS = 64;
    private static final int LONGEST_LINE = 4096;
    private static final int LONGEST_VALUE = 16 * 1024;

    public HeaderBlock {
        headers = List.copyOf(headers);
    }

    /// Reads bytes `from` (inclusive) to `to` (exclusive). A line that begins with white space goes on with the one
    /// before it.
    ///
    /// @throws MalformedPayloadException at a line that is no header field, or more than 64 fields, 4 KB a line or
    ///     16 KB a field
    public static HeaderBlock read(byte[] bytes, int from, int to)
            throws MalformedPayloadException {
        Lines lines = new Lines(bytes, from, to, LONGEST_LINE);
        List<StringBuilder> unfolded = new ArrayList<>();
        while (lines.hasNext()) {
            String line = lines.next();
            if (line.isEmpty()) {
                break;
            }
            add(unfolded, line);
        }
        List<MimeHeader> headers = new ArrayList<>(unfolded.size());
        for (StringBuilder line : unfolded) {
            headers.add(header(line.toString()));
        }
        return new HeaderBlock(headers, lines.at());
    }

    private static void add(List<StringBuilder> unfolded, String line)
            throws MalformedPayloadException {
        if (line.charAt(0) != ' ' && line.charAt(0) != '\t') {
            if (unfolded.size() == MOST_HEADERS) {
                throw new MalformedPayloadException("too many headers");
            }
            unfolded.add(new StringBuilder(line));
            return;
        }
        if (unfolded.isEmpty()) {
            throw new MalformedPayloadException("the first header begins with white space");
        }
        StringBuilder last = unfolded.getLast().append(' ').append(line.strip());
        if (last.length() > LONGEST_VALUE) {
            throw new MalformedPayloadException("a header is too long");
        }
    }

    private static MimeHeader header(String line) throws MalformedPayloadException {
        int colon = line.indexOf(':');
        if (colon < 0) {
            throw new MalformedPayloadException("a header without a colon");
        }
        try {
            return new MimeHeader(
                    line.substring(0, colon), line.substring(colon + 1).replace('\t', ' '));
        } catch (IllegalArgumentException e) {
            throw new MalformedPayloadException(e.getMessage());
        }
    }
}

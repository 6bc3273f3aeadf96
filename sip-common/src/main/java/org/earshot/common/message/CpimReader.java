package org.earshot.common.message;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.earshot.common.mime.Lines;
import org.earshot.common.mime.MalformedPayloadException;
import org.earshot.common.mime.MimePart;

/// Reads message/cpim (RFC 3862 §2). Taken beyond the RFC, because phones write it or the RFCs themselves do:
///
/// - lines that end with LF alone, and empty lines before the first header;
/// - `Content-Type: Message/CPIM` and an empty line before the headers (older Linphones);
/// - no empty line between the headers and the content's MIME headers, which begin with `Content-` (the
///   figures of RFC 5438);
/// - no space after a header's colon, and names in another case.
///
/// For one use, confined to one thread.
final class CpimReader {
    private static final int MOST_HEADERS = 128;
    private static final int LONGEST_LINE = 4096;
    private static final int LONGEST_BLOCK = 16 * 1024;

    private final byte[] bytes;
    private final List<CpimHeader> headers = new ArrayList<>();

    CpimReader(byte[] bytes) {
        this.bytes = bytes;
    }

    Cpim read() throws MalformedPayloadException {
        int at = afterEmptyLines(0);
        if (isContentHeader(at)) {
            MimePart outer = MimePart.parse(bytes, at, bytes.length);
            if (outer.contentType().is(Cpim.CONTENT_TYPE)) {
                at = afterEmptyLines(bytes.length - outer.length());
            }
        }
        int content = readHeaders(at);
        try {
            return new Cpim(headers, MimePart.parse(bytes, content, bytes.length));
        } catch (IllegalArgumentException e) {
            throw new MalformedPayloadException("CPIM: " + e.getMessage());
        }
    }

    /// @return where the content's MIME headers begin
    private int readHeaders(int from) throws MalformedPayloadException {
        Lines lines = new Lines(bytes, from, bytes.length, LONGEST_LINE);
        while (lines.hasNext()) {
            if (isContentHeader(lines.at())) {
                return lines.at();
            }
            String line = lines.next();
            if (line.isEmpty()) {
                return lines.at();
            }
            if (headers.size() == MOST_HEADERS || lines.at() - from > LONGEST_BLOCK) {
                throw new MalformedPayloadException("CPIM: too many headers");
            }
            headers.add(header(line.replace('\t', ' ')));
        }
        throw new MalformedPayloadException("CPIM: no content");
    }

    private static CpimHeader header(String line) throws MalformedPayloadException {
        int colon = line.indexOf(':');
        if (colon < 1) {
            throw new MalformedPayloadException("CPIM: a line that is no header");
        }
        Map<String, String> parameters = new LinkedHashMap<>();
        int at = colon + 1;
        while (at < line.length() && line.charAt(at) == ';') {
            at = parameter(line, at + 1, parameters);
        }
        try {
            return new CpimHeader(line.substring(0, colon), parameters, line.substring(at));
        } catch (IllegalArgumentException e) {
            throw new MalformedPayloadException("CPIM: " + e.getMessage());
        }
    }

    /// @return index after the parameter
    private static int parameter(String line, int from, Map<String, String> parameters)
            throws MalformedPayloadException {
        int equals = line.indexOf('=', from);
        if (equals < 0) {
            throw new MalformedPayloadException("CPIM: a parameter without a value");
        }
        String name = line.substring(from, equals);
        int at = equals + 1;
        String value;
        int end;
        if (at < line.length() && line.charAt(at) == '"') {
            end = CpimText.endOfQuoted(line, at);
            if (end < 0) {
                throw new MalformedPayloadException("CPIM: a quoted value has no end");
            }
            value = CpimText.unescape(line.substring(at + 1, end - 1));
        } else {
            end = at;
            while (end < line.length() && line.charAt(end) != ' ' && line.charAt(end) != ';') {
                end++;
            }
            value = line.substring(at, end);
        }
        parameters.putIfAbsent(name, value);
        return end;
    }

    private int afterEmptyLines(int from) {
        int at = from;
        while (at < bytes.length && (bytes[at] == '\r' || bytes[at] == '\n')) {
            at++;
        }
        return at;
    }

    private boolean isContentHeader(int at) {
        String start = "Content-";
        return at + start.length() <= bytes.length
                && new String(bytes, at, start.length(), ISO_8859_1).equalsIgnoreCase(start);
    }
}

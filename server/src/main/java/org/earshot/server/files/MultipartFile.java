package org.earshot.server.files;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.earshot.common.file.archive.BlockInput;
import org.earshot.common.mime.HeaderBlock;
import org.earshot.common.mime.MalformedPayloadException;
import org.earshot.common.mime.MediaType;
import org.earshot.common.mime.MimeHeader;

/// Finds the file in a `multipart/form-data` (RFC 7578) while it comes, in little memory: the first part that has a file name and is no
/// thumbnail. For one thread.
final class MultipartFile {
    private static final int BUFFER = 32 * 1024;
    private static final int MOST_HEADERS = 8 * 1024;
    private static final int MOST_PARTS = 16;
    private static final int LONGEST_BOUNDARY = 70;
    private static final byte[] EMPTY_LINE = "\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    private static final Pattern QUOTED =
            Pattern.compile("(?i)(?:^|;)\\s*(name|filename)\\s*=\\s*\"((?:[^\"\\\\]|\\\\.)*)\"");
    private static final Pattern PLAIN =
            Pattern.compile("(?i)(?:^|;)\\s*(name|filename)\\s*=\\s*([^\";\\s]+)");

    private final InputStream in;
    private final byte[] delimiter;
    private final byte[] buffer = new byte[BUFFER];
    private int at;
    private int limit;

    private MultipartFile(InputStream in, String boundary) {
        this.in = in;
        delimiter = ("\r\n--" + boundary).getBytes(StandardCharsets.US_ASCII);
        // the first delimiter may stand at the very beginning
        buffer[0] = '\r';
        buffer[1] = '\n';
        limit = 2;
    }

    /// The file.
    ///
    /// @param name as it stands there
    /// @param type its media type, "" where none stands there
    /// @param content ends where the part does; throws [EOFException] where the whole body ends before
    record Found(String name, String type, InputStream content) {}

    /// Reads up to the file's content.
    ///
    /// @throws MalformedPayloadException if it is no such body, or has no file
    static Found find(String contentType, InputStream body)
            throws IOException, MalformedPayloadException {
        MediaType type = MediaType.parse(contentType);
        String boundary = type.parameter("boundary").orElse("");
        if (!type.is("multipart/form-data") && !type.is("multipart/mixed")) {
            throw new MalformedPayloadException("the body is no multipart/form-data");
        }
        if (boundary.isEmpty()
                || boundary.length() > LONGEST_BOUNDARY
                || boundary.chars().anyMatch(c -> c < ' ' || c > 0x7E)) {
            throw new MalformedPayloadException("the body has no boundary");
        }
        return new MultipartFile(body, boundary).find();
    }

    private Found find() throws IOException, MalformedPayloadException {
        try {
            new Part().transferTo(java.io.OutputStream.nullOutputStream()); // before the first
            for (int part = 0; part < MOST_PARTS; part++) {
                at += delimiter.length;
                if (isLast()) {
                    break;
                }
                HeaderBlock headers = headers();
                String disposition = value(headers, "Content-Disposition");
                Optional<String> name = parameter(disposition, "filename");
                if (name.isPresent()
                        && !parameter(disposition, "name")
                                .orElse("")
                                .equalsIgnoreCase("thumbnail")) {
                    return new Found(
                            name.get(), value(headers, MimeHeader.CONTENT_TYPE), new Part());
                }
                new Part().transferTo(java.io.OutputStream.nullOutputStream());
            }
        } catch (EOFException e) {
            throw new MalformedPayloadException("the body is cut off");
        }
        throw new MalformedPayloadException("the body has no file");
    }

    private boolean isLast() throws IOException {
        need(2);
        return buffer[at] == '-' && buffer[at + 1] == '-';
    }

    private HeaderBlock headers() throws IOException, MalformedPayloadException {
        // from the end of the delimiter's line, so that a part without headers has an empty line
        // too
        int end = indexOf(EMPTY_LINE);
        while (end < 0) {
            if (limit - at > MOST_HEADERS) {
                throw new MalformedPayloadException("a part has too many headers");
            }
            more();
            end = indexOf(EMPTY_LINE);
        }
        int line = at;
        while (buffer[line] != '\n') {
            line++;
        }
        HeaderBlock headers = HeaderBlock.read(buffer, Math.min(line + 1, end + 2), end + 2);
        at = end + EMPTY_LINE.length;
        return headers;
    }

    private static String value(HeaderBlock headers, String name) {
        return headers.headers().stream()
                .filter(header -> header.is(name))
                .map(MimeHeader::value)
                .findFirst()
                .orElse("");
    }

    private static Optional<String> parameter(String disposition, String name) {
        for (Pattern form : new Pattern[] {QUOTED, PLAIN}) {
            Matcher found = form.matcher(disposition);
            while (found.find()) {
                if (found.group(1).equalsIgnoreCase(name)) {
                    return Optional.of(found.group(2).replaceAll("\\\\(.)", "$1"));
                }
            }
        }
        return Optional.empty();
    }

    private int indexOf(byte[] wanted) {
        for (int start = at; start <= limit - wanted.length; start++) {
            int same = 0;
            while (same < wanted.length && buffer[start + same] == wanted[same]) {
                same++;
            }
            if (same == wanted.length) {
                return start;
            }
        }
        return -1;
    }

    private void need(int count) throws IOException {
        while (limit - at < count) {
            more();
        }
    }

    private void more() throws IOException {
        System.arraycopy(buffer, at, buffer, 0, limit - at);
        limit -= at;
        at = 0;
        int count = in.read(buffer, limit, buffer.length - limit);
        if (count < 0) {
            throw new EOFException("a body that is cut off");
        }
        limit += count;
    }

    /// What stands up to the next delimiter.
    private final class Part extends BlockInput {
        // bytes from `at` on that are sure to be content
        private int sure;
        private boolean ended;

        @Override
        public int read(byte[] to, int offset, int length) throws IOException {
            if (length == 0) {
                return 0;
            }
            if (sure == 0 && !ended) {
                look();
            }
            if (ended) {
                return -1;
            }
            int count = Math.min(length, sure);
            System.arraycopy(buffer, at, to, offset, count);
            at += count;
            sure -= count;
            return count;
        }

        private void look() throws IOException {
            while (true) {
                int end = indexOf(delimiter);
                if (end >= 0) {
                    sure = end - at;
                    ended = sure == 0;
                    return;
                }
                sure = Math.max(0, limit - at - delimiter.length + 1);
                if (sure > 0) {
                    return;
                }
                more();
            }
        }
    }
}

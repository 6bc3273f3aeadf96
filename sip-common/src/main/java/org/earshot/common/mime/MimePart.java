package org.earshot.common.mime;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/// A MIME part: header fields, an empty line, bytes (RFC 2045).
///
/// A Content-Length in it is not believed when it is read: all bytes are the body, so that nothing hides behind it from
/// whoever reads all. It is written with the length that the body has.
///
/// Immutable: the bytes are copied in and out.
public final class MimePart {
    private static final MediaType TEXT_PLAIN = MediaType.of("text", "plain");

    private final List<MimeHeader> headers;
    private final byte[] body;

    /// @param headers in order
    /// @throws IllegalArgumentException if the Content-Type is not readable, or there are two
    public MimePart(List<MimeHeader> headers, byte[] body) {
        this.headers = List.copyOf(headers);
        this.body = body.clone();
        if (headers.stream().filter(h -> h.is(MimeHeader.CONTENT_TYPE)).count() > 1) {
            throw new IllegalArgumentException("two Content-Types");
        }
        typeOf(headers);
    }

    /// A part with a Content-Type only.
    public static MimePart of(MediaType contentType, byte[] body) {
        return new MimePart(
                List.of(new MimeHeader(MimeHeader.CONTENT_TYPE, contentType.toString())), body);
    }

    /// A text in UTF-8.
    public static MimePart text(String text) {
        return of(TEXT_PLAIN.with("charset", "UTF-8"), text.getBytes(UTF_8));
    }

    /// Reads a part from all of some bytes.
    ///
    /// @throws MalformedPayloadException and nothing else; see also the limits of [HeaderBlock]
    public static MimePart parse(byte[] bytes) throws MalformedPayloadException {
        return parse(bytes, 0, bytes.length);
    }

    /// Reads a part from bytes `from` (inclusive) to `to` (exclusive).
    ///
    /// @throws MalformedPayloadException and nothing else; see also the limits of [HeaderBlock]
    public static MimePart parse(byte[] bytes, int from, int to) throws MalformedPayloadException {
        HeaderBlock block = HeaderBlock.read(bytes, from, to);
        try {
            return new MimePart(block.headers(), Arrays.copyOfRange(bytes, block.end(), to));
        } catch (IllegalArgumentException e) {
            throw new MalformedPayloadException(e.getMessage());
        }
    }

    /// Header fields in order.
    public List<MimeHeader> headers() {
        return headers;
    }

    /// A copy of the bytes.
    public byte[] body() {
        return body.clone();
    }

    /// Length of the body in bytes.
    public int length() {
        return body.length;
    }

    /// Value of the first header field of this name.
    public Optional<String> header(String name) {
        return headers.stream().filter(h -> h.is(name)).map(MimeHeader::value).findFirst();
    }

    /// Its Content-Type, `text/plain` where none is given (RFC 2045 §5.2).
    public MediaType contentType() {
        return typeOf(headers);
    }

    /// Its Content-ID without angle brackets (RFC 2045 §7).
    public Optional<String> contentId() {
        return header(MimeHeader.CONTENT_ID).map(ContentIds::bare);
    }

    /// The body as text. ISO-8859-1 is read as such, every other charset as UTF-8; what is not readable becomes
    /// U+FFFD.
    public String text() {
        String charset = contentType().parameter("charset").orElse("");
        return new String(body, charset.equalsIgnoreCase("iso-8859-1") ? ISO_8859_1 : UTF_8);
    }

    /// With a header field more at the end, in place of those of the same name.
    public MimePart with(String name, String value) {
        List<MimeHeader> changed = new ArrayList<>(headers);
        changed.removeIf(h -> h.is(name));
        changed.add(new MimeHeader(name, value));
        return new MimePart(changed, body);
    }

    /// Header fields, an empty line, the body; lines end with CRLF.
    public byte[] toBytes() {
        ByteArrayOutputStream out = new ByteArrayOutputStream(body.length + 128);
        for (MimeHeader header : headers) {
            String value =
                    header.is(MimeHeader.CONTENT_LENGTH)
                            ? Integer.toString(body.length)
                            : header.value();
            out.writeBytes((header.name() + ": " + value + "\r\n").getBytes(UTF_8));
        }
        out.writeBytes(new byte[] {'\r', '\n'});
        out.writeBytes(body);
        return out.toByteArray();
    }

    private static MediaType typeOf(List<MimeHeader> headers) {
        for (MimeHeader header : headers) {
            if (header.is(MimeHeader.CONTENT_TYPE)) {
                try {
                    return MediaType.parse(header.value());
                } catch (MalformedPayloadException e) {
                    throw new IllegalArgumentException(e.getMessage(), e);
                }
            }
        }
        return TEXT_PLAIN;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof MimePart part
                && headers.equals(part.headers)
                && Arrays.equals(body, part.body);
    }

    @Override
    public int hashCode() {
        return Objects.hash(headers, Arrays.hashCode(body));
    }

    /// Without the content: it may be a message that no log should hold.
    @Override
    public String toString() {
        return contentType().essence() + ", " + body.length + " bytes";
    }
}

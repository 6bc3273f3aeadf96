package org.earshot.common.mime;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Several parts in one body: multipart/mixed (RFC 2046 §5.1) and multipart/related (RFC 2387). A part that is a multipart
/// itself is bytes here; whoever wants its parts parses it, as deep as they like and no deeper.
///
/// @param contentType with its boundary: goes into the header of whatever holds this body
/// @param parts in order, at least one
public record MultipartBody(MediaType contentType, List<MimePart> parts) {
    private static final int MOST_BYTES = 4 * 1024 * 1024;
    private static final int MOST_PARTS = 5000;

    /// @throws IllegalArgumentException without a part, without a usable boundary, or with one that stands in a part
    public MultipartBody {
        parts = List.copyOf(parts);
        if (!contentType.type().equals("multipart") || parts.isEmpty()) {
            throw new IllegalArgumentException("no multipart");
        }
        Boundary boundary = boundary(contentType);
        for (MimePart part : parts) {
            if (boundary.next(part.toBytes(), 0).start() >= 0) {
                throw new IllegalArgumentException("the boundary stands in a part");
            }
        }
    }

    /// A multipart/mixed, with a boundary that stands in none of the parts.
    public static MultipartBody mixed(List<MimePart> parts) {
        return withBoundary(MediaType.of("multipart", "mixed"), parts);
    }

    /// A multipart/related whose root is the first part, with a boundary that stands in none of the parts.
    public static MultipartBody related(List<MimePart> parts) {
        MimePart root = parts.getFirst();
        MediaType type =
                MediaType.of("multipart", "related").with("type", root.contentType().essence());
        Optional<String> id = root.contentId();
        return withBoundary(
                id.isPresent() ? type.with("start", "<" + id.get() + ">") : type, parts);
    }

    /// Reads one.
    ///
    /// @param contentType as it stands in the header
    /// @throws MalformedPayloadException and nothing else; also without the closing boundary, at more than 4 MB or 5,000
    ///     parts
    public static MultipartBody parse(String contentType, byte[] body)
            throws MalformedPayloadException {
        MediaType type = MediaType.parse(contentType);
        if (body.length > MOST_BYTES) {
            throw new MalformedPayloadException("multipart: too large");
        }
        try {
            return new MultipartBody(type, parts(boundary(type), body));
        } catch (IllegalArgumentException e) {
            throw new MalformedPayloadException("multipart: " + e.getMessage());
        }
    }

    /// Reads a part that is a multipart itself.
    ///
    /// @throws MalformedPayloadException and nothing else
    public static MultipartBody parse(MimePart part) throws MalformedPayloadException {
        return parse(part.contentType().toString(), part.body());
    }

    /// The part to begin with (RFC 2387 §3.2): the one that `start` names, else the first.
    public MimePart root() {
        return contentType
                .parameter("start")
                .map(ContentIds::bare)
                .flatMap(this::part)
                .orElse(parts.getFirst());
    }

    /// The first part with this Content-ID.
    ///
    /// @param contentId without angle brackets
    public Optional<MimePart> part(String contentId) {
        return parts.stream()
                .filter(part -> part.contentId().filter(contentId::equals).isPresent())
                .findFirst();
    }

    /// The body, with CRLF between the parts.
    public byte[] toBytes() {
        String boundary = boundary(contentType).text();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (MimePart part : parts) {
            out.writeBytes(("--" + boundary + "\r\n").getBytes(UTF_8));
            out.writeBytes(part.toBytes());
            out.writeBytes("\r\n".getBytes(UTF_8));
        }
        out.writeBytes(("--" + boundary + "--\r\n").getBytes(UTF_8));
        return out.toByteArray();
    }

    private static List<MimePart> parts(Boundary boundary, byte[] body)
            throws MalformedPayloadException {
        List<MimePart> parts = new ArrayList<>();
        Boundary.Delimiter delimiter = boundary.next(body, 0);
        while (delimiter.start() >= 0 && !delimiter.last()) {
            if (parts.size() == MOST_PARTS) {
                throw new MalformedPayloadException("multipart: too many parts");
            }
            int start = delimiter.end();
            delimiter = boundary.next(body, start);
            if (delimiter.start() >= 0) {
                parts.add(MimePart.parse(body, start, delimiter.partEnd(body, start)));
            }
        }
        if (delimiter.start() < 0) {
            throw new MalformedPayloadException("multipart: it does not end");
        }
        return parts;
    }

    private static MultipartBody withBoundary(MediaType type, List<MimePart> parts) {
        return new MultipartBody(type.with("boundary", Boundary.of(parts).text()), parts);
    }

    private static Boundary boundary(MediaType type) {
        return new Boundary(
                type.parameter("boundary")
                        .orElseThrow(() -> new IllegalArgumentException("no boundary")));
    }
}

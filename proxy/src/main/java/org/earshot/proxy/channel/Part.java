package org.earshot.proxy.channel;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javax.sip.header.ContentEncodingHeader;
import javax.sip.header.ContentTypeHeader;
import javax.sip.message.Message;
import org.earshot.common.mime.MalformedPayloadException;
import org.earshot.common.mime.MediaType;
import org.earshot.common.mime.MimePart;
import org.earshot.common.mime.MultipartBody;

/// One piece of a body, which is no multipart itself unless it can't be taken apart. Pure.
final class Part {
    private static final int DEEPEST = 4;
    private static final List<String> PLAIN_ENCODINGS = List.of("7bit", "8bit", "binary");

    private final Optional<MediaType> type;
    private final byte[] bytes;
    private final boolean plain;

    private Part(Optional<MediaType> type, byte[] bytes, boolean plain) {
        this.type = type;
        this.bytes = bytes;
        this.plain = plain;
    }

    /// All that a message carries, in order; nothing for an empty body. Never throws.
    static List<Part> of(Message message) {
        byte[] body = message.getRawContent();
        if (body == null || body.length == 0) {
            return List.of();
        }
        Optional<MediaType> type = type(message);
        ContentEncodingHeader encoding = message.getContentEncoding();
        if (encoding != null && !encoding.getEncoding().strip().equalsIgnoreCase("identity")) {
            return List.of(new Part(type, body, false));
        }
        return of(type, body, true);
    }

    /// The same of what a CPIM or a multipart holds.
    static List<Part> of(MimePart part) {
        return of(Optional.of(part.contentType()), part.body(), hasPlainBody(part));
    }

    private static List<Part> of(Optional<MediaType> type, byte[] body, boolean plain) {
        List<Part> parts = new ArrayList<>();
        collect(type, body, plain, 0, parts);
        return List.copyOf(parts);
    }

    /// Empty where it has none, or none that can be read.
    Optional<MediaType> type() {
        return type;
    }

    int length() {
        return bytes.length;
    }

    /// As they came; not to be written to.
    byte[] bytes() {
        return bytes;
    }

    /// As text of which only ASCII counts.
    String text() {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    /// Whether the bytes are what the type says: neither compressed nor encoded, nor a multipart that is broken.
    boolean isPlain() {
        return plain;
    }

    /// Whether it is of a type, such as `application/sdp`.
    boolean is(String essence) {
        return type.filter(known -> known.is(essence)).isPresent();
    }

    private static void collect(
            Optional<MediaType> type, byte[] body, boolean plain, int depth, List<Part> into) {
        boolean several = type.filter(each -> each.type().equals("multipart")).isPresent();
        if (!several || !plain || type.get().subtype().equals("encrypted")) {
            into.add(new Part(type, body, plain));
            return;
        }
        try {
            if (depth == DEEPEST) {
                throw new MalformedPayloadException("multipart: too deep");
            }
            for (MimePart part : MultipartBody.parse(type.get().toString(), body).parts()) {
                collect(
                        Optional.of(part.contentType()),
                        part.body(),
                        hasPlainBody(part),
                        depth + 1,
                        into);
            }
        } catch (MalformedPayloadException e) {
            into.add(new Part(type, body, false));
        }
    }

    private static boolean hasPlainBody(MimePart part) {
        return PLAIN_ENCODINGS.contains(
                        part.header("Content-Transfer-Encoding")
                                .orElse("binary")
                                .strip()
                                .toLowerCase(Locale.ROOT))
                && part.header("Content-Encoding").isEmpty();
    }

    private static Optional<MediaType> type(Message message) {
        if (!(message.getHeader(ContentTypeHeader.NAME) instanceof ContentTypeHeader header)) {
            return Optional.empty();
        }
        String text = header.toString();
        try {
            return Optional.of(MediaType.parse(text.substring(text.indexOf(':') + 1).strip()));
        } catch (MalformedPayloadException e) {
            return Optional.empty();
        }
    }

    /// Without the content.
    @Override
    public String toString() {
        return type.map(MediaType::essence).orElse("no type") + ", " + bytes.length + " bytes";
    }
}

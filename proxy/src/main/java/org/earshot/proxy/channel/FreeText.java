package org.earshot.proxy.channel;

import java.util.List;
import javax.sip.message.Message;
import org.earshot.common.mime.MediaType;

/// Whether a body carries what a person wrote, or could: text, CPIM, a mail, something encrypted or without a type. Not for
/// MESSAGE. Pure.
public final class FreeText {
    /// Pieces of SIP itself, as NOTIFY of a REFER has them (RFC 3515).
    private static final List<String> SIGNALLING = List.of("message/sipfrag", "message/sip");

    private FreeText() {}

    /// Whether any part is such; never throws.
    public static boolean isIn(Message message) {
        return Part.of(message).stream().anyMatch(FreeText::isText);
    }

    /// Whether there is such a part among others; never throws.
    public static boolean isBesideOthers(Message message) {
        List<Part> parts = Part.of(message);
        return parts.size() > 1 && parts.stream().anyMatch(FreeText::isText);
    }

    private static boolean isText(Part part) {
        if (part.length() == 0) {
            return false;
        }
        return part.type().isEmpty() || !part.isPlain() || isText(part.type().get());
    }

    private static boolean isText(MediaType type) {
        return switch (type.type()) {
            case "text" -> true;
            case "message" -> !SIGNALLING.contains(type.essence());
            default -> type.is("application/xhtml+xml") || CipherTypes.contains(type);
        };
    }
}

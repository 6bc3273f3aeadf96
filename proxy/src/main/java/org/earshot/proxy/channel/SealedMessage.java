package org.earshot.proxy.channel;

import java.util.List;
import java.util.Optional;
import javax.sip.message.Message;
import org.earshot.common.message.Cpim;
import org.earshot.common.mime.MalformedPayloadException;
import org.earshot.common.mime.MediaType;

/// Whether a MESSAGE has content that nobody but its readers can read: encrypted by its type, or text that says so
/// itself (OTR, PGP), or compressed. Also within CPIM and multiparts. Pure.
public final class SealedMessage {
    /// How OTR and PGP begin in plain text.
    private static final List<String> BEGINNINGS = List.of("?otr", "-----begin pgp message");

    private static final List<String> WORDS = List.of("text", "message", "multipart");

    private SealedMessage() {}

    /// What can't be read, such as `application/pkcs7-mime`; never throws.
    public static Optional<String> in(Message message) {
        return Part.of(message).stream().flatMap(part -> in(part, true).stream()).findFirst();
    }

    private static Optional<String> in(Part part, boolean cpim) {
        if (part.type().isPresent() && CipherTypes.contains(part.type().get())) {
            return Optional.of(part.type().get().essence());
        }
        if (!part.isPlain()) {
            return isWords(part) ? Optional.of("encoded") : Optional.empty();
        }
        if (cpim && part.is(Cpim.CONTENT_TYPE)) {
            return inCpim(part);
        }
        boolean text = part.type().isEmpty() || part.type().get().type().equals("text");
        return text && isSealed(part.text()) ? Optional.of("encrypted text") : Optional.empty();
    }

    private static Optional<String> inCpim(Part part) {
        try {
            return Part.of(Cpim.parse(part.bytes()).content()).stream()
                    .flatMap(inner -> in(inner, false).stream())
                    .findFirst();
        } catch (MalformedPayloadException e) {
            return Optional.empty(); // it is refused for that
        }
    }

    /// A picture or a file says what it is, however it is encoded.
    private static boolean isWords(Part part) {
        return part.type().map(MediaType::type).map(WORDS::contains).orElse(true);
    }

    private static boolean isSealed(String text) {
        String start = text.stripLeading();
        return BEGINNINGS.stream().anyMatch(b -> start.regionMatches(true, 0, b, 0, b.length()));
    }
}

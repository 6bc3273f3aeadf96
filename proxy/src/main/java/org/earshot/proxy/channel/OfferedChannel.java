package org.earshot.proxy.channel;

import java.util.List;
import java.util.Optional;
import javax.sip.message.Message;

/// What beside the record a request or response would open, by offer or answer. Pure; not for MESSAGE, whose
/// body is in the record.
public final class OfferedChannel {
    private OfferedChannel() {}

    /// The first, if there is any; never throws.
    public static Optional<Channel> in(Message message) {
        return Part.of(message).stream().flatMap(part -> in(part).stream()).findFirst();
    }

    /// The session descriptions that can be read.
    static List<byte[]> sessions(Message message) {
        return Part.of(message).stream()
                .filter(part -> part.isPlain() && isSdp(part))
                .map(Part::bytes)
                .toList();
    }

    private static Optional<Channel> in(Part part) {
        if (part.type().isEmpty()
                || CipherTypes.contains(part.type().get())
                || part.is("message/external-body")) {
            return Optional.of(Channel.HIDDEN); // RFC 4483: a session elsewhere
        }
        if (!part.isPlain()) {
            boolean other = !isSdp(part) && !part.type().get().type().equals("multipart");
            return other ? Optional.empty() : Optional.of(Channel.HIDDEN);
        }
        return isSdp(part) && part.length() > 0
                ? SessionChannels.in(part.bytes())
                : Optional.empty();
    }

    /// By its type, and whatever looks like it under another.
    private static boolean isSdp(Part part) {
        return part.is("application/sdp") || part.text().stripLeading().startsWith("v=0");
    }
}

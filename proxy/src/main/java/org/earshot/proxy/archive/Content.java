package org.earshot.proxy.archive;

import java.util.List;
import org.earshot.common.message.Cpim;
import org.earshot.common.message.CpimHeader;
import org.earshot.common.mime.MalformedPayloadException;
import org.earshot.common.mime.MediaType;
import org.earshot.common.mime.MimePart;

/// A body as it was sent. Prints its type and length only.
///
/// @param type the Content-Type's value
/// @param body its bytes
public record Content(String type, Bytes body) {
    /// The largest body that is archived: 8 MiB.
    public static final int LIMIT = 8 << 20;

    public Content {
        if (body.length() > LIMIT) {
            throw new IllegalArgumentException("a body of " + body.length() + " bytes");
        }
    }

    /// A body as it was sent.
    public static Content of(String type, byte[] body) {
        return new Content(type, Bytes.of(body));
    }

    /// The same in an envelope (RFC 3862) that has a subject, and nothing else: what stood in a header of SIP is content too, for whoever
    /// wrote it, and so it is sealed, searched and reviewed as such.
    public Content withSubject(String subject) {
        Cpim envelope = new Cpim(List.of(CpimHeader.text("Subject", subject)), part());
        return of(Cpim.CONTENT_TYPE, envelope.toBytes());
    }

    private MimePart part() {
        if (type.isEmpty()) {
            return new MimePart(List.of(), body.array());
        }
        try {
            return MimePart.of(MediaType.parse(type), body.array());
        } catch (MalformedPayloadException _) {
            return MimePart.of(MediaType.of("application", "octet-stream"), body.array());
        }
    }

    @Override
    public String toString() {
        return "Content[" + type + ", " + body.length() + " bytes]";
    }
}

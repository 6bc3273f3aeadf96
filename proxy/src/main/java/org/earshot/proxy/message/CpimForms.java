package org.earshot.proxy.message;

import java.time.Instant;
import org.earshot.common.account.Account;
import org.earshot.common.message.Cpim;
import org.earshot.common.message.CpimAddress;
import org.earshot.common.message.Imdn;
import org.earshot.common.mime.MalformedPayloadException;
import org.earshot.common.mime.MediaType;
import org.earshot.common.mime.MimePart;

/// CPIM that the server makes. Pure.
final class CpimForms {
    private CpimForms() {}

    static CpimAddress address(Account account) {
        return address(account.displayName(), account.address().toString());
    }

    static CpimAddress address(String name, String uri) {
        String plain = name.replaceAll("[\"\\\\\\p{Cntrl}]", "").strip();
        return new CpimAddress(plain, uri);
    }

    /// A text around which its sender put no CPIM: no notifications are asked for.
    static Cpim around(Message message) {
        Payload payload = message.payload();
        return Cpim.of(
                        address(payload.authorName(), message.sender()),
                        CpimAddress.of(message.recipient()),
                        payload.sentAt(),
                        part(payload))
                .withMessageId(payload.messageId());
    }

    /// A text as it goes to a device that takes CPIM.
    static Cpim of(Message message) {
        Cpim cpim =
                message.payload().contentType().equals(Cpim.CONTENT_TYPE)
                        ? stored(message.payload()).withMessageId(message.payload().messageId())
                        : around(message);
        return message.past().map(mark -> mark.on(cpim)).orElse(cpim);
    }

    private static MimePart part(Payload payload) {
        MediaType type;
        try {
            type =
                    payload.contentType().isEmpty()
                            ? MediaType.of("text", "plain")
                            : MediaType.parse(payload.contentType());
        } catch (MalformedPayloadException e) {
            type = MediaType.of("application", "octet-stream"); // it was readable when it came
        }
        return MimePart.of(type, payload.body().array());
    }

    /// What became of a message (RFC 5438 §7.2.1).
    ///
    /// @param from whose device says so
    /// @param to who wrote the message
    static Cpim notification(
            CpimAddress from, String to, Instant now, String messageId, Imdn imdn) {
        MimePart part =
                MimePart.of(MediaType.of("message", "imdn+xml"), imdn.toBytes())
                        .with("Content-Disposition", "notification");
        return Cpim.of(from, CpimAddress.of(to), now, part).withMessageId(messageId);
    }

    /// Reads what was checked when it came.
    static Cpim stored(Payload payload) {
        try {
            return Cpim.parse(payload.body().array());
        } catch (MalformedPayloadException e) {
            throw new IllegalStateException("CPIM that no longer parses", e);
        }
    }
}

package org.earshot.softphone.ua;

import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.Set;
import javax.sip.header.ContentTypeHeader;
import javax.sip.message.Request;
import org.earshot.common.message.Cpim;
import org.earshot.common.message.CpimAddress;
import org.earshot.common.message.DispositionNotification;
import org.earshot.common.message.Imdn;
import org.earshot.common.mime.MediaType;
import org.earshot.common.mime.MimePart;

/// What a MESSAGE of ours carries. Pure.
final class MessageBody {
    private static final Set<DispositionNotification> WISHES =
            EnumSet.of(
                    DispositionNotification.POSITIVE_DELIVERY,
                    DispositionNotification.NEGATIVE_DELIVERY,
                    DispositionNotification.DISPLAY);

    private final String contentType;
    private final byte[] bytes;

    /// @param contentType as it stands in the header
    private MessageBody(String contentType, byte[] bytes) {
        this.contentType = contentType;
        this.bytes = bytes;
    }

    /// The text itself.
    static MessageBody plain(String text) {
        return new MessageBody("text/plain;charset=UTF-8", text.getBytes(StandardCharsets.UTF_8));
    }

    /// In the envelope message/cpim (RFC 3862), which gives it an id and, to a text, our wish to be told what becomes
    /// of it (RFC 5438). The same at each try.
    ///
    /// @throws IllegalArgumentException with a sentence for the user, where the address can't be written there
    static MessageBody enveloped(Outgoing outgoing) {
        Cpim envelope =
                Cpim.of(
                                CpimAddress.of(outgoing.key().account()),
                                CpimAddress.of(outgoing.to()),
                                outgoing.since(),
                                content(outgoing))
                        .withMessageId(outgoing.key().messageId());
        if (outgoing.content() instanceof Outgoing.Text) {
            envelope = envelope.withNotifications(WISHES);
        }
        return new MessageBody(Cpim.CONTENT_TYPE, envelope.toBytes());
    }

    private static MimePart content(Outgoing outgoing) {
        return switch (outgoing.content()) {
            case Outgoing.Text(String text) -> MimePart.text(text);
            case Outgoing.Notice notice ->
                    MimePart.of(
                            MediaType.of("message", "imdn+xml"),
                            imdn(notice, outgoing.key().account()).toBytes());
        };
    }

    private static Imdn imdn(Outgoing.Notice notice, String recipient) {
        return notice.what() == Delivery.DISPLAYED
                ? Imdn.of(
                        notice.about(),
                        notice.at(),
                        recipient,
                        Imdn.Notification.DISPLAY,
                        Imdn.Status.DISPLAYED)
                : Imdn.of(
                        notice.about(),
                        notice.at(),
                        recipient,
                        Imdn.Notification.DELIVERY,
                        Imdn.Status.DELIVERED);
    }

    /// Puts it into a request.
    void putInto(Request request) {
        Fields.setBody(request, "text", "plain", bytes);
        request.setHeader(Fields.header(ContentTypeHeader.NAME, contentType));
    }
}

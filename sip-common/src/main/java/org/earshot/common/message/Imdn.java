package org.earshot.common.message;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.earshot.common.mime.MalformedPayloadException;
import org.earshot.common.mime.Rfc3339;
import org.earshot.common.xml.XmlElement;
import org.earshot.common.xml.XmlReader;
import org.earshot.common.xml.XmlWriter;

/// What became of a message: message/imdn+xml (RFC 5438 §7.2).
///
/// @param messageId of the message that this is about
/// @param dateTime when that message was sent, by its own DateTime
/// @param recipientUri where it went
/// @param originalRecipientUri where its sender had sent it
/// @param subject of that message
/// @param notification what kind of news
/// @param status the news
public record Imdn(
        String messageId,
        Instant dateTime,
        Optional<String> recipientUri,
        Optional<String> originalRecipientUri,
        Optional<String> subject,
        Notification notification,
        Status status) {
    /// Its media type.
    public static final String CONTENT_TYPE = "message/imdn+xml";

    private static final String NAMESPACE = "urn:ietf:params:xml:ns:imdn";
    private static final String NOTIFICATION = "-notification";

    /// The kinds of news.
    public enum Notification {
        DELIVERY,
        DISPLAY,
        PROCESSING;

        private String element() {
            return name().toLowerCase(Locale.ROOT) + NOTIFICATION;
        }
    }

    /// The news; which one goes with which kind is in the RFC's schema.
    public enum Status {
        DELIVERED,
        FAILED,
        DISPLAYED,
        PROCESSED,
        STORED,
        FORBIDDEN,
        ERROR;

        private String element() {
            return name().toLowerCase(Locale.ROOT);
        }

        private boolean fits(Notification notification) {
            return switch (this) {
                case DELIVERED, FAILED -> notification == Notification.DELIVERY;
                case DISPLAYED -> notification == Notification.DISPLAY;
                case PROCESSED, STORED -> notification == Notification.PROCESSING;
                case FORBIDDEN, ERROR -> true;
            };
        }
    }

    public Imdn {
        if (messageId.isBlank()) {
            throw new IllegalArgumentException("an IMDN without message id");
        }
        if (!status.fits(notification)) {
            throw new IllegalArgumentException(status + " is no " + notification);
        }
        if (!Rfc3339.isWritable(dateTime)) {
            throw new IllegalArgumentException("an IMDN of another age");
        }
    }

    /// One of a message that was sent to one recipient and reached it.
    public static Imdn of(
            String messageId,
            Instant dateTime,
            String recipientUri,
            Notification notification,
            Status status) {
        return new Imdn(
                messageId,
                dateTime,
                Optional.of(recipientUri),
                Optional.empty(),
                Optional.empty(),
                notification,
                status);
    }

    /// Reads one.
    ///
    /// @throws MalformedPayloadException and nothing else
    public static Imdn parse(byte[] body) throws MalformedPayloadException {
        return XmlReader.read(body, NAMESPACE, "imdn", Imdn::of);
    }

    /// As the schema has it.
    public byte[] toBytes() {
        XmlWriter xml = new XmlWriter(NAMESPACE).start(NAMESPACE, "imdn");
        xml.element(NAMESPACE, "message-id", messageId);
        xml.element(NAMESPACE, "datetime", Rfc3339.format(dateTime));
        xml.element(NAMESPACE, "recipient-uri", recipientUri);
        xml.element(NAMESPACE, "original-recipient-uri", originalRecipientUri);
        xml.element(NAMESPACE, "subject", subject);
        xml.start(NAMESPACE, notification.element()).start(NAMESPACE, "status");
        return xml.empty(NAMESPACE, status.element()).toBytes();
    }

    private static Imdn of(XmlElement root) throws MalformedPayloadException {
        List<Notification> kinds = new ArrayList<>();
        for (Notification kind : Notification.values()) {
            root.children(NAMESPACE, kind.element()).forEach(_ -> kinds.add(kind));
        }
        if (kinds.size() != 1) {
            throw new MalformedPayloadException("imdn: not one notification");
        }
        Notification kind = kinds.getFirst();
        return new Imdn(
                text(root, "message-id"),
                Rfc3339.parse(text(root, "datetime"))
                        .orElseThrow(() -> new MalformedPayloadException("imdn: a bad datetime")),
                root.childText(NAMESPACE, "recipient-uri"),
                root.childText(NAMESPACE, "original-recipient-uri"),
                root.childText(NAMESPACE, "subject"),
                kind,
                status(root.requiredChild(NAMESPACE, kind.element())));
    }

    private static Status status(XmlElement notification) throws MalformedPayloadException {
        XmlElement element = notification.requiredChild(NAMESPACE, "status");
        List<Status> found = new ArrayList<>();
        for (Status status : Status.values()) {
            element.children(NAMESPACE, status.element()).forEach(_ -> found.add(status));
        }
        if (found.size() != 1) {
            throw new MalformedPayloadException("imdn: not one status");
        }
        return found.getFirst();
    }

    private static String text(XmlElement root, String name) throws MalformedPayloadException {
        return root.requiredChild(NAMESPACE, name).stripped();
    }
}

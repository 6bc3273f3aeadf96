package org.earshot.softphone.ua;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;
import javax.sip.header.DateHeader;
import javax.sip.header.ToHeader;
import javax.sip.message.Request;
import javax.sip.message.Response;
import org.earshot.common.message.Cpim;
import org.earshot.common.message.CpimAddress;
import org.earshot.common.message.DispositionNotification;
import org.earshot.common.message.HistoryMark;
import org.earshot.common.message.Imdn;
import org.earshot.common.message.IsComposing;
import org.earshot.common.message.RcsFile;
import org.earshot.common.mime.MalformedPayloadException;
import org.earshot.common.mime.MimePart;
import org.earshot.common.mime.Utf8;
import org.earshot.common.stack.SipRejection;

/// What a MESSAGE that came in says. Pure.
sealed interface InboundMessage {
    /// Of a text in an envelope; that needs some room itself.
    int LONGEST_BODY = Messages.LONGEST_TEXT + 4_000;

    /// An address in it, in characters.
    int LONGEST_ADDRESS = 500;

    /// By what it is known again, in characters.
    int LONGEST_ID = 200;

    /// A text.
    ///
    /// @param wishes what its author wants to be told
    record Text(ChatMessage message, Set<DispositionNotification> wishes)
            implements InboundMessage {}

    /// A text of before this phone was new: nobody is told of it.
    record Past(ChatMessage message) implements InboundMessage {}

    /// What became of a message (RFC 5438).
    ///
    /// @param about that message's id
    /// @param ours whether another device of ours tells it: about a message that somebody wrote to us
    record Notice(String about, Imdn.Notification kind, Imdn.Status status, boolean ours)
            implements InboundMessage {}

    /// Somebody types, or stops (RFC 3994).
    ///
    /// @param ours whether it is we, on another device
    record Composing(String conversation, String author, IsComposing state, boolean ours)
            implements InboundMessage {}

    /// Whose words these are, and in which conversation.
    record Place(String conversation, String author, boolean mine) {}

    /// Reads one.
    ///
    /// @param account who is logged in here: an address-of-record
    /// @throws SipRejection to answer with
    static InboundMessage read(Request request, String account, Instant now) throws SipRejection {
        byte[] body = Fields.body(request);
        if (body.length > LONGEST_BODY) {
            throw new SipRejection(Response.REQUEST_ENTITY_TOO_LARGE, "Request Entity Too Large");
        }
        if (sender(request).length() > LONGEST_ADDRESS
                || recipient(request).length() > LONGEST_ADDRESS) {
            throw new SipRejection(Response.REQUEST_URI_TOO_LONG, "Address Too Long");
        }
        try {
            if (Fields.hasType(request, "message", "cpim")) {
                return read(request, Cpim.parse(body), account, now);
            }
            Place place = place(request, Optional.empty(), account);
            boolean file = Fields.contentType(request).equalsIgnoreCase(RcsFile.CONTENT_TYPE);
            if (file || Fields.hasType(request, "text", "plain")) {
                MessageKey key = new MessageKey(account, place.conversation(), id(request));
                String text = file ? text(RcsFile.parse(body)) : Fields.bodyText(request);
                return new Text(message(key, place, text, sent(request), now), Set.of());
            }
            return other(Fields.contentType(request), body, place);
        } catch (MalformedPayloadException e) {
            throw new SipRejection(Response.BAD_REQUEST, "Bad Message Body");
        }
    }

    private static InboundMessage read(Request request, Cpim envelope, String account, Instant now)
            throws MalformedPayloadException, SipRejection {
        if (envelope.require().stream().anyMatch(name -> !name.startsWith("imdn."))) {
            throw unsupported();
        }
        Place place = place(request, Optional.of(envelope), account);
        MimePart content = envelope.content();
        boolean file = content.contentType().is(RcsFile.CONTENT_TYPE);
        if (!file && !content.contentType().is("text/plain")) {
            return other(content.contentType().essence(), content.body(), place);
        }
        Optional<String> id =
                envelope.messageId()
                        .filter(Utf8::isOneLine)
                        .filter(given -> given.length() <= LONGEST_ID);
        ChatMessage message =
                message(
                        new MessageKey(
                                account, place.conversation(), id.orElseGet(() -> id(request))),
                        place,
                        file ? text(RcsFile.parse(content.body())) : content.text(),
                        envelope.dateTime().or(() -> sent(request)),
                        now);
        Optional<HistoryMark> past = HistoryMark.of(envelope);
        if (past.isPresent()) {
            boolean seen = past.get() == HistoryMark.READ && !place.mine();
            return new Past(seen ? message.with(Delivery.DISPLAYED, "") : message);
        }
        return new Text(
                message, place.mine() || id.isEmpty() ? Set.of() : envelope.notifications());
    }

    /// A file that another phone has uploaded is shown as ours write of theirs.
    private static String text(RcsFile file) {
        return FileLink.text(file.name().isEmpty() ? "file" : file.name(), file.size(), file.url());
    }

    private static ChatMessage message(
            MessageKey key, Place place, String text, Optional<Instant> sent, Instant now) {
        return new ChatMessage(
                key,
                place.mine(),
                place.author(),
                text,
                sent.filter(at -> at.isBefore(now)).orElse(now),
                place.mine() ? Delivery.SENT : Delivery.DELIVERED,
                "");
    }

    /// By what a message without an id is known again: a sender whose answer was lost sends it in another transaction,
    /// perhaps with another CSeq. Other words are another message, though all that is said within a call has its Call-ID. What
    /// strangers choose must not fill our memory.
    private static String id(Request request) {
        String id = Fields.callId(request) + " " + Fields.senderTag(request);
        return (id.length() <= LONGEST_ID ? id : id.substring(0, LONGEST_ID) + " " + id.hashCode())
                + " "
                + digest(Fields.body(request));
    }

    /// SHA-256, of which 96 bits are enough to tell the words of one sender apart.
    private static String digest(byte[] body) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(body);
            return HexFormat.of().formatHex(hash, 0, 12);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private static InboundMessage other(String type, byte[] body, Place place)
            throws MalformedPayloadException, SipRejection {
        if (type.equalsIgnoreCase(Imdn.CONTENT_TYPE)) {
            Imdn imdn = Imdn.parse(body);
            return new Notice(imdn.messageId(), imdn.notification(), imdn.status(), place.mine());
        }
        if (type.equalsIgnoreCase(IsComposing.CONTENT_TYPE)) {
            return new Composing(
                    place.conversation(), place.author(), IsComposing.parse(body), place.mine());
        }
        throw unsupported();
    }

    private static SipRejection unsupported() {
        return new SipRejection(
                Response.UNSUPPORTED_MEDIA_TYPE,
                "Unsupported Media Type",
                Fields.header("Accept", "text/plain"),
                Fields.header("Accept", Cpim.CONTENT_TYPE),
                Fields.header("Accept", RcsFile.CONTENT_TYPE),
                Fields.header("Accept", Imdn.CONTENT_TYPE),
                Fields.header("Accept", IsComposing.CONTENT_TYPE));
    }

    /// Whom the server says that it is from is believed. The envelope may name another author only where it is
    /// addressed to that very sender, who is a group then: it passes on what its members write to it. That one of these
    /// is ourselves is believed of groups of our own domain only: others could put words into our mouth.
    private static Place place(Request request, Optional<Cpim> envelope, String account) {
        String sender = sender(request);
        Optional<String> author =
                envelope.flatMap(Cpim::from)
                        .map(CpimAddress::uri)
                        .filter(uri -> uri.length() <= LONGEST_ADDRESS)
                        .map(SipUris::canonical);
        if (sender.equals(account)) {
            return new Place(recipient(request), account, true);
        }
        boolean addressedToSender =
                envelope.stream()
                        .flatMap(e -> e.to().stream())
                        .anyMatch(to -> SipUris.canonical(to.uri()).equals(sender));
        if (addressedToSender && author.isPresent()) {
            boolean mine = author.get().equals(account);
            if (!mine || domain(sender).equals(domain(account))) {
                return new Place(sender, author.get(), mine);
            }
        }
        return new Place(sender, sender, false);
    }

    private static String domain(String address) {
        return address.substring(address.lastIndexOf('@') + 1);
    }

    private static String sender(Request request) {
        return SipUris.canonical(Fields.sender(request));
    }

    private static String recipient(Request request) {
        ToHeader to = (ToHeader) request.getHeader(ToHeader.NAME);
        return SipUris.canonical(Fields.plain(to.getAddress().getURI()));
    }

    private static Optional<Instant> sent(Request request) {
        return request.getHeader(DateHeader.NAME) instanceof DateHeader date
                ? Optional.ofNullable(date.getDate()).map(d -> d.toInstant())
                : Optional.empty();
    }
}

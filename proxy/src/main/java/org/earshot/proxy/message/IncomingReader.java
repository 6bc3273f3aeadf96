package org.earshot.proxy.message;

import java.text.ParseException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import javax.sip.header.CSeqHeader;
import javax.sip.header.CallIdHeader;
import javax.sip.header.ContentTypeHeader;
import javax.sip.header.FromHeader;
import javax.sip.header.Header;
import javax.sip.header.MaxForwardsHeader;
import javax.sip.message.Request;
import javax.sip.message.Response;
import org.earshot.common.account.Account;
import org.earshot.common.address.AddressOfRecord;
import org.earshot.common.message.Cpim;
import org.earshot.common.message.CpimAddress;
import org.earshot.common.message.CpimHeader;
import org.earshot.common.message.HistoryMark;
import org.earshot.common.message.Imdn;
import org.earshot.common.message.IsComposing;
import org.earshot.common.mime.MalformedPayloadException;
import org.earshot.common.mime.MediaType;
import org.earshot.common.stack.SipMessages;
import org.earshot.common.stack.SipRejection;
import org.earshot.proxy.archive.Bytes;

/// Reads a MESSAGE, and makes its CPIM say what is true: From is the account (else 403), To the recipient, DateTime
/// believable, and there is a Message-ID. Pure.
final class IncomingReader {
    /// For the reader of the message; all else was for the server.
    static final List<String> FOR_READERS =
            List.of(
                    "Subject",
                    "In-Reply-To",
                    "Priority",
                    "Content-Disposition",
                    "Content-Encoding",
                    "Content-Language",
                    "MIME-Version",
                    "User-Agent");

    private static final int LONGEST_ID = 255;

    private IncomingReader() {}

    /// @param sender empty for a trusted peer, which is believed
    /// @param senderAddress who that is, as it stands in the record
    /// @param recipient an account or a group
    /// @param group that is the recipient, if so
    static Incoming read(
            Request request,
            Optional<Account> sender,
            String senderAddress,
            AddressOfRecord recipient,
            Optional<Payload.Via> group,
            boolean secureOnly,
            Instant now)
            throws SipRejection {
        MediaType type = contentType(request);
        byte[] body = request.getRawContent() == null ? new byte[0] : request.getRawContent();
        Optional<Cpim> cpim = Optional.empty();
        if (type.is(Cpim.CONTENT_TYPE)) {
            cpim = Optional.of(cpim(body));
            checkFrom(cpim.get(), sender);
        }
        MediaType inner = cpim.map(each -> each.content().contentType()).orElse(type);
        byte[] content = cpim.map(each -> each.content().body()).orElse(body);
        if (inner.is(Imdn.CONTENT_TYPE)) {
            return new Incoming.Notification(imdn(content), cpim.flatMap(IncomingReader::about));
        }
        Payload bare =
                payload(
                        request,
                        sender,
                        senderAddress,
                        group,
                        secureOnly,
                        header(request),
                        body,
                        now);
        if (inner.is(IsComposing.CONTENT_TYPE)) {
            IsComposing said = composing(content);
            // not what the phone calls what is being written: nothing of this is in the record
            IsComposing state =
                    new IsComposing(
                            said.state(), said.lastActive(), Optional.empty(), said.refresh());
            return new Incoming.Composing(
                    state,
                    bare.withoutHeaders()
                            .with(IsComposing.CONTENT_TYPE, Bytes.of(state.toBytes())));
        }
        Optional<Instant> validUntil = Validity.until(request, now);
        if (cpim.isEmpty()) {
            return new Incoming.Text(
                    bare.expiring(validUntil),
                    now,
                    validUntil,
                    Set.of(),
                    RepeatKey.ofRequest(
                            senderAddress,
                            recipient.toString(),
                            bare.callId(),
                            bare.fromTag(),
                            bare.cSeq()),
                    false);
        }
        return text(cpim.get(), bare, validUntil, sender, senderAddress, recipient, now);
    }

    private static Incoming.Text text(
            Cpim cpim,
            Payload bare,
            Optional<Instant> validUntil,
            Optional<Account> sender,
            String senderAddress,
            AddressOfRecord recipient,
            Instant now) {
        Optional<String> ownId = cpim.messageId().filter(id -> id.length() <= LONGEST_ID);
        String messageId = ownId.orElse(bare.messageId());
        Instant sentAt = cpim.dateTime().filter(at -> Validity.isBelievable(at, now)).orElse(now);
        Cpim made =
                Cpim.of(
                        sender.map(CpimForms::address)
                                .or(cpim::from)
                                .orElseGet(() -> CpimForms.address("", senderAddress)),
                        CpimForms.address("", recipient.toString()),
                        sentAt,
                        cpim.content());
        Cpim others =
                cpim.without(Cpim.CORE, "From")
                        .without(Cpim.CORE, "To")
                        .without(Cpim.CORE, "DateTime");
        List<CpimHeader> headers = new ArrayList<>(made.headers());
        headers.addAll(others.headers());
        Cpim whole = new Cpim(headers, cpim.content()).withMessageId(messageId);
        Payload payload =
                new Payload(
                        bare.callId(),
                        bare.fromTag(),
                        bare.cSeq(),
                        bare.maxForwards(),
                        bare.secureOnly(),
                        bare.from(),
                        bare.authorName(),
                        bare.group(),
                        messageId,
                        sentAt,
                        bare.headers(),
                        Cpim.CONTENT_TYPE,
                        Bytes.of(whole.toBytes()));
        RepeatKey repeat =
                ownId.isPresent()
                        ? RepeatKey.ofMessageId(senderAddress, recipient.toString(), messageId)
                        : RepeatKey.ofRequest(
                                senderAddress,
                                recipient.toString(),
                                bare.callId(),
                                bare.fromTag(),
                                bare.cSeq());
        return new Incoming.Text(
                payload.expiring(validUntil), now, validUntil, wishes(cpim), repeat, true);
    }

    private static Set<Wish> wishes(Cpim cpim) {
        Set<Wish> wishes = EnumSet.noneOf(Wish.class);
        cpim.notifications()
                .forEach(notification -> {
                    switch (notification) {
                        case POSITIVE_DELIVERY -> wishes.add(Wish.POSITIVE_DELIVERY);
                        case NEGATIVE_DELIVERY -> wishes.add(Wish.NEGATIVE_DELIVERY);
                        case DISPLAY -> wishes.add(Wish.DISPLAY);
                        case PROCESSING -> {} // nobody processes anything here
                    }
                });
        return wishes;
    }

    private static Payload payload(
            Request request,
            Optional<Account> sender,
            String senderAddress,
            Optional<Payload.Via> group,
            boolean secureOnly,
            String contentType,
            byte[] body,
            Instant now) {
        FromHeader from = (FromHeader) request.getHeader(FromHeader.NAME);
        CallIdHeader callId = (CallIdHeader) request.getHeader(CallIdHeader.NAME);
        CSeqHeader cSeq = (CSeqHeader) request.getHeader(CSeqHeader.NAME);
        MaxForwardsHeader hops = (MaxForwardsHeader) request.getHeader(MaxForwardsHeader.NAME);
        String claimed = from.getAddress().getDisplayName();
        return new Payload(
                callId.getCallId(),
                from.getTag() == null ? "" : from.getTag(),
                cSeq.getSeqNumber(),
                hops.getMaxForwards(),
                secureOnly,
                sender.isPresent() ? senderAddress : from.getAddress().getURI().toString(),
                sender.map(Account::displayName).orElse(claimed == null ? "" : claimed),
                group,
                UUID.randomUUID().toString(),
                now.truncatedTo(ChronoUnit.MICROS),
                fields(request),
                contentType,
                Bytes.of(body));
    }

    private static List<Payload.Field> fields(Request request) {
        List<Payload.Field> fields = new ArrayList<>();
        for (String name : FOR_READERS) {
            Header header = request.getHeader(name);
            if (header != null && value(header).length() <= MessageArchive.MAX_HEADER) {
                fields.add(new Payload.Field(name, value(header)));
            }
        }
        return fields;
    }

    static String value(Header header) {
        String text = header.toString();
        return text.substring(text.indexOf(':') + 1).strip();
    }

    private static String header(Request request) {
        return request.getHeader(ContentTypeHeader.NAME) instanceof ContentTypeHeader type
                ? value(type)
                : "";
    }

    private static MediaType contentType(Request request) throws SipRejection {
        String text = header(request);
        try {
            return text.isEmpty() ? MediaType.of("text", "plain") : MediaType.parse(text);
        } catch (MalformedPayloadException e) {
            throw new SipRejection(Response.BAD_REQUEST, "Content-Type");
        }
    }

    private static Cpim cpim(byte[] body) throws SipRejection {
        try {
            // only the server says what is history
            return HistoryMark.off(Cpim.parse(body));
        } catch (MalformedPayloadException e) {
            throw new SipRejection(Response.BAD_REQUEST, "Unreadable CPIM");
        }
    }

    private static void checkFrom(Cpim cpim, Optional<Account> sender) throws SipRejection {
        if (sender.isEmpty() || cpim.from().isEmpty()) {
            return;
        }
        if (!addressOf(cpim.from().get().uri()).equals(Optional.of(sender.get().address()))) {
            throw new SipRejection(Response.FORBIDDEN, "From In CPIM Is Not Your Address");
        }
    }

    private static Optional<String> about(Cpim cpim) {
        return cpim.to().stream()
                .map(CpimAddress::uri)
                .flatMap(uri -> addressOf(uri).stream())
                .map(AddressOfRecord::toString)
                .findFirst();
    }

    private static Optional<AddressOfRecord> addressOf(String uri) {
        String text =
                uri.toLowerCase(Locale.ROOT).startsWith("im:") ? "sip:" + uri.substring(3) : uri;
        try {
            return AddressOfRecord.of(SipMessages.addresses().createURI(text));
        } catch (ParseException e) {
            return Optional.empty();
        }
    }

    private static Imdn imdn(byte[] body) throws SipRejection {
        try {
            return Imdn.parse(body);
        } catch (MalformedPayloadException e) {
            throw new SipRejection(Response.BAD_REQUEST, "Unreadable IMDN");
        }
    }

    private static IsComposing composing(byte[] body) throws SipRejection {
        try {
            return IsComposing.parse(body);
        } catch (MalformedPayloadException e) {
            throw new SipRejection(Response.BAD_REQUEST, "Unreadable isComposing");
        }
    }
}

package org.earshot.proxy.message;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import javax.sip.header.ContentLengthHeader;
import javax.sip.header.ContentTypeHeader;
import javax.sip.header.Header;
import javax.sip.header.SubjectHeader;
import javax.sip.message.Request;
import javax.sip.message.Response;
import org.earshot.common.account.Account;
import org.earshot.common.address.AddressOfRecord;
import org.earshot.common.stack.InboundRequest;
import org.earshot.common.stack.SipMessages;
import org.earshot.common.stack.SipRejection;
import org.earshot.proxy.archive.Archive;
import org.earshot.proxy.archive.ArchiveEvent;
import org.earshot.proxy.archive.ArchivePosition;
import org.earshot.proxy.archive.Companion;
import org.earshot.proxy.archive.Content;
import org.earshot.proxy.archive.Correspondents;
import org.earshot.proxy.archive.EventBacklog;
import org.earshot.proxy.archive.IdentityProof;
import org.earshot.proxy.archive.RetentionClass;
import org.earshot.proxy.archive.Sender;
import org.earshot.proxy.channel.SealedMessage;

/// What the compliance record gets to know of a MESSAGE. Thread-safe.
final class MessageArchive {
    /// A header that is longer in characters goes to no reader, since the record has no more of it.
    static final int MAX_HEADER = 500;

    /// By what a body with a subject may grow.
    static final int ENVELOPE = 4096;

    /// What a phone claims, and a reader of the record may want to know. What else goes to the readers of a message stands here too, but
    /// the subject: what somebody wrote is content.
    private static final List<String> CLAIMS =
            Stream.concat(
                            Stream.of("From", "To", "Date"),
                            IncomingReader.FOR_READERS.stream()
                                    .filter(name -> !name.equals(SubjectHeader.NAME)))
                    .toList();

    private final Archive archive;
    private final EventBacklog events;
    private final RecentKeys refusedForNow = new RecentKeys();
    private final InstantSource clock;

    MessageArchive(Archive archive, EventBacklog events, InstantSource clock) {
        this.archive = archive;
        this.events = events;
        this.clock = clock;
    }

    /// Hands over a message with what must be committed with it.
    ///
    /// @param recipients one, or all members of a group
    /// @return completes when both are on stable storage, or neither is
    CompletableFuture<ArchivePosition> received(
            Message message,
            InboundRequest inbound,
            Optional<Account> sender,
            List<String> recipients,
            Companion companion) {
        return archive.submit(
                received(message, inbound, sender, recipients, false), Optional.of(companion));
    }

    /// The event of a message.
    ///
    /// @param late whether it is relayed before it is recorded
    static ArchiveEvent.MessageReceived received(
            Message message,
            InboundRequest inbound,
            Optional<Account> sender,
            List<String> recipients,
            boolean late) {
        Request request = asWritten(inbound.message());
        return new ArchiveEvent.MessageReceived(
                message.id(),
                message.receivedAt(),
                RetentionClass.MESSAGE,
                Correspondents.sender(inbound, sender),
                recipients,
                inbound.callId(),
                message.payload().messageId(),
                claims(request),
                content(request, Integer.MAX_VALUE),
                SealedMessage.in(request),
                late);
    }

    /// Hands over what the server itself says.
    ///
    /// @param sender whose name stands on it, such as a group
    CompletableFuture<ArchivePosition> said(
            AddressOfRecord sender, Message message, Companion companion) {
        return archive.submit(
                new ArchiveEvent.MessageReceived(
                        message.id(),
                        message.receivedAt(),
                        RetentionClass.MESSAGE,
                        new Sender(
                                sender.toString(),
                                Optional.empty(),
                                IdentityProof.SERVER,
                                Optional.empty()),
                        List.of(message.recipient()),
                        message.payload().callId(),
                        message.payload().messageId(),
                        Map.of(),
                        new Content(message.payload().contentType(), message.payload().body())),
                Optional.of(companion));
    }

    /// Notes that a text is refused because the record, or what else is needed, is away: once, however often it is tried.
    void refusedForNow(
            InboundRequest inbound, Optional<Account> sender, RepeatKey repeat, String reason) {
        if (refusedForNow.add(repeat)) {
            refused(inbound, sender, Response.SERVICE_UNAVAILABLE, reason);
        }
    }

    /// Waits until the refusal is on stable storage: in the record, or on its way there.
    void refused(InboundRequest inbound, Optional<Account> sender, int status, String reason) {
        Request message = inbound.message();
        UUID id = UUID.randomUUID();
        ArchiveEvent refusal =
                new ArchiveEvent.MessageRefused(
                        id,
                        clock.instant(),
                        RetentionClass.MESSAGE,
                        Correspondents.sender(inbound, sender),
                        List.of(Correspondents.recipient(message)),
                        inbound.callId(),
                        id.toString(),
                        refusedClaims(message),
                        // one that was refused for its size: its beginning shows what it was
                        content(message, most(message)),
                        status,
                        reason);
        events.add(refusal).join();
    }

    /// Hands over how one phone answered for good.
    CompletableFuture<ArchivePosition> delivered(
            Message message, DeviceId device, Route route, int status, Companion companion) {
        return archive.submitUnhurried(
                delivered(message, device, route, status, clock.instant()), companion);
    }

    /// The event of how one phone answered.
    static ArchiveEvent delivered(
            Message message, DeviceId device, Route route, int status, Instant at) {
        return new ArchiveEvent.MessageDelivered(
                UUID.randomUUID(),
                at,
                RetentionClass.MESSAGE,
                message.id(),
                message.payload().callId(),
                message.payload().messageId(),
                device.owner().toString(),
                route.requestUri().toString(),
                Optional.of(route.flow()),
                status);
    }

    /// Hands over that nobody waits for a message any longer.
    CompletableFuture<ArchivePosition> expired(Message message, Companion companion) {
        return archive.submit(
                new ArchiveEvent.MessageExpired(
                        UUID.randomUUID(),
                        clock.instant(),
                        RetentionClass.MESSAGE,
                        message.id(),
                        message.payload().callId(),
                        message.payload().messageId(),
                        message.recipient()),
                Optional.of(companion));
    }

    /// Hands over that messages will not go where they were meant to go.
    ///
    /// @param received one at least
    /// @param device the one that it is about; empty for all of the recipient
    CompletableFuture<ArchivePosition> dropped(
            List<UUID> received,
            AddressOfRecord recipient,
            Optional<DeviceId> device,
            ArchiveEvent.DropReason reason,
            Optional<Companion> companion) {
        return archive.submit(
                new ArchiveEvent.MessageDropped(
                        UUID.randomUUID(),
                        clock.instant(),
                        RetentionClass.MESSAGE,
                        received,
                        recipient.toString(),
                        device.map(DeviceId::instance),
                        reason),
                companion);
    }

    /// Hands over that a phone says that a message was displayed.
    ///
    /// @param author of the message
    CompletableFuture<ArchivePosition> displayed(
            InboundRequest inbound,
            Optional<Account> reader,
            String author,
            String messageId,
            Companion companion) {
        return archive.submit(
                new ArchiveEvent.MessageDisplayed(
                        UUID.randomUUID(),
                        clock.instant(),
                        RetentionClass.MESSAGE,
                        Correspondents.sender(inbound, reader),
                        author,
                        inbound.callId(),
                        messageId),
                Optional.of(companion));
    }

    /// Waits until it is on stable storage that somebody lets a new device have what was before.
    ///
    /// @param by the device on which they agreed
    /// @param device the new one
    /// @throws org.earshot.proxy.archive.ArchiveUnavailableException if that can't be
    void released(Origin origin, Account owner, DeviceId by, DeviceId device) {
        archive.append(
                new ArchiveEvent.HistoryReleased(
                        UUID.randomUUID(),
                        clock.instant(),
                        owner.address().toString(),
                        ArchiveEvent.HistoryReleased.OWNER,
                        Optional.of(Correspondents.sender(origin.inbound(), Optional.of(owner))),
                        Optional.of(by.instance()),
                        Optional.of(device.instance())));
    }

    /// The same of an administrator.
    ///
    /// @param device its instance; empty: all
    void released(AddressOfRecord owner, Optional<String> device) {
        archive.append(
                new ArchiveEvent.HistoryReleased(
                        UUID.randomUUID(),
                        clock.instant(),
                        owner.toString(),
                        ArchiveEvent.HistoryReleased.ADMINISTRATOR,
                        Optional.empty(),
                        Optional.empty(),
                        device));
    }

    private static Map<String, String> refusedClaims(Request message) {
        Map<String, String> claims = claims(message);
        byte[] body = message.getRawContent();
        if (body != null && body.length > most(message)) {
            claims.put(ContentLengthHeader.NAME, Integer.toString(body.length));
        }
        return claims;
    }

    private static Map<String, String> claims(Request message) {
        Map<String, String> claims = new TreeMap<>();
        for (String name : CLAIMS) {
            Header header = message.getHeader(name);
            if (header != null) {
                claims.put(name, cut(IncomingReader.value(header)));
            }
        }
        return claims;
    }

    private static String cut(String value) {
        return value.length() <= MAX_HEADER ? value : value.substring(0, MAX_HEADER);
    }

    /// Bytes of a body that the record can hold, with the subject beside it.
    static int most(Request message) {
        return subject(message).isPresent() ? Content.LIMIT - ENVELOPE : Content.LIMIT;
    }

    private static Optional<String> subject(Request message) {
        return Optional.ofNullable(message.getHeader(SubjectHeader.NAME))
                .map(IncomingReader::value)
                .filter(text -> !text.isEmpty());
    }

    /// @param limit above which the rest is left out
    private static Content content(Request message, int limit) {
        Content body = body(message, limit);
        return subject(message).map(text -> body.withSubject(cut(text))).orElse(body);
    }

    private static Content body(Request message, int limit) {
        byte[] body = message.getRawContent();
        String type =
                message.getHeader(ContentTypeHeader.NAME) instanceof ContentTypeHeader header
                        ? header.toString().substring(header.toString().indexOf(':') + 1).strip()
                        : "";
        if (body == null) {
            return Content.of(type, new byte[0]);
        }
        return Content.of(type, body.length <= limit ? body : Arrays.copyOf(body, limit));
    }

    /// Without its compression, which was looked at when it came.
    private static Request asWritten(Request inbound) {
        if (inbound.getHeader("Content-Encoding") == null) {
            return inbound;
        }
        Request copy = SipMessages.copy(inbound);
        try {
            ContentDecoding.decode(copy, Content.LIMIT);
        } catch (SipRejection e) {
            return inbound;
        }
        return copy;
    }
}

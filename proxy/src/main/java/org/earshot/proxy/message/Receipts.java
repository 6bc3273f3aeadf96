package org.earshot.proxy.message;

import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Function;
import javax.sip.message.Response;
import org.earshot.common.account.Account;
import org.earshot.common.account.AccountStore;
import org.earshot.common.address.AddressOfRecord;
import org.earshot.common.db.StoreUnavailableException;
import org.earshot.common.message.Cpim;
import org.earshot.common.message.CpimAddress;
import org.earshot.common.message.Imdn;
import org.earshot.common.stack.InboundRequest;
import org.earshot.common.stack.SipRejection;
import org.earshot.proxy.archive.Bytes;
import org.earshot.proxy.archive.Companion;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What became of messages (IMDN, RFC 5438): what phones say of it is checked, written down and told to the sender in
/// words of ours, and for phones that can't say it we do. Thread-safe.
final class Receipts implements Notices {
    private static final Logger log = LoggerFactory.getLogger(Receipts.class);
    private static final int MAX_FORWARDS = 70;

    /// RFC 8197.
    private static final int UNWANTED = 607;

    private final MessageStore store;
    private final MessageArchive archive;
    private final KnownDevices devices;
    private final AccountStore accounts;
    private final MessageConfig config;
    private final InstantSource clock;
    private final Executor threads;
    private final Dispatch dispatch;
    private final SentMessages sent;

    Receipts(
            MessageStore store,
            MessageArchive archive,
            KnownDevices devices,
            AccountStore accounts,
            MessageConfig config,
            InstantSource clock,
            Executor threads,
            Dispatch dispatch,
            SentMessages sent) {
        this.store = store;
        this.archive = archive;
        this.devices = devices;
        this.accounts = accounts;
        this.config = config;
        this.clock = clock;
        this.threads = threads;
        this.dispatch = dispatch;
        this.sent = sent;
    }

    /// What a phone says of a message that it got.
    ///
    /// @param to to whom it says so
    void accept(
            InboundRequest inbound,
            Account reader,
            AddressOfRecord to,
            Incoming.Notification incoming)
            throws SipRejection {
        KnownDevices.Of own = devices.of(reader.address());
        Addressee device =
                own.behind(inbound.flow())
                        .orElseThrow(() -> forbidden("This Phone Is Not Registered"));
        MessageStore.Known message = about(device, to, incoming);
        Imdn imdn = incoming.imdn();
        if (message.sender().equals(reader.address().toString())
                || message.kind() != Message.Kind.TEXT) {
            inbound.respond(Response.OK, "OK"); // nobody has to be told of copies
            return;
        }
        Said said = new Said(inbound, reader, message, imdn);
        switch (imdn.status()) {
            case DISPLAYED -> displayed(said, own, device);
            case DELIVERED -> tell(said, Wish.POSITIVE_DELIVERY);
            case FAILED, FORBIDDEN, ERROR -> tell(said, Wish.NEGATIVE_DELIVERY);
            case PROCESSED, STORED -> inbound.respond(Response.OK, "OK");
        }
    }

    /// What a phone said.
    private record Said(
            InboundRequest inbound, Account reader, MessageStore.Known message, Imdn imdn) {}

    private MessageStore.Known about(
            Addressee device, AddressOfRecord to, Incoming.Notification incoming)
            throws SipRejection {
        Set<String> named = new HashSet<>(Set.of(to.toString()));
        incoming.about().ifPresent(named::add);
        return store.named(incoming.imdn().messageId()).stream()
                .filter(known ->
                        named.contains(known.sender()) || named.contains(known.recipient()))
                .filter(known -> wentTo(known.id(), device.device()))
                .findFirst()
                .orElseThrow(() -> forbidden("No Such Message"));
    }

    private boolean wentTo(UUID message, DeviceId device) {
        return switch (store.standing(message, device)) {
            case TAKEN -> true;
            // its answer may be on the way to us, or have been lost
            case WAITING -> sent.mayBeOn(device, message);
            case REFUSED, NONE -> false;
        };
    }

    private static SipRejection forbidden(String why) {
        return new SipRejection(Response.FORBIDDEN, why);
    }

    private void displayed(Said said, KnownDevices.Of own, Addressee device) {
        // where it was said before, the record perhaps could not have it then: whoever was told is
        // not told again
        var _ = store.displayed(said.message().id(), device.device(), clock.instant());
        // on the reader's other devices the mark of what is unread goes too
        List<Addressee> others =
                own.addressees().stream()
                        .filter(other -> other.takesCpim() && !other.equals(device))
                        .toList();
        send(
                said,
                authors(said.message().sender(), said.message().wishes(), Wish.DISPLAY),
                others,
                companion ->
                        archive.displayed(
                                said.inbound(),
                                Optional.of(said.reader()),
                                said.message().sender(),
                                said.imdn().messageId(),
                                companion));
    }

    private void tell(Said said, Wish wish) {
        List<Addressee> authors = authors(said.message().sender(), said.message().wishes(), wish);
        if (authors.isEmpty()) {
            said.inbound().respond(Response.OK, "OK");
        } else {
            send(said, authors, List.of(), store::submit);
        }
    }

    private void send(
            Said said,
            List<Addressee> authors,
            List<Addressee> others,
            Function<Companion, CompletableFuture<?>> commit) {
        Message notice =
                notice(
                        said.message().sender(),
                        said.imdn().messageId(),
                        CpimForms.address(said.reader()),
                        said.imdn().notification(),
                        said.imdn().status());
        var _ =
                dispatch.send(notice, authors, others, commit, Optional.empty())
                        .whenComplete((_, failure) -> answer(said.inbound(), failure));
    }

    private void answer(InboundRequest inbound, Throwable failure) {
        if (failure == null || Settlements.isRefused(failure)) {
            inbound.respond(Response.OK, "OK");
            return;
        }
        if (Settlements.isCommitted(failure)) {
            inbound.respond(Response.ACCEPTED, "Accepted");
            return;
        }
        log.warn("a notification is refused for now: {}", failure.getMessage());
        Response response =
                inbound.createResponse(Response.SERVICE_UNAVAILABLE, "Archive Unavailable");
        response.setHeader(RetryAfter.header(config.retryAfter()));
        inbound.respond(response);
    }

    /// The devices of who wrote a message that are told, if that is what they wanted.
    private List<Addressee> authors(String author, Set<Wish> wishes, Wish wish) {
        if (!wishes.contains(wish)) {
            return List.of();
        }
        AddressOfRecord address = Addresses.parse(author);
        if (accounts.find(address).isEmpty()) {
            return List.of();
        }
        return devices.of(address).addressees().stream().filter(Addressee::takesCpim).toList();
    }

    /// In words of ours: nothing of the phone's own travels beside the record.
    private Message notice(
            String author,
            String messageId,
            CpimAddress reader,
            Imdn.Notification notification,
            Imdn.Status status) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        String id = UUID.randomUUID().toString();
        Imdn imdn = Imdn.of(messageId, now, reader.uri(), notification, status);
        Payload payload =
                new Payload(
                        id,
                        id.substring(0, 8),
                        1,
                        MAX_FORWARDS,
                        false,
                        reader.uri(),
                        reader.displayName(),
                        Optional.empty(),
                        id,
                        now,
                        List.of(),
                        Cpim.CONTENT_TYPE,
                        Bytes.of(CpimForms.notification(reader, author, now, id, imdn).toBytes()));
        return new Message(
                Message.newId(now),
                Message.Kind.NOTIFICATION,
                // whatever says so, and however often: it is told once
                RepeatKey.ofNotification(reader.uri(), author, messageId, status.name()),
                reader.uri(),
                author,
                Set.of(),
                false,
                now,
                now.plus(config.expires()),
                payload);
    }

    @Override
    public void delivered(Message message, DeviceId device) {
        if (message.kind() == Message.Kind.TEXT
                && message.wishes().contains(Wish.POSITIVE_DELIVERY)
                && !message.isCopyFor(device)) {
            String reader = device.owner().toString();
            threads.execute(() ->
                    sayForPhone(message, reader, Wish.POSITIVE_DELIVERY, Imdn.Status.DELIVERED));
        }
    }

    @Override
    public void refused(Message message) {
        if (message.kind() == Message.Kind.TEXT
                && message.wishes().contains(Wish.NEGATIVE_DELIVERY)) {
            threads.execute(() -> sayWhenRefusedByAll(message));
        }
    }

    private void sayWhenRefusedByAll(Message message) {
        try {
            store.refusedByAll(message.id())
                    .ifPresent(status ->
                            sayForPhone(
                                    message,
                                    message.recipient(),
                                    Wish.NEGATIVE_DELIVERY,
                                    refusal(status)));
        } catch (StoreUnavailableException e) {
            log.warn("{} is not told what became of a message: {}", message.sender(), e.toString());
        }
    }

    /// RFC 5438 §7.2.1.1: a phone that must not have it, or one that can't.
    private static Imdn.Status refusal(int status) {
        return switch (status) {
            case Response.FORBIDDEN, Response.DECLINE, UNWANTED -> Imdn.Status.FORBIDDEN;
            default -> Imdn.Status.FAILED;
        };
    }

    @Override
    public void failed(Message message) {
        if (message.kind() == Message.Kind.TEXT
                && message.wishes().contains(Wish.NEGATIVE_DELIVERY)) {
            sayForPhone(message, message.recipient(), Wish.NEGATIVE_DELIVERY, Imdn.Status.FAILED);
        }
    }

    private void sayForPhone(Message message, String reader, Wish wish, Imdn.Status status) {
        try {
            List<Addressee> authors = authors(message.sender(), message.wishes(), wish);
            if (authors.isEmpty()) {
                return;
            }
            Message notice =
                    notice(
                            message.sender(),
                            message.payload().messageId(),
                            CpimAddress.of(reader),
                            Imdn.Notification.DELIVERY,
                            status);
            var _ =
                    dispatch.send(notice, authors, List.of(), store::submit, Optional.empty())
                            .exceptionally(failure -> {
                                log.debug("not told again: {}", failure.getMessage());
                                return null;
                            });
        } catch (StoreUnavailableException | IllegalArgumentException e) {
            log.warn("{} is not told what became of a message: {}", message.sender(), e.toString());
        }
    }
}

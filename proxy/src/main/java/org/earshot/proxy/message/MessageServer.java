package org.earshot.proxy.message;

import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import javax.sip.message.Request;
import javax.sip.message.Response;
import org.earshot.common.account.Account;
import org.earshot.common.account.AccountId;
import org.earshot.common.account.AccountStore;
import org.earshot.common.address.AddressOfRecord;
import org.earshot.common.location.LocationService;
import org.earshot.common.stack.InboundRequest;
import org.earshot.common.stack.RequestSender;
import org.earshot.common.stack.SerialQueue;
import org.earshot.common.stack.SipRejection;
import org.earshot.common.stack.Timers;
import org.earshot.proxy.archive.ArchiveUnavailableException;
import org.earshot.proxy.archive.Content;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Chat: takes each MESSAGE into the record and into the queues of its recipients' devices in one commit, and answers for
/// it from then on (docs/decisions/0011). Thread-safe; a request runs on its own queue, where it may wait for the stores.
public final class MessageServer implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(MessageServer.class);

    private final MessageStore store;
    private final MessageArchive archive;
    private final AccountStore accounts;
    private final MessageConfig config;
    private final InstantSource clock;
    private final RateLimit<AccountId> rate;
    private final int maxBytes;
    private final KnownDevices devices;
    private final Dispatch dispatch;
    private final Receipts receipts;
    private final Composing composing;
    private final RecentAnswers recent = new RecentAnswers();
    private final DeviceQueues queues;
    private final Wakes wakes;
    private final Housekeeping housekeeping;

    /// @param location where the recipients' phones are
    public MessageServer(
            MessageParts parts,
            RequestSender sender,
            Routes routes,
            LocationService location,
            AccountStore accounts,
            Timers timers,
            InstantSource clock) {
        this.store = parts.store();
        this.archive = new MessageArchive(parts.archive(), clock);
        this.accounts = accounts;
        this.config = parts.config();
        this.clock = clock;
        this.rate =
                new RateLimit<>(new TokenBucket.Limit(config.perSecond(), config.burst()), clock);
        this.maxBytes = Math.min(config.maxBytes(), Content.LIMIT);
        this.devices = new KnownDevices(store, location, clock);
        LateNotices notices = new LateNotices();
        this.queues =
                new DeviceQueues(
                        new DeliveryServices(
                                sender,
                                routes,
                                parts.owners(),
                                location,
                                store,
                                new Settlements(store, archive, clock),
                                notices,
                                config.copiesToAll(),
                                timers,
                                clock,
                                parts.threads(),
                                new AtomicLong()));
        this.dispatch = new Dispatch(store, queues, parts.owners(), parts.changes(), timers);
        this.receipts =
                new Receipts(
                        store,
                        archive,
                        devices,
                        accounts,
                        config,
                        clock,
                        parts.threads(),
                        dispatch);
        notices.set(receipts);
        this.composing =
                new Composing(
                        sender,
                        routes,
                        devices,
                        timers,
                        clock,
                        () -> new SerialQueue(parts.threads()));
        this.wakes = new Wakes(store, devices, queues, parts.changes(), timers, parts.threads());
        this.housekeeping =
                new Housekeeping(store, archive, receipts, location, queues, wakes, clock);
    }

    /// Begins to hear of phones that come, and to deliver what waits.
    public void start() {
        wakes.start();
    }

    /// How many devices have a queue in memory.
    public int queues() {
        return queues.size();
    }

    /// Looks at all for whom something waits: changes were missed, or a node has gone. Does not wait.
    public void lookAtEverything() {
        wakes.later();
    }

    /// Ends what is over, and looks for what was missed; to be called every minute or so. May take long.
    public void maintain() {
        housekeeping.run();
    }

    /// Ends hearing.
    @Override
    public void close() {
        wakes.close();
    }

    /// Checks the limits.
    ///
    /// @param sender empty for a trusted peer, which has no rate limit
    public void admit(Request message, Optional<Account> sender) throws SipRejection {
        byte[] body = message.getRawContent();
        if (body != null && body.length > maxBytes) {
            throw new SipRejection(
                    Response.REQUEST_ENTITY_TOO_LARGE, "At most " + maxBytes + " Bytes");
        }
        if (sender.isPresent() && !rate.tryTake(sender.get().id())) {
            throw new SipRejection(
                    Response.SERVICE_UNAVAILABLE,
                    "Too Many Messages",
                    RetryAfter.header(config.retryAfter()));
        }
    }

    /// Takes a message, and sees to its answer.
    ///
    /// @param message the inbound one as the steps left it: its From is true, its hops are counted
    /// @param sender empty for a trusted peer
    /// @param recipient of our domain
    /// @param secureOnly whether it was sent to `sips:`
    public void accept(
            InboundRequest inbound,
            Request message,
            Optional<Account> sender,
            AddressOfRecord recipient,
            boolean secureOnly)
            throws SipRejection {
        Account account =
                accounts.find(recipient)
                        .orElseThrow(() -> new SipRejection(Response.NOT_FOUND, "Not Found"));
        String from = MessageArchive.senderAddress(inbound, sender);
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        switch (IncomingReader.read(
                message, sender, from, recipient, Optional.empty(), secureOnly, now)) {
            case Incoming.Text text -> text(inbound, sender, from, account, text, now);
            case Incoming.Notification notification ->
                    receipts.accept(
                            inbound,
                            sender.orElseThrow(
                                    () -> new SipRejection(Response.FORBIDDEN, "Not A Recipient")),
                            recipient,
                            notification);
            case Incoming.Composing typing -> composing.relay(inbound, from, recipient, typing);
        }
    }

    private void text(
            InboundRequest inbound,
            Optional<Account> sender,
            String from,
            Account recipient,
            Incoming.Text text,
            Instant now)
            throws SipRejection {
        Answer answer = new Answer();
        Optional<Answer> before = recent.putIfAbsent(text.repeat(), answer);
        if (before.isPresent()) {
            before.get().attach(inbound);
            return;
        }
        try {
            take(inbound, sender, from, recipient, text, now, answer);
        } catch (SipRejection | RuntimeException e) {
            recent.remove(text.repeat(), answer);
            throw e;
        }
    }

    private void take(
            InboundRequest inbound,
            Optional<Account> sender,
            String from,
            Account recipient,
            Incoming.Text text,
            Instant now,
            Answer answer)
            throws SipRejection {
        String to = recipient.address().toString();
        if (store.isBlocked(to, from)) {
            refused(inbound, sender, Response.FORBIDDEN, "Blocked By The Recipient");
            answer.attach(inbound);
            answer.reply(
                    config.blockedAnswer(),
                    config.blockedAnswer() / 100 == 2 ? "Accepted" : "Refused");
            return;
        }
        KnownDevices.Of to_ = devices.of(recipient.address());
        if (to_.shortestQueue() >= config.maxWaiting()) {
            throw new SipRejection(
                    Response.TEMPORARILY_UNAVAILABLE, "Too Many Messages Wait For This Account");
        }
        List<Addressee> copies = copies(inbound, sender, recipient, text.cpim());
        Message message =
                new Message(
                        UUID.randomUUID(),
                        Message.Kind.TEXT,
                        text.repeat(),
                        from,
                        to,
                        text.wishes(),
                        false,
                        now,
                        now.plus(config.expires()),
                        text.payload());
        answer.attach(inbound);
        var _ =
                dispatch.send(
                                message,
                                to_.addressees(),
                                copies,
                                companion ->
                                        archive.received(
                                                message, inbound, sender, List.of(to), companion),
                                Optional.of(answer))
                        .whenComplete((_, failure) -> {
                            if (failure != null) {
                                failed(inbound, text.repeat(), to_, answer, failure);
                            }
                        });
    }

    /// The sender's own devices but the one that sends; that one turns out to take CPIM when it sends it.
    private List<Addressee> copies(
            InboundRequest inbound, Optional<Account> sender, Account recipient, boolean cpim) {
        if (sender.isEmpty() || sender.get().id().equals(recipient.id())) {
            return List.of();
        }
        KnownDevices.Of own = devices.of(sender.get().address());
        Optional<Addressee> sending = own.behind(inbound.flow());
        if (sending.isEmpty()) {
            return List.of(); // it could be any of them
        }
        if (cpim && !sending.get().takesCpim() && !sending.get().device().isShared()) {
            store.takesCpim(sending.get().device(), true);
        }
        return own.addressees().stream()
                .filter(other -> !other.equals(sending.get()))
                .filter(other -> other.takesCpim() || config.copiesToAll())
                .toList();
    }

    private void failed(
            InboundRequest inbound,
            RepeatKey repeat,
            KnownDevices.Of recipient,
            Answer answer,
            Throwable failure) {
        if (Settlements.isRefused(failure)) {
            inbound.queue().execute(() -> repeated(repeat, answer));
            return;
        }
        log.warn("MESSAGE {} refused for now: {}", inbound.callId(), failure.getMessage());
        recent.remove(repeat, answer);
        for (InboundRequest waiting : answer.abandon()) {
            Response response =
                    waiting.createResponse(Response.SERVICE_UNAVAILABLE, "Archive Unavailable");
            response.setHeader(RetryAfter.header(config.retryAfter()));
            waiting.respond(response);
        }
        // when the connection broke during the commit it may be in the queues all the same
        wakes.later(recipient.addressees().getFirst().device().owner());
    }

    /// It was taken before, perhaps by another node or before a restart: what was said then is said again.
    private void repeated(RepeatKey repeat, Answer answer) {
        try {
            MessageStore.Known known = store.repeated(repeat).orElseThrow();
            Optional<Integer> best =
                    known.answers().stream().filter(status -> status / 100 == 2).findFirst();
            if (best.isPresent()) {
                answer.reply(Response.OK, "OK");
            } else if (known.waiting() > 0 || known.answers().isEmpty()) {
                answer.reply(Response.ACCEPTED, "Accepted");
            } else {
                answer.reply(known.answers().getFirst(), "Refused");
            }
        } catch (RuntimeException e) {
            log.warn("what became of a message is not known now: {}", e.toString());
            answer.reply(Response.ACCEPTED, "Accepted"); // it was taken: that is sure
        }
    }

    /// Records a message of a known sender that reaches nobody. The refusal stands, whether that succeeds or not.
    public void refused(
            InboundRequest message, Optional<Account> sender, int status, String reason) {
        try {
            archive.refused(message, sender, status, reason);
        } catch (ArchiveUnavailableException e) {
            log.warn(
                    "refused MESSAGE {} is not in the archive: {}",
                    message.callId(),
                    e.getMessage());
        }
    }
}

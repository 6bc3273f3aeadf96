package org.earshot.proxy.message;

import java.time.Duration;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import javax.sip.message.Request;
import javax.sip.message.Response;
import org.earshot.common.account.Account;
import org.earshot.common.account.AccountId;
import org.earshot.common.account.AccountStore;
import org.earshot.common.address.AddressOfRecord;
import org.earshot.common.db.StoreUnavailableException;
import org.earshot.common.limit.RateLimit;
import org.earshot.common.limit.TokenBucket;
import org.earshot.common.location.LocationService;
import org.earshot.common.stack.InboundRequest;
import org.earshot.common.stack.RequestSender;
import org.earshot.common.stack.SerialQueue;
import org.earshot.common.stack.SipRejection;
import org.earshot.common.stack.Timers;
import org.earshot.proxy.archive.ArchiveUnavailableException;
import org.earshot.proxy.archive.Content;
import org.earshot.proxy.archive.Correspondents;
import org.earshot.proxy.message.group.Group;
import org.earshot.proxy.message.group.GroupStore;

/// Chat: takes each MESSAGE into the record and into the queues of its recipients' devices in one commit, and answers for
/// it from then on (docs/decisions/0011). Thread-safe; a request runs on its own queue, where it may wait for the stores.
public final class MessageServer implements AutoCloseable {
    private final MessageStore store;
    private final MessageArchive archive;
    private final AccountStore accounts;
    private final MessageConfig config;
    private final InstantSource clock;
    private final RateLimit<AccountId> rate;
    private final int maxBytes;
    private final KnownDevices devices;
    private final Saying saying;
    private final GroupStore groupStore;
    private final Intake intake;
    private final LateDelivery late;
    private final Overfull overfull;
    private final GroupChat groups;
    private final ServiceChat service;
    private final GroupGreeting greeting;
    private final Receipts receipts;
    private final Composing composing;
    private final TypingElsewhere typing;
    private final TakenElsewhere taken;
    private final SentMessages sent;
    private final DeviceQueues queues;
    private final Wakes wakes;
    private final ClosedAccounts closed;
    private final Housekeeping housekeeping;

    /// @param location where the recipients' phones are
    /// @param deliversWhileAway whether texts go on while the stores are away ([LateDelivery])
    public MessageServer(
            MessageParts parts,
            RequestSender sender,
            Routes routes,
            LocationService location,
            AccountStore accounts,
            boolean deliversWhileAway,
            Timers timers,
            InstantSource clock) {
        this.store = parts.store();
        this.archive = new MessageArchive(parts.archive(), parts.events(), clock);
        this.accounts = accounts;
        this.config = parts.config();
        this.clock = clock;
        this.rate =
                new RateLimit<>(new TokenBucket.Limit(config.perSecond(), config.burst()), clock);
        this.maxBytes = Math.min(config.maxBytes(), Content.LIMIT);
        this.devices =
                new KnownDevices(store, location, parts.withholding(), config.maxWaiting(), clock);
        LateNotices notices = new LateNotices();
        this.sent = new SentMessages(clock);
        Mailboxes mailboxes = new Mailboxes(parts.changes(), timers);
        this.taken = new TakenElsewhere(parts.changes(), timers);
        this.queues =
                new DeviceQueues(
                        new DeliveryServices(
                                sender,
                                routes,
                                parts.owners(),
                                location,
                                store,
                                parts.archive(),
                                new Settlements(store, archive, clock),
                                notices,
                                taken,
                                mailboxes,
                                sent,
                                config.copiesToAll(),
                                timers,
                                clock,
                                parts.threads(),
                                new AtomicLong()));
        Dispatch dispatch =
                new Dispatch(
                        store, queues, mailboxes, taken, parts.owners(), parts.changes(), timers);
        this.receipts =
                new Receipts(
                        store,
                        archive,
                        devices,
                        accounts,
                        config,
                        clock,
                        parts.threads(),
                        dispatch,
                        sent);
        notices.set(receipts);
        this.composing =
                new Composing(
                        sender,
                        routes,
                        parts.owners(),
                        devices,
                        timers,
                        clock,
                        () -> new SerialQueue(parts.threads()));
        this.groupStore = parts.groups();
        this.typing = new TypingElsewhere(parts.changes(), accounts, groupStore, composing, clock);
        History history =
                new History(store, groupStore, parts.withholding(), config.history(), clock);
        this.saying = new Saying(dispatch, archive, config, clock, this::lookLater);
        Consent consent = new Consent(parts.withholding(), devices, store, archive, saying, clock);
        ForgottenDevices forgotten =
                new ForgottenDevices(store, archive, receipts, mailboxes, location, clock);
        this.wakes =
                new Wakes(
                        store,
                        devices,
                        forgotten,
                        history,
                        consent,
                        queues,
                        parts.changes(),
                        timers,
                        parts.threads());
        this.intake = new Intake(store, archive, config, clock, dispatch, wakes, parts.files());
        this.late =
                new LateDelivery(
                        deliversWhileAway,
                        location,
                        routes,
                        parts.owners(),
                        sender,
                        parts.events(),
                        timers,
                        parts.threads(),
                        clock);
        GroupVoice voice = new GroupVoice(devices, store, saying);
        this.overfull = new Overfull(archive, clock);
        this.groups =
                new GroupChat(
                        devices,
                        intake,
                        receipts,
                        composing,
                        typing::tell,
                        new GroupOrders(
                                groupStore, accounts, devices, parts.withholding(), intake, voice),
                        overfull,
                        config);
        this.service = new ServiceChat(store, groupStore, devices, intake, consent, saying);
        this.greeting =
                new GroupGreeting(
                        new GroupGreeting.Parts(
                                groupStore,
                                store,
                                devices,
                                voice,
                                wakes,
                                mailboxes,
                                parts.withholding(),
                                config,
                                parts.changes(),
                                timers,
                                parts.threads(),
                                clock));
        this.closed =
                new ClosedAccounts(
                        accounts,
                        forgotten,
                        new ServerWords(store, devices, saying),
                        parts.changes(),
                        parts.threads(),
                        clock);
        this.housekeeping =
                new Housekeeping(
                        store, archive, receipts, mailboxes, forgotten, queues, wakes, clock);
    }

    /// By which other parts of the server write to people.
    public ServerWords words() {
        return new ServerWords(store, devices, saying);
    }

    private void lookLater(AddressOfRecord owner) {
        wakes.later(owner);
    }

    /// Begins to hear of phones that come, and to deliver what waits.
    public void start() {
        wakes.start();
        greeting.start();
        typing.start();
        taken.start();
        closed.start();
    }

    /// How many devices have a queue in memory.
    public int queues() {
        return queues.size();
    }

    /// Looks at all for whom something waits: changes were missed, or a node has gone. Does not wait.
    public void lookAtEverything() {
        sent.others();
        wakes.later();
    }

    /// Ends what is over, and looks for what was missed; to be called every minute or so. May take long.
    public void maintain() {
        closed.run();
        housekeeping.run();
    }

    /// Ends hearing.
    @Override
    public void close() {
        wakes.close();
        greeting.close();
        typing.close();
        taken.close();
        closed.close();
    }

    /// Checks the limits.
    ///
    /// @param sender empty for a trusted peer, which has no rate limit
    public void admit(Request message, Optional<Account> sender) throws SipRejection {
        ContentDecoding.decode(message, maxBytes);
        byte[] body = message.getRawContent();
        int most = Math.min(maxBytes, MessageArchive.most(message));
        if (body != null && body.length > most) {
            throw new SipRejection(Response.REQUEST_ENTITY_TOO_LARGE, "At most " + most + " Bytes");
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
        Origin origin = new Origin(inbound, sender, Correspondents.senderAddress(inbound, sender));
        boolean toService = Service.is(recipient);
        try {
            Optional<Account> account = accounts.find(recipient);
            Optional<Group> group =
                    account.isPresent() ? Optional.empty() : groupStore.find(recipient);
            if (account.isEmpty() && group.isEmpty() && !toService) {
                throw new SipRejection(Response.NOT_FOUND, "Not Found");
            }
            Incoming incoming = read(message, origin, recipient, group, secureOnly);
            accept(origin, recipient, toService, group, incoming);
        } catch (StoreUnavailableException e) {
            // read once more, as it may not have come so far; a group makes no other key of it
            if (read(message, origin, recipient, Optional.empty(), secureOnly)
                    instanceof Incoming.Text text) {
                archive.refusedForNow(inbound, sender, text.repeat(), "Store Unavailable");
            }
            throw e;
        }
    }

    private Incoming read(
            Request message,
            Origin origin,
            AddressOfRecord recipient,
            Optional<Group> group,
            boolean secureOnly)
            throws SipRejection {
        return IncomingReader.read(
                message,
                origin.sender(),
                origin.address(),
                recipient,
                group.map(of -> new Payload.Via(recipient.toString(), of.name())),
                secureOnly,
                clock.instant().truncatedTo(ChronoUnit.MICROS));
    }

    private void accept(
            Origin origin,
            AddressOfRecord recipient,
            boolean toService,
            Optional<Group> group,
            Incoming incoming)
            throws SipRejection {
        if (toService) {
            service.accept(origin, incoming);
            return;
        }
        if (group.isPresent()) {
            groups.accept(origin, group.get(), incoming);
            return;
        }
        switch (incoming) {
            case Incoming.Text text -> text(origin, recipient, text);
            case Incoming.Notification notification ->
                    receipts.accept(origin.inbound(), origin.account(), recipient, notification);
            case Incoming.Composing news ->
                    composing.relay(
                            origin, recipient.toString(), List.of(recipient), news, typing::tell);
        }
    }

    private void text(Origin origin, AddressOfRecord recipient, Incoming.Text text)
            throws SipRejection {
        intake.once(
                origin.inbound(),
                text.repeat(),
                answer -> {
                    Map<AddressOfRecord, KnownDevices.Ready> known;
                    try {
                        known = devices.ready(origin, List.of(recipient));
                    } catch (StoreUnavailableException e) {
                        Message untaken = intake.message(text, origin, recipient, Duration.ZERO);
                        Runnable forget = () -> intake.forget(text.repeat(), answer);
                        // nobody knows whether one that is over was taken, or was on its way
                        if (!text.isOver()
                                && !intake.isPerhapsTaken(text.repeat())
                                && late.deliver(origin, untaken, recipient, answer, forget)) {
                            return;
                        }
                        throw e;
                    }
                    late.storesAnswer();
                    KnownDevices.Ready to = known.get(recipient);
                    Optional<SipRejection> refusal = refusal(text, to);
                    if (refusal.isPresent()) {
                        if (!intake.wasTaken(text.repeat(), answer)) {
                            throw refusal.get();
                        }
                        return;
                    }
                    if (to.blocks()) {
                        blocked(origin, answer);
                        return;
                    }
                    Message message = intake.message(text, origin, recipient, config.history());
                    var _ =
                            intake.take(
                                            origin,
                                            message,
                                            List.of(recipient.toString()),
                                            to.withRoom(),
                                            intake.copies(origin, recipient, known, text.cpim()),
                                            answer)
                                    .thenRun(() -> overfull.missed(message, to.withoutRoom()));
                });
    }

    /// Why a text is not taken, unless it was before.
    private Optional<SipRejection> refusal(Incoming.Text text, KnownDevices.Ready to) {
        if (text.isOver()) {
            return Optional.of(Incoming.Text.over());
        }
        if (to.blocks()) {
            return Optional.empty(); // who is blocked learns nothing
        }
        if (text.isForNow(clock.instant()) && to.all().isAway()) {
            return Optional.of(
                    new SipRejection(
                            Response.TEMPORARILY_UNAVAILABLE,
                            "Nobody There, And Expires Says Now Or Never"));
        }
        return to.withRoom().isEmpty()
                ? Optional.of(
                        new SipRejection(
                                Response.TEMPORARILY_UNAVAILABLE,
                                "Too Many Messages Wait For This Account"))
                : Optional.empty();
    }

    /// The sender hears what whoever is off would let them hear.
    private void blocked(Origin origin, Answer answer) {
        refused(origin.inbound(), origin.sender(), Response.FORBIDDEN, "Blocked By The Recipient");
        answer.reply(
                config.blockedAnswer(), config.blockedAnswer() / 100 == 2 ? "Accepted" : "Refused");
    }

    /// Writes to somebody's devices in the server's own name. May wait for the store.
    ///
    /// @param except the instance (RFC 5626 §4.1) of a device that is left out
    /// @return whether it is in the record and in the queues of the devices; false where there is no other device, or it can't be
    /// @throws StoreUnavailableException if the store can't be reached
    public CompletableFuture<Boolean> tell(
            AddressOfRecord to, Optional<String> except, String text) {
        List<Addressee> others =
                devices.of(to).addressees().stream()
                        .filter(one ->
                                except.filter(id ->
                                                !one.device().isShared()
                                                        && one.device()
                                                                .instance()
                                                                .equalsIgnoreCase(id))
                                        .isEmpty())
                        .toList();
        return others.isEmpty()
                ? CompletableFuture.completedFuture(false)
                : saying.say(
                        Service.of(to.domain()),
                        Service.NAME,
                        to,
                        UUID.randomUUID().toString(),
                        text,
                        others);
    }

    /// Records that an administrator lets a device have what was withheld from it.
    ///
    /// @param device its instance; empty: all devices of the owner
    /// @throws ArchiveUnavailableException if that can't be: then it must not happen
    public void recordRelease(AddressOfRecord owner, Optional<String> device) {
        archive.released(owner, device);
    }

    /// Records a message of a known sender that reaches nobody. The refusal stands, whether that succeeds or not.
    public void refused(
            InboundRequest message, Optional<Account> sender, int status, String reason) {
        archive.refused(message, sender, status, reason);
    }
}

package org.earshot.registrar.presence;

import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Executor;
import javax.sip.address.SipURI;
import javax.sip.header.ToHeader;
import javax.sip.message.Request;
import javax.sip.message.Response;
import org.earshot.common.account.AccountStore;
import org.earshot.common.account.Withholding;
import org.earshot.common.address.AddressOfRecord;
import org.earshot.common.auth.RequestAuthenticator;
import org.earshot.common.call.CallRecord;
import org.earshot.common.call.CallStore;
import org.earshot.common.db.StoreUnavailableException;
import org.earshot.common.event.Change;
import org.earshot.common.event.Changes;
import org.earshot.common.event.Nodes;
import org.earshot.common.event.Topic;
import org.earshot.common.location.LocationService;
import org.earshot.common.stack.Flow;
import org.earshot.common.stack.InboundRequest;
import org.earshot.common.stack.ListenPoint;
import org.earshot.common.stack.RequestHandler;
import org.earshot.common.stack.RequestSender;
import org.earshot.common.stack.SipRejection;
import org.earshot.common.stack.Timers;
import org.earshot.registrar.presence.state.Views;
import org.earshot.registrar.presence.state.WaitingMessages;
import org.earshot.registrar.presence.store.Addresses;
import org.earshot.registrar.presence.store.ContactList;
import org.earshot.registrar.presence.store.PublicationStore;
import org.earshot.registrar.presence.store.RuleStore;
import org.earshot.registrar.presence.store.SubscriptionStore;
import org.earshot.registrar.presence.watch.BindingsByFlow;
import org.earshot.registrar.presence.watch.FactsReader;
import org.earshot.registrar.presence.watch.OwnContact;
import org.earshot.registrar.presence.watch.PublicationsByFlow;
import org.earshot.registrar.presence.watch.PublishedState;
import org.earshot.registrar.presence.watch.Reach;
import org.earshot.registrar.presence.watch.Watches;
import org.earshot.registrar.quality.QualityStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Presence of one node: answers PUBLISH and SUBSCRIBE, hears of changes, tells watchers. All nodes and roles of a domain
/// can do the same, since everything is in the stores. Thread-safe.
public final class PresenceService implements RequestHandler, AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(PresenceService.class);

    private final Stores stores;
    private final Changes changes;
    private final Nodes nodes;
    private final PresenceConfig config;
    private final InstantSource clock;
    private final Watches watches;
    private final PublicationsByFlow publications;
    private final Publisher publisher;
    private final Subscriber subscriber;
    private final WatcherNews watcherNews;
    private final List<Runnable> hearing;

    /// Where everything stands.
    ///
    /// @param reports what phones say of calls
    /// @param withholding from whom contact lists are kept
    public record Stores(
            AccountStore accounts,
            LocationService location,
            PublicationStore publications,
            SubscriptionStore subscriptions,
            RuleStore rules,
            ContactList contacts,
            CallStore calls,
            WaitingMessages waiting,
            QualityStore reports,
            Withholding withholding) {

        /// The same where nothing is withheld from anybody.
        public Stores(
                AccountStore accounts,
                LocationService location,
                PublicationStore publications,
                SubscriptionStore subscriptions,
                RuleStore rules,
                ContactList contacts,
                CallStore calls,
                WaitingMessages waiting,
                QualityStore reports) {
            this(
                    accounts,
                    location,
                    publications,
                    subscriptions,
                    rules,
                    contacts,
                    calls,
                    waiting,
                    reports,
                    Withholding.NONE);
        }
    }

    /// The network, and what belongs to it.
    ///
    /// @param listenPoints where we listen, with real ports
    /// @param bindings say what became of the phones of closed connections
    /// @param shared whether other nodes may work on the same stores
    public record Network(
            RequestSender sender,
            List<ListenPoint> listenPoints,
            RequestAuthenticator authenticator,
            Reach reach,
            BindingsByFlow bindings,
            Nodes nodes,
            boolean shared) {}

    /// @param words gets to know of what people publish of themselves
    /// @param threads runs tasks that may block
    public PresenceService(
            Stores stores,
            Network network,
            Changes changes,
            PresenceConfig config,
            PublishedWords words,
            Timers timers,
            Executor threads,
            InstantSource clock) {
        this.stores = stores;
        this.changes = changes;
        this.nodes = network.nodes();
        this.config = config;
        this.clock = clock;
        OwnContact contact = new OwnContact(config.domain().name(), network.listenPoints());
        FactsReader reader =
                new FactsReader(
                        stores.accounts(),
                        stores.location(),
                        stores.publications(),
                        stores.subscriptions(),
                        stores.rules(),
                        stores.contacts(),
                        stores.calls(),
                        stores.waiting(),
                        network.reach(),
                        nodes,
                        PublishedState::read);
        this.watches =
                new Watches(
                        new Watches.Services(
                                network.sender(),
                                reader,
                                new Views(config.consent()),
                                stores.rules(),
                                stores.subscriptions(),
                                stores.contacts(),
                                network.reach(),
                                contact,
                                nodes,
                                network.shared(),
                                config.pace(),
                                config.domain().name(),
                                subscription -> watcherNews().changed(subscription),
                                timers,
                                threads,
                                clock));
        this.watcherNews =
                new WatcherNews(stores.subscriptions(), watches, changes, timers, threads);
        WithheldFlows withheld = new WithheldFlows(stores.location(), stores.withholding());
        this.publications =
                new PublicationsByFlow(stores.publications(), network.bindings(), timers, threads);
        network.bindings().tell(publications);
        this.publisher =
                new Publisher(
                        stores.publications(),
                        stores.location(),
                        publications,
                        network.authenticator(),
                        new ContactListPublisher(stores.contacts(), withheld, config),
                        new RulePublisher(stores.rules(), withheld, config),
                        new QualityPublisher(stores.reports(), config, clock),
                        config,
                        words,
                        clock);
        this.subscriber =
                new Subscriber(
                        new Subscriber.Stores(
                                stores.accounts(), stores.subscriptions(), stores.rules()),
                        withheld,
                        watches,
                        contact,
                        network.authenticator(),
                        nodes,
                        config,
                        watcherNews::changed,
                        clock);
        this.hearing =
                List.of(
                        hear(Topic.REGISTRATION),
                        hear(Topic.PRESENCE),
                        hear(Topic.CALLS),
                        changes.subscribe(
                                Topic.ACCOUNT,
                                change ->
                                        Addresses.find(change.subject())
                                                .ifPresent(this::accountChanged)),
                        changes.subscribe(
                                Topic.WAITING,
                                change ->
                                        Addresses.find(change.subject())
                                                .ifPresent(watches::waitingChanged)),
                        changes.whenMissed(watches::allChanged),
                        changes.subscribe(
                                Topic.CONTACTS,
                                change ->
                                        Addresses.find(change.subject())
                                                .ifPresent(owner -> {
                                                    watches.changed(owner);
                                                    watches.listChanged(owner);
                                                })),
                        nodes.subscribe(
                                new Nodes.Listener() {
                                    @Override
                                    public void onGone(String node) {
                                        nodesChanged();
                                    }

                                    @Override
                                    public void onReturned() {
                                        nodesChanged();
                                    }
                                }));
    }

    private Runnable hear(Topic topic) {
        return changes.subscribe(
                topic, change -> Addresses.find(change.subject()).ifPresent(watches::changed));
    }

    /// Who has no account any more is not watched, and watches nobody.
    private void accountChanged(AddressOfRecord address) {
        watches.changed(address);
        try {
            if (stores.accounts().find(address).isEmpty()) {
                watches.watcherGone(address);
            }
        } catch (StoreUnavailableException e) {
            log.debug("whether {} still watches is not known now: {}", address, e.getMessage());
        }
    }

    /// Whether a request is for presence: of our domain, and a PUBLISH or SUBSCRIBE, of whatever package: what nobody serves
    /// gets 489 (RFC 6665 §8.3.2) and is not taken to phones. All others are the proxy's.
    public boolean serves(InboundRequest inbound) {
        Request request = inbound.message();
        if (!(request.getRequestURI() instanceof SipURI uri) || !config.domain().isUs(uri)) {
            return false;
        }
        return switch (inbound.method()) {
            case Request.PUBLISH -> true;
            // within a subscription the Request-URI is our own Contact, which has no user
            case Request.SUBSCRIBE ->
                    isInDialog(request)
                            ? uri.getUser() == null || uri.getUser().isEmpty()
                            // one for a certain phone may be of a package that this knows
                            : uri.getParameter("gr") == null
                                    || SubscribeReader.event(request).isPresent();
            default -> false;
        };
    }

    private static boolean isInDialog(Request request) {
        return request.getHeader(ToHeader.NAME) instanceof ToHeader to && to.getTag() != null;
    }

    @Override
    public void handle(InboundRequest inbound) throws SipRejection {
        try {
            (inbound.method().equals(Request.PUBLISH) ? publisher : subscriber).handle(inbound);
        } catch (StoreUnavailableException e) {
            log.warn(
                    "{} {} refused for now: {}",
                    inbound.method(),
                    inbound.callId(),
                    e.getMessage());
            throw new SipRejection(
                    Response.SERVICE_UNAVAILABLE,
                    "Store Unavailable",
                    Fields.seconds("Retry-After", config.retryAfter()));
        }
    }

    /// Takes up the subscriptions that no living node tells; to be called once everything else stands.
    public void start() {
        nodesChanged();
    }

    /// What a node that has gone knew counts no more: everything is looked at once. Where the store can't be reached now
    /// the next cleaning does it.
    private void nodesChanged() {
        try {
            watches.adoptOrphans();
        } catch (StoreUnavailableException e) {
            log.warn("subscriptions of nodes that have gone wait: {}", e.getMessage());
        }
        watches.allChanged();
    }

    /// Removes what has expired; to be called now and then.
    public void clean() {
        stores.publications().removeExpired();
        stores.subscriptions().removeExpired();
        stores.reports().removeBefore(clock.instant().minus(config.keepReports()));
        watches.adoptOrphans();
        for (CallRecord call : stores.calls().removeDead(nodes::isLive)) {
            changes.announce(new Change(Topic.CALLS, call.caller()));
            changes.announce(new Change(Topic.CALLS, call.callee()));
        }
    }

    /// A connection has closed.
    public void onFlowClosed(Flow flow) {
        watches.onFlowClosed(flow);
        publications.onFlowClosed(flow);
    }

    /// For tests and for `status`.
    public Watches watches() {
        return watches;
    }

    /// The watches were made before it.
    private WatcherNews watcherNews() {
        return watcherNews;
    }

    /// Hears of nothing any more.
    @Override
    public void close() {
        hearing.forEach(Runnable::run);
    }
}

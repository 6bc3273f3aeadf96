package org.earshot.registrar.presence.watch;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.earshot.common.address.AddressOfRecord;
import org.earshot.common.db.StoreUnavailableException;
import org.earshot.common.event.Nodes;
import org.earshot.common.stack.Dialog;
import org.earshot.common.stack.Flow;
import org.earshot.common.stack.RequestSender;
import org.earshot.common.stack.Timers;
import org.earshot.registrar.presence.state.View;
import org.earshot.registrar.presence.state.Views;
import org.earshot.registrar.presence.store.Contact;
import org.earshot.registrar.presence.store.ContactList;
import org.earshot.registrar.presence.store.EventPackage;
import org.earshot.registrar.presence.store.RuleStore;
import org.earshot.registrar.presence.store.Subscription;
import org.earshot.registrar.presence.store.SubscriptionStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// All subscriptions that this node tells. Thread-safe.
public final class Watches {
    private static final Logger log = LoggerFactory.getLogger(Watches.class);

    /// Between two subscriptions that are taken up again after a start.
    private static final Duration SPREAD = Duration.ofMillis(5);

    private final Services services;
    private final Parts parts;
    private final Subjects subjects;
    private final ConcurrentMap<Dialog.Id, Watch> live = new ConcurrentHashMap<>();
    private final ConcurrentMap<Flow, Set<Watch>> byFlow = new ConcurrentHashMap<>();

    /// What subscriptions work with.
    ///
    /// @param shared whether other nodes may work on the same stores
    /// @param onEnd is told of each that has ended, on its queue
    /// @param threads runs tasks that may block
    public record Services(
            RequestSender sender,
            FactsReader reader,
            Views views,
            RuleStore rules,
            SubscriptionStore subscriptions,
            ContactList contacts,
            Reach reach,
            OwnContact contact,
            Nodes nodes,
            boolean shared,
            NotifyLimits limits,
            String domain,
            Consumer<Subscription> onEnd,
            Timers timers,
            Executor threads,
            InstantSource clock) {}

    /// The same for one watch.
    record Parts(
            RequestSender sender,
            NotifyWriter writer,
            Subjects subjects,
            Watches watches,
            SubscriptionStore store,
            NotifyLimits limits,
            Timers timers,
            Executor threads,
            InstantSource clock) {}

    public Watches(Services services) {
        this.services = services;
        this.subjects =
                new Subjects(
                        new Subjects.Parts(
                                services.reader(),
                                services.views(),
                                services.rules(),
                                services.timers(),
                                services.threads(),
                                services.clock()));
        Documents documents = new Documents(services.clock());
        this.parts =
                new Parts(
                        services.sender(),
                        new NotifyWriter(
                                services.contact(),
                                services.reach(),
                                documents,
                                new ListDocument(documents, services.domain())),
                        subjects,
                        this,
                        services.subscriptions(),
                        services.limits(),
                        services.timers(),
                        services.threads(),
                        services.clock());
    }

    /// Tells the watcher of a subscription from now on; of one that is told already, anew and everything.
    public void tell(Subscription subscription) {
        Watch before = live.get(subscription.id());
        if (before != null) {
            moved(before, subscription.flow());
            before.refreshed(subscription);
            return;
        }
        Watch watch = new Watch(subscription, false, parts);
        live.put(subscription.id(), watch);
        moved(watch, subscription.flow());
        watch.start();
    }

    /// A subscription goes on: who is told here who watches is told so the next time.
    public void refreshed(Subscription subscription) {
        if (subscription.event() == EventPackage.PRESENCE) {
            try {
                members(subscription)
                        .forEach(one -> subjects.changed(one, EventPackage.PRESENCE_WINFO));
            } catch (StoreUnavailableException e) {
                log.debug("{} goes on untold: {}", subscription.id(), e.getMessage());
            }
        }
    }

    /// Tells what is known, once (RFC 6665 §4.4.3).
    public void fetch(Subscription subscription) {
        new Watch(subscription, true, parts).start();
    }

    /// Ends one at its watcher's wish.
    public void end(Subscription subscription) {
        Watch watch = live.get(subscription.id());
        if (watch == null) { // another node told it
            watch = new Watch(subscription, false, parts);
            watch.start();
        }
        watch.unsubscribed(subscription);
    }

    /// One that is told here.
    public Optional<Subscription> find(Dialog.Id id) {
        return Optional.ofNullable(live.get(id)).map(Watch::subscription);
    }

    /// Something of an address may have changed.
    public void changed(AddressOfRecord address) {
        subjects.changed(address);
    }

    /// More or fewer messages wait for an address: nothing is read unless somebody asked for that.
    public void waitingChanged(AddressOfRecord address) {
        subjects.changed(address, EventPackage.MESSAGE_SUMMARY);
    }

    /// Anything may have changed, such as after a node has died.
    public void allChanged() {
        subjects.allChanged();
    }

    /// The contact list of an account has changed.
    public void listChanged(AddressOfRecord owner) {
        all().filter(watch -> watch.subscription().list() == Subscription.ListKind.CONTACTS)
                .filter(watch -> watch.watcher().equals(owner))
                .forEach(Watch::listChanged);
    }

    /// A watcher has no account any more: it is told nothing from now on.
    public void watcherGone(AddressOfRecord watcher) {
        all().filter(watch -> watch.watcher().equals(watcher)).forEach(Watch::watcherGone);
    }

    /// A connection has closed.
    public void onFlowClosed(Flow flow) {
        Set<Watch> watches = byFlow.remove(flow);
        if (watches != null) {
            watches.forEach(watch -> watch.flowClosed(flow));
        }
    }

    /// Takes up what no living node tells, little by little: after a start, or after the death of a node. What hung on
    /// a connection that is gone ends.
    ///
    /// @throws StoreUnavailableException if the store can't be reached
    public void adoptOrphans() {
        List<Subscription> orphans = services.subscriptions().orphans(services.nodes()::isLive);
        Duration delay = Duration.ZERO;
        for (Subscription orphan : orphans) {
            services.timers().after(delay, () -> services.threads().execute(() -> adopt(orphan)));
            delay = delay.plus(SPREAD);
        }
        if (!orphans.isEmpty()) {
            log.info("{} subscriptions of nodes that have ended are taken up", orphans.size());
        }
    }

    private void adopt(Subscription orphan) {
        try {
            if (parts.writer().destination(orphan).isEmpty()) {
                services.subscriptions().remove(orphan.id(), orphan.node());
            } else if (services.subscriptions().adopt(orphan, services.nodes().self())) {
                tell(orphan.by(services.nodes().self()));
            }
        } catch (StoreUnavailableException e) {
            log.debug("{} is not taken up now: {}", orphan.id(), e.getMessage());
        }
    }

    /// How many subscriptions there are.
    public int size() {
        return live.size();
    }

    /// How many addresses are watched.
    public int subjects() {
        return subjects.size();
    }

    /// How many connections carry subscriptions.
    public int flows() {
        return byFlow.size();
    }

    /// What each subscription was told last. For tests, when nothing runs.
    Stream<Watch> all() {
        return live.values().stream();
    }

    /// What a subscription was told last of an address. For tests, when nothing runs.
    Optional<View> told(Dialog.Id id, AddressOfRecord address) {
        return Optional.ofNullable(live.get(id))
                .flatMap(watch -> Optional.ofNullable(watch.told().get(address)));
    }

    /// Whether a subscription is told by this node: its watcher may have come back elsewhere. One that has just expired
    /// here is, as who goes on with it elsewhere makes it last longer.
    boolean isOurs(Subscription subscription) {
        if (!services.shared()) {
            return true;
        }
        boolean expired = !subscription.expiresAt().isAfter(services.clock().instant());
        try {
            return services.subscriptions()
                    .find(subscription.id())
                    .map(stored -> stored.node().equals(services.nodes().self()))
                    .orElse(expired);
        } catch (StoreUnavailableException e) {
            return true;
        }
    }

    /// Whether another node tells it now.
    ///
    /// @throws StoreUnavailableException if that can't be found out
    boolean isElsewhere(Subscription subscription) {
        return services.subscriptions()
                .find(subscription.id())
                .filter(stored -> !stored.node().equals(services.nodes().self()))
                .isPresent();
    }

    /// Whom a subscription watches.
    ///
    /// @throws StoreUnavailableException if the contact list can't be read
    public List<AddressOfRecord> members(Subscription subscription) {
        return switch (subscription.list()) {
            case NONE -> List.of(subscription.resource());
            case GIVEN -> subscription.members();
            case CONTACTS ->
                    services.contacts().contactsOf(subscription.watcher()).stream()
                            .map(Contact::address)
                            .limit(services.limits().listEntries())
                            .toList();
        };
    }

    void ended(Watch watch) {
        live.remove(watch.subscription().id(), watch);
        byFlow.computeIfPresent(
                watch.subscription().flow(),
                (_, watches) -> {
                    watches.remove(watch);
                    return watches.isEmpty() ? null : watches;
                });
    }

    void removed(Subscription subscription) {
        services.onEnd().accept(subscription);
    }

    private void moved(Watch watch, Flow flow) {
        Flow before = watch.subscription().flow();
        if (!before.equals(flow)) {
            byFlow.computeIfPresent(
                    before,
                    (_, watches) -> {
                        watches.remove(watch);
                        return watches.isEmpty() ? null : watches;
                    });
        }
        if (flow.transport().isReliable()) {
            byFlow.computeIfAbsent(flow, _ -> ConcurrentHashMap.newKeySet()).add(watch);
        }
    }
}

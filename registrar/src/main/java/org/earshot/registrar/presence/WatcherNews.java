package org.earshot.registrar.presence;

import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.Executor;
import org.earshot.common.address.AddressOfRecord;
import org.earshot.common.db.StoreUnavailableException;
import org.earshot.common.event.Change;
import org.earshot.common.event.Changes;
import org.earshot.common.event.Topic;
import org.earshot.common.stack.Timers;
import org.earshot.registrar.presence.store.EventPackage;
import org.earshot.registrar.presence.store.Subscription;
import org.earshot.registrar.presence.store.SubscriptionStore;
import org.earshot.registrar.presence.watch.Watches;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Says that who watches an address has changed, to whoever watches that (RFC 3857). Those whom a list holds hear of it
/// within a second, all lists of that time together: in the morning everybody's phone begins with a list. Thread-safe.
final class WatcherNews {
    private static final Logger log = LoggerFactory.getLogger(WatcherNews.class);
    private static final Duration JOINED = Duration.ofSeconds(1);

    private final SubscriptionStore subscriptions;
    private final Watches watches;
    private final Changes changes;
    private final Timers timers;
    private final Executor threads;
    private final Set<AddressOfRecord> waiting = new HashSet<>();

    /// @param threads runs tasks that may block
    WatcherNews(
            SubscriptionStore subscriptions,
            Watches watches,
            Changes changes,
            Timers timers,
            Executor threads) {
        this.subscriptions = subscriptions;
        this.watches = watches;
        this.changes = changes;
        this.timers = timers;
        this.threads = threads;
    }

    /// A subscription has begun, or has ended.
    void changed(Subscription subscription) {
        if (subscription.event() != EventPackage.PRESENCE) {
            return;
        }
        try {
            if (subscription.list() != Subscription.ListKind.NONE) {
                if (!subscriptions.resources(EventPackage.PRESENCE_WINFO).isEmpty()) {
                    later(watches.members(subscription));
                }
            } else if (!subscriptions
                    .of(subscription.resource(), EventPackage.PRESENCE_WINFO)
                    .isEmpty()) {
                changes.announce(Change.of(Topic.PRESENCE, subscription.resource()));
            }
        } catch (StoreUnavailableException e) {
            log.debug("watchers of {} are not told: {}", subscription.resource(), e.getMessage());
        }
    }

    private void later(Iterable<AddressOfRecord> members) {
        synchronized (waiting) {
            boolean first = waiting.isEmpty();
            members.forEach(waiting::add);
            if (!first || waiting.isEmpty()) {
                return;
            }
        }
        timers.after(JOINED, () -> threads.execute(this::tell));
    }

    private void tell() {
        Set<AddressOfRecord> changed;
        synchronized (waiting) {
            changed = new HashSet<>(waiting);
            waiting.clear();
        }
        try {
            changed.retainAll(subscriptions.resources(EventPackage.PRESENCE_WINFO));
            changed.forEach(one -> changes.announce(Change.of(Topic.PRESENCE, one)));
        } catch (StoreUnavailableException e) {
            log.debug("watchers of {} are not told: {}", changed, e.getMessage());
        }
    }
}

package org.earshot.registrar.presence.store;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.earshot.common.address.AddressOfRecord;
import org.earshot.common.stack.Dialog;

/// Subscriptions until the process ends. Thread-safe.
public final class InMemorySubscriptionStore implements SubscriptionStore {
    private final InstantSource clock;
    private final ConcurrentHashMap<Dialog.Id, Subscription> subscriptions =
            new ConcurrentHashMap<>();

    public InMemorySubscriptionStore(InstantSource clock) {
        this.clock = clock;
    }

    @Override
    public void put(Subscription subscription) {
        subscriptions.put(subscription.id(), subscription);
    }

    @Override
    public void remove(Dialog.Id id, String node) {
        subscriptions.computeIfPresent(id, (_, one) -> one.node().equals(node) ? null : one);
    }

    @Override
    public Optional<Subscription> find(Dialog.Id id) {
        return Optional.ofNullable(subscriptions.get(id))
                .filter(one -> one.expiresAt().isAfter(clock.instant()));
    }

    @Override
    public int countOf(AddressOfRecord watcher) {
        return (int) current().filter(one -> one.watcher().equals(watcher)).count();
    }

    @Override
    public List<Subscription> of(AddressOfRecord resource, EventPackage event) {
        return current()
                .filter(one -> one.event() == event && one.resource().equals(resource))
                .sorted(Comparator.comparing(Subscription::createdAt))
                .toList();
    }

    @Override
    public List<Subscription> listsWith(
            AddressOfRecord member, Collection<AddressOfRecord> owners, EventPackage event) {
        return current()
                .filter(one -> one.event() == event)
                .filter(one ->
                        switch (one.list()) {
                            case NONE -> false;
                            case CONTACTS -> owners.contains(one.watcher());
                            case GIVEN -> one.members().contains(member);
                        })
                .toList();
    }

    @Override
    public Set<AddressOfRecord> resources(EventPackage event) {
        return current()
                .filter(one -> one.event() == event)
                .map(Subscription::resource)
                .collect(Collectors.toSet());
    }

    @Override
    public List<Subscription> orphans(Predicate<String> isAlive) {
        return current()
                .filter(one -> !isAlive.test(one.node()))
                .sorted(Comparator.comparing(Subscription::createdAt))
                .toList();
    }

    @Override
    public boolean adopt(Subscription orphan, String node) {
        return subscriptions.replace(orphan.id(), orphan, orphan.by(node));
    }

    @Override
    public int removeExpired() {
        Instant now = clock.instant();
        int before = subscriptions.size();
        subscriptions.values().removeIf(one -> !one.expiresAt().isAfter(now));
        return before - subscriptions.size();
    }

    /// How many there are, also expired ones.
    public int size() {
        return subscriptions.size();
    }

    private Stream<Subscription> current() {
        Instant now = clock.instant();
        return subscriptions.values().stream().filter(one -> one.expiresAt().isAfter(now));
    }
}

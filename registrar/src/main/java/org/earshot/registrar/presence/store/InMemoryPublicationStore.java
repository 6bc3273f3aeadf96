package org.earshot.registrar.presence.store;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.earshot.common.address.AddressOfRecord;
import org.earshot.common.event.Change;
import org.earshot.common.event.Changes;
import org.earshot.common.event.Topic;

/// Publications until the process ends. Thread-safe.
public final class InMemoryPublicationStore implements PublicationStore {
    private final InstantSource clock;
    private final Changes changes;
    private final ConcurrentHashMap<AddressOfRecord, List<Publication>> publications =
            new ConcurrentHashMap<>();

    public InMemoryPublicationStore(InstantSource clock, Changes changes) {
        this.clock = clock;
        this.changes = changes;
    }

    @Override
    public List<Publication> lookup(AddressOfRecord address) {
        return PublicationRules.current(
                publications.getOrDefault(address, List.of()), clock.instant());
    }

    @Override
    public void update(AddressOfRecord address, UnaryOperator<List<Publication>> change) {
        AtomicBoolean news = new AtomicBoolean();
        publications.compute(
                address,
                (_, before) -> {
                    List<Publication> stored = before == null ? List.of() : before;
                    Instant now = clock.instant();
                    List<Publication> after =
                            PublicationRules.current(
                                    change.apply(PublicationRules.current(stored, now)), now);
                    news.set(PublicationRules.isNews(stored, after));
                    return after.isEmpty() ? null : after;
                });
        if (news.get()) {
            changes.announce(Change.of(Topic.PRESENCE, address));
        }
    }

    @Override
    public int removeExpired() {
        AtomicInteger removed = new AtomicInteger();
        publications.forEach((address, stored) -> {
            int expired = stored.size() - PublicationRules.current(stored, clock.instant()).size();
            if (expired > 0) {
                removed.addAndGet(expired);
                update(address, current -> current);
            }
        });
        return removed.get();
    }

    /// Of how many addresses there are publications, also expired ones.
    public int size() {
        return publications.size();
    }
}

package org.earshot.common.location;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.UnaryOperator;
import org.earshot.common.address.AddressOfRecord;
import org.earshot.common.event.Change;
import org.earshot.common.event.Changes;
import org.earshot.common.event.LocalChanges;
import org.earshot.common.event.Topic;

/// Bindings until the process ends. Thread-safe; changes of one address run one after the other.
public final class InMemoryBindingStore implements BindingStore {
    private final InstantSource clock;
    private final Changes changes;
    private final ConcurrentHashMap<AddressOfRecord, List<Binding>> bindings =
            new ConcurrentHashMap<>();

    /// A store whose changes nobody hears of.
    public InMemoryBindingStore(InstantSource clock) {
        this(clock, new LocalChanges(Runnable::run));
    }

    public InMemoryBindingStore(InstantSource clock, Changes changes) {
        this.clock = clock;
        this.changes = changes;
    }

    @Override
    public List<Binding> lookup(AddressOfRecord address) {
        return BindingRules.current(bindings.getOrDefault(address, List.of()), clock.instant());
    }

    @Override
    public List<Binding> update(AddressOfRecord address, UnaryOperator<List<Binding>> change) {
        AtomicBoolean news = new AtomicBoolean();
        List<Binding> after =
                bindings.compute(
                        address,
                        (_, before) -> {
                            Instant now = clock.instant();
                            List<Binding> stored = before == null ? List.of() : before;
                            List<Binding> changed =
                                    BindingRules.changed(
                                            change.apply(BindingRules.current(stored, now)), now);
                            news.set(BindingRules.isNews(stored, changed, now));
                            return changed.isEmpty() ? null : changed;
                        });
        if (news.get()) {
            changes.announce(Change.of(Topic.REGISTRATION, address));
        }
        return after == null ? List.of() : after;
    }

    @Override
    public int removeExpired() {
        int removed = 0;
        for (AddressOfRecord address : bindings.keySet()) {
            List<Binding> stored = bindings.getOrDefault(address, List.of());
            int expired = stored.size() - BindingRules.current(stored, clock.instant()).size();
            if (expired > 0) {
                update(address, current -> current);
                removed += expired;
            }
        }
        return removed;
    }

    @Override
    public Totals totals() {
        Instant now = clock.instant();
        long addresses = 0;
        long current = 0;
        for (List<Binding> stored : bindings.values()) {
            int count = BindingRules.current(stored, now).size();
            current += count;
            addresses += count > 0 ? 1 : 0;
        }
        return new Totals(addresses, current);
    }

    @Override
    public List<AddressOfRecord> addresses() {
        Instant now = clock.instant();
        return bindings.entrySet().stream()
                .filter(entry -> !BindingRules.current(entry.getValue(), now).isEmpty())
                .map(Map.Entry::getKey)
                .sorted(Comparator.comparing(AddressOfRecord::toString))
                .toList();
    }
}

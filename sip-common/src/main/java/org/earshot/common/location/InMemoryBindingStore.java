package org.earshot.common.location;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.earshot.common.address.AddressOfRecord;

/// Bindings until the process ends. Thread-safe; changes of one address run one after the other.
public final class InMemoryBindingStore implements BindingStore {
    private final InstantSource clock;
    private final ConcurrentHashMap<AddressOfRecord, List<Binding>> bindings =
            new ConcurrentHashMap<>();

    public InMemoryBindingStore(InstantSource clock) {
        this.clock = clock;
    }

    @Override
    public List<Binding> lookup(AddressOfRecord address) {
        return BindingRules.current(bindings.getOrDefault(address, List.of()), clock.instant());
    }

    @Override
    public List<Binding> update(AddressOfRecord address, UnaryOperator<List<Binding>> change) {
        List<Binding> after =
                bindings.compute(
                        address,
                        (_, before) -> {
                            Instant now = clock.instant();
                            List<Binding> seen =
                                    before == null ? List.of() : BindingRules.current(before, now);
                            List<Binding> changed = BindingRules.changed(change.apply(seen), now);
                            return changed.isEmpty() ? null : changed;
                        });
        return after == null ? List.of() : after;
    }

    @Override
    public int removeExpired() {
        Instant now = clock.instant();
        AtomicInteger removed = new AtomicInteger();
        for (AddressOfRecord address : bindings.keySet()) {
            bindings.computeIfPresent(
                    address,
                    (_, before) -> {
                        List<Binding> after = BindingRules.current(before, now);
                        removed.addAndGet(before.size() - after.size());
                        return after.isEmpty() ? null : after;
                    });
        }
        return removed.get();
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

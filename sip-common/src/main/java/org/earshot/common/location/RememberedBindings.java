package org.earshot.common.location;

import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import org.earshot.common.address.AddressOfRecord;
import org.earshot.common.db.StoreUnavailableException;

/// Bindings in a store that may be away for a while: what this node last saw of an address is remembered, and
/// [#whileAway] tells that then, so that people who were there can go on calling each other. Thread-safe.
public final class RememberedBindings implements BindingStore {
    /// Some 50 MB; of further addresses nothing is remembered.
    private static final int MOST = 50_000;

    private final BindingStore store;
    private final InstantSource clock;
    private final ConcurrentHashMap<AddressOfRecord, List<Binding>> known =
            new ConcurrentHashMap<>();

    public RememberedBindings(BindingStore store, InstantSource clock) {
        this.store = store;
        this.clock = clock;
    }

    /// What the store says, and while it is away what it last said; throws where that was nothing.
    public LocationService whileAway() {
        return new LocationService() {
            @Override
            public List<Binding> lookup(AddressOfRecord address) {
                try {
                    return RememberedBindings.this.lookup(address);
                } catch (StoreUnavailableException e) {
                    return remembered(address, e);
                }
            }

            @Override
            public Map<AddressOfRecord, List<Binding>> lookupAll(
                    Collection<AddressOfRecord> addresses) {
                return RememberedBindings.this.lookupAll(addresses);
            }
        };
    }

    private List<Binding> remembered(AddressOfRecord address, StoreUnavailableException away) {
        List<Binding> last =
                known.getOrDefault(address, List.of()).stream()
                        .filter(binding -> binding.expiresAt().isAfter(clock.instant()))
                        .toList();
        if (last.isEmpty()) {
            throw away;
        }
        return last;
    }

    @Override
    public List<Binding> lookup(AddressOfRecord address) {
        return remember(address, store.lookup(address));
    }

    @Override
    public Map<AddressOfRecord, List<Binding>> lookupAll(Collection<AddressOfRecord> addresses) {
        Map<AddressOfRecord, List<Binding>> found = store.lookupAll(addresses);
        found.forEach(this::remember);
        return found;
    }

    @Override
    public List<Binding> update(AddressOfRecord address, UnaryOperator<List<Binding>> change) {
        return remember(address, store.update(address, change));
    }

    private List<Binding> remember(AddressOfRecord address, List<Binding> bindings) {
        if (bindings.isEmpty()) {
            known.remove(address);
        } else if (known.size() < MOST || known.containsKey(address)) {
            known.put(address, List.copyOf(bindings));
        }
        return bindings;
    }

    @Override
    public int removeExpired() {
        return store.removeExpired();
    }

    @Override
    public Totals totals() {
        return store.totals();
    }

    @Override
    public List<AddressOfRecord> addresses() {
        return store.addresses();
    }

    @Override
    public List<AddressOfRecord> addresses(String search, String after, int most) {
        return store.addresses(search, after, most);
    }
}

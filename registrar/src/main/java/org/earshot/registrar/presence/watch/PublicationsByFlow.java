package org.earshot.registrar.presence.watch;

import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import org.earshot.common.address.AddressOfRecord;
import org.earshot.common.db.StoreUnavailableException;
import org.earshot.common.stack.Flow;
import org.earshot.common.stack.Timers;
import org.earshot.registrar.presence.store.PublicationStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Which publications came over which connection of this node. What a phone said of its user goes when its binding goes
/// because the connection is gone ([BindingsByFlow]): a phone that was killed is not "in a meeting" until that expires. A
/// phone that comes back over another connection keeps it. Of earlier starts nothing is known, nor of phones without a
/// connection: there a publication ends by its time, as does what somebody published who had no phone. Thread-safe.
public final class PublicationsByFlow implements BindingsByFlow.Listener {
    private static final Logger log = LoggerFactory.getLogger(PublicationsByFlow.class);

    /// A phone has one, or a few.
    private static final int MOST = 16;

    private final PublicationStore publications;
    private final BindingsByFlow bindings;
    private final Timers timers;
    private final Executor threads;
    private final Map<AddressOfRecord, Map<String, Source>> byAddress = new HashMap<>();
    private final Map<Flow, Set<AddressOfRecord>> addresses = new HashMap<>();

    /// Where a publication came from.
    ///
    /// @param hadPhone whether the account had a phone then
    private record Source(Flow flow, boolean hadPhone) {}

    /// @param threads runs tasks that may block
    public PublicationsByFlow(
            PublicationStore publications,
            BindingsByFlow bindings,
            Timers timers,
            Executor threads) {
        this.publications = publications;
        this.bindings = bindings;
        this.timers = timers;
        this.threads = threads;
    }

    /// A phone has published.
    ///
    /// @param before the entity-tag that it named
    /// @param etag by which it knows the publication now; empty when that ended
    /// @param hadPhone whether the account had a phone then
    public synchronized void published(
            AddressOfRecord address,
            Optional<String> before,
            Optional<String> etag,
            Flow flow,
            boolean hadPhone) {
        before.ifPresent(known -> forget(address, known));
        if (etag.isPresent() && flow.transport().isReliable()) {
            add(address, etag.get(), new Source(flow, hadPhone));
        }
    }

    private void add(AddressOfRecord address, String etag, Source source) {
        Map<String, Source> of = byAddress.computeIfAbsent(address, _ -> new LinkedHashMap<>());
        of.put(etag, source);
        addresses.computeIfAbsent(source.flow(), _ -> new HashSet<>()).add(address);
        if (of.size() > MOST) {
            forget(address, of.keySet().iterator().next());
        }
    }

    private void forget(AddressOfRecord address, String etag) {
        Map<String, Source> of = byAddress.getOrDefault(address, new HashMap<>());
        Source source = of.remove(etag);
        if (of.isEmpty()) {
            byAddress.remove(address);
        }
        if (source != null
                && of.values().stream().noneMatch(one -> one.flow().equals(source.flow()))) {
            addresses.computeIfPresent(
                    source.flow(),
                    (_, all) -> {
                        all.remove(address);
                        return all.isEmpty() ? null : all;
                    });
        }
    }

    /// A connection has closed. Where a binding hangs on it, that decides; else, whether the account has another phone.
    public void onFlowClosed(Flow flow) {
        if (isKnown(flow) && !bindings.carries(flow)) {
            timers.after(
                    BindingsByFlow.GRACE,
                    () -> threads.execute(() -> take(flow).forEach(this::removeIfAlone)));
        }
    }

    private synchronized boolean isKnown(Flow flow) {
        return addresses.containsKey(flow);
    }

    private synchronized Map<AddressOfRecord, Map<String, Source>> take(Flow flow) {
        Map<AddressOfRecord, Map<String, Source>> taken = new HashMap<>();
        for (AddressOfRecord address : Set.copyOf(addresses.getOrDefault(flow, Set.of()))) {
            taken.put(address, take(flow, address));
        }
        return taken;
    }

    private synchronized Map<String, Source> take(Flow flow, AddressOfRecord address) {
        Map<String, Source> taken = new HashMap<>();
        byAddress
                .getOrDefault(address, Map.of())
                .forEach((etag, source) -> {
                    if (source.flow().equals(flow)) {
                        taken.put(etag, source);
                    }
                });
        taken.keySet().forEach(etag -> forget(address, etag));
        return taken;
    }

    private void removeIfAlone(AddressOfRecord address, Map<String, Source> sources) {
        // what somebody without a phone published never hung on a connection
        Set<String> etags = new HashSet<>(sources.keySet());
        etags.removeIf(etag -> !sources.get(etag).hadPhone());
        if (!etags.isEmpty()) {
            removeIfAlone(address, etags);
        }
    }

    private void removeIfAlone(AddressOfRecord address, Set<String> etags) {
        try {
            if (bindings.lookup(address).isEmpty()) {
                remove(address, etags);
            }
        } catch (StoreUnavailableException e) {
            timers.after(
                    BindingsByFlow.GRACE,
                    () -> threads.execute(() -> removeIfAlone(address, etags)));
        }
    }

    @Override
    public void onGone(AddressOfRecord address, Flow flow) {
        Set<String> etags = take(flow, address).keySet();
        if (!etags.isEmpty()) {
            remove(address, etags);
        }
    }

    @Override
    public synchronized void onMoved(AddressOfRecord address, Flow from, Flow to) {
        take(from, address)
                .forEach((etag, source) -> {
                    if (to.transport().isReliable()) {
                        add(address, etag, new Source(to, source.hadPhone()));
                    }
                });
    }

    private void remove(AddressOfRecord address, Set<String> etags) {
        try {
            publications.update(
                    address,
                    current ->
                            current.stream().filter(one -> !etags.contains(one.etag())).toList());
        } catch (StoreUnavailableException e) {
            log.debug("what {} published stays for now: {}", address, e.getMessage());
            timers.after(BindingsByFlow.GRACE, () -> threads.execute(() -> remove(address, etags)));
        }
    }

    /// How many connections are known.
    public synchronized int flows() {
        return addresses.size();
    }
}

package org.earshot.registrar.presence.watch;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.earshot.common.address.AddressOfRecord;
import org.earshot.common.db.StoreUnavailableException;
import org.earshot.common.location.Binding;
import org.earshot.common.location.BindingKey;
import org.earshot.common.location.BindingStore;
import org.earshot.common.stack.Flow;
import org.earshot.common.stack.Timers;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The bindings, and which connection of this node carries whose. When a connection has closed, and its phone did not come
/// back within some seconds, the binding that only it could reach goes: a phone that lost its power is offline, and does not
/// stay online until its registration ends. Thread-safe.
public final class BindingsByFlow implements BindingStore {
    private static final Logger log = LoggerFactory.getLogger(BindingsByFlow.class);

    /// A phone that changes from one network to another is back sooner.
    public static final Duration GRACE = Duration.ofSeconds(5);

    private final BindingStore bindings;
    private final String node;
    private final Timers timers;
    private final Executor threads;
    private final ConcurrentHashMap<Flow, Set<Bound>> carried = new ConcurrentHashMap<>();
    private final Set<Flow> closing = ConcurrentHashMap.newKeySet();
    private final List<Listener> listeners = new CopyOnWriteArrayList<>();

    /// A binding that a connection carries, or did.
    ///
    /// @param callId of its REGISTERs, which a phone keeps when its Contact becomes another (RFC 3261 §10.2.4)
    private record Bound(AddressOfRecord address, BindingKey key, String callId) {
        boolean isPhoneOf(Binding binding) {
            return key.equals(binding.key()) || callId.equals(binding.callId());
        }
    }

    /// Hears what became of the phones of a connection that has closed, some seconds later, on a thread that may block.
    public interface Listener {
        /// The binding is gone with its connection.
        void onGone(AddressOfRecord address, Flow flow);

        /// The phone is back.
        void onMoved(AddressOfRecord address, Flow from, Flow to);
    }

    /// @param node name of this start of this node
    /// @param threads runs tasks that may block
    public BindingsByFlow(BindingStore bindings, String node, Timers timers, Executor threads) {
        this.bindings = bindings;
        this.node = node;
        this.timers = timers;
        this.threads = threads;
    }

    @Override
    public List<Binding> lookup(AddressOfRecord address) {
        return bindings.lookup(address);
    }

    @Override
    public Map<AddressOfRecord, List<Binding>> lookupAll(Collection<AddressOfRecord> addresses) {
        return bindings.lookupAll(addresses);
    }

    @Override
    public List<Binding> update(AddressOfRecord address, UnaryOperator<List<Binding>> change) {
        List<Binding> after = bindings.update(address, change);
        for (Binding binding : after) {
            Flow flow = binding.flow();
            if (flow.transport().isReliable() && Reach.nodeOf(flow).equals(node)) {
                carried.computeIfAbsent(flow, _ -> ConcurrentHashMap.newKeySet())
                        .add(new Bound(address, binding.key(), binding.callId()));
            }
        }
        return after;
    }

    @Override
    public int removeExpired() {
        return bindings.removeExpired();
    }

    @Override
    public Totals totals() {
        return bindings.totals();
    }

    @Override
    public List<AddressOfRecord> addresses() {
        return bindings.addresses();
    }

    @Override
    public List<AddressOfRecord> addresses(String search, String after, int most) {
        return bindings.addresses(search, after, most);
    }

    /// A connection has closed.
    public void onFlowClosed(Flow flow) {
        if (carries(flow) && closing.add(flow)) {
            removeLater(flow);
        }
    }

    /// Whether its phone has some seconds left to come back.
    public boolean mayComeBack(Flow flow) {
        return closing.contains(flow);
    }

    /// Whether a binding came over a connection that stands, or closed so short a time ago.
    public boolean carries(Flow flow) {
        return carried.containsKey(flow);
    }

    /// To be told from now on.
    public void tell(Listener listener) {
        listeners.add(listener);
    }

    /// How many connections are known.
    public int flows() {
        return carried.size();
    }

    private void removeLater(Flow flow) {
        timers.after(GRACE, () -> threads.execute(() -> remove(flow)));
    }

    private void remove(Flow flow) {
        closing.remove(flow);
        Set<Bound> all = carried.remove(flow);
        if (all == null) {
            return;
        }
        all.stream()
                .collect(Collectors.groupingBy(Bound::address))
                .forEach((address, bound) -> remove(flow, address, bound));
        if (carries(flow)) {
            removeLater(flow);
        }
    }

    private void remove(Flow flow, AddressOfRecord address, List<Bound> bound) {
        List<Binding> after;
        try {
            after =
                    bindings.update(
                            address,
                            current ->
                                    current.stream()
                                            .filter(one -> !isCarriedBy(one, flow))
                                            .toList());
        } catch (StoreUnavailableException e) {
            log.debug("{} stays bound to a closed connection: {}", address, e.getMessage());
            carried.computeIfAbsent(flow, _ -> ConcurrentHashMap.newKeySet()).addAll(bound);
            return;
        }
        List<Flow> now =
                after.stream()
                        .filter(binding -> bound.stream().anyMatch(one -> one.isPhoneOf(binding)))
                        .map(Binding::flow)
                        .toList();
        if (now.isEmpty()) {
            listeners.forEach(listener -> listener.onGone(address, flow));
        } else if (!now.contains(flow)) {
            listeners.forEach(listener -> listener.onMoved(address, flow, now.getFirst()));
        } // else it can be reached without the connection
    }

    private static boolean isCarriedBy(Binding binding, Flow flow) {
        return binding.flow().equals(flow)
                && Reach.isBound(binding.contact(), flow, binding.regId());
    }
}

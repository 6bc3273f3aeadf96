package org.earshot.registrar.presence.watch;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.UnaryOperator;
import org.earshot.common.address.AddressOfRecord;
import org.earshot.common.db.StoreUnavailableException;
import org.earshot.common.location.Binding;
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
    private final ConcurrentHashMap<Flow, Set<AddressOfRecord>> addresses =
            new ConcurrentHashMap<>();
    private final Set<Flow> closing = ConcurrentHashMap.newKeySet();

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
    public List<Binding> update(AddressOfRecord address, UnaryOperator<List<Binding>> change) {
        List<Binding> after = bindings.update(address, change);
        for (Binding binding : after) {
            Flow flow = binding.flow();
            if (flow.transport().isReliable() && Reach.nodeOf(flow).equals(node)) {
                addresses.computeIfAbsent(flow, _ -> ConcurrentHashMap.newKeySet()).add(address);
            }
        }
        return after;
    }

    @Override
    public int removeExpired() {
        return bindings.removeExpired();
    }

    @Override
    public List<AddressOfRecord> addresses() {
        return bindings.addresses();
    }

    /// A connection has closed.
    public void onFlowClosed(Flow flow) {
        if (addresses.containsKey(flow) && closing.add(flow)) {
            removeLater(flow);
        }
    }

    /// Whether its phone has some seconds left to come back.
    public boolean mayComeBack(Flow flow) {
        return closing.contains(flow);
    }

    /// How many connections are known.
    public int flows() {
        return addresses.size();
    }

    private void removeLater(Flow flow) {
        timers.after(GRACE, () -> threads.execute(() -> remove(flow)));
    }

    private void remove(Flow flow) {
        closing.remove(flow);
        Set<AddressOfRecord> all = addresses.remove(flow);
        if (all == null) {
            return;
        }
        for (AddressOfRecord address : all) {
            try {
                bindings.update(
                        address,
                        current ->
                                current.stream().filter(one -> !isCarriedBy(one, flow)).toList());
            } catch (StoreUnavailableException e) {
                log.debug("{} stays bound to a closed connection: {}", address, e.getMessage());
                addresses.computeIfAbsent(flow, _ -> ConcurrentHashMap.newKeySet()).add(address);
            }
        }
        if (addresses.containsKey(flow)) {
            removeLater(flow);
        }
    }

    private static boolean isCarriedBy(Binding binding, Flow flow) {
        return binding.flow().equals(flow)
                && Reach.isBound(binding.contact(), flow, binding.regId());
    }
}

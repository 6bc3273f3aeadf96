package org.earshot.common.call;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Executor;
import org.earshot.common.db.StoreUnavailableException;
import org.earshot.common.event.Change;
import org.earshot.common.event.Changes;
import org.earshot.common.event.Topic;
import org.earshot.common.stack.Flow;
import org.earshot.common.stack.Timers;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Keeps the calls that this node sees in the store, and tells both parties' watchers. Never delays a call: what
/// happens is noted in memory, and one task at a time writes all that has come together, of each call only the last.
/// Thread-safe.
///
/// A call ends with its BYE, when both its connections have closed, or when its time is over.
public final class CallStates implements CallListener {
    private static final Logger log = LoggerFactory.getLogger(CallStates.class);
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final CallStore store;
    private final Changes changes;
    private final String node;
    private final Limits limits;
    private final Timers timers;
    private final Executor threads;
    private final InstantSource clock;
    private final Map<CallKey, Live> calls = new LinkedHashMap<>();
    private final Map<CallKey, CallChange> unwritten = new LinkedHashMap<>();
    private boolean writing;

    /// @param ringing how long a call may ring
    /// @param lifetime how long one may go on without a BYE
    /// @param most how many calls at once; further ones are not shown
    public record Limits(Duration ringing, Duration lifetime, int most) {}

    private record Live(CallRecord record, Set<Flow> open, boolean hasDatagrams) {}

    /// @param node name of this start of this node
    /// @param threads runs tasks that may block
    public CallStates(
            CallStore store,
            Changes changes,
            String node,
            Limits limits,
            Timers timers,
            Executor threads,
            InstantSource clock) {
        this.store = store;
        this.changes = changes;
        this.node = node;
        this.limits = limits;
        this.timers = timers;
        this.threads = threads;
        this.clock = clock;
    }

    @Override
    public void goesOn(CallKey call, CallRecord.State state, Side caller, Side callee) {
        synchronized (calls) {
            Live before = calls.get(call);
            if (before == null && calls.size() >= limits.most()) {
                return;
            }
            boolean known =
                    before != null
                            && (before.record().state() == state
                                    || before.record().state() == CallRecord.State.CONFIRMED);
            if (known) {
                return;
            }
            Instant now = clock.instant();
            Duration life = state == CallRecord.State.EARLY ? limits.ringing() : limits.lifetime();
            CallRecord record =
                    new CallRecord(
                            call,
                            node,
                            caller.address(),
                            callee.address(),
                            state,
                            now,
                            now.plus(life));
            calls.put(call, live(record, caller.flow(), callee.flow()));
            unwritten.put(call, new CallChange(record, false));
        }
        writeSoon();
    }

    private static Live live(CallRecord record, Optional<Flow> caller, Optional<Flow> callee) {
        Set<Flow> open = new HashSet<>();
        caller.filter(flow -> flow.transport().isReliable()).ifPresent(open::add);
        callee.filter(flow -> flow.transport().isReliable()).ifPresent(open::add);
        boolean known = caller.isPresent() && callee.isPresent();
        boolean datagrams =
                !known
                        || !caller.get().transport().isReliable()
                        || !callee.get().transport().isReliable();
        return new Live(record, open, datagrams);
    }

    @Override
    public void ended(CallKey call) {
        synchronized (calls) {
            Live live = calls.remove(call);
            if (live == null) {
                return;
            }
            unwritten.put(call, new CallChange(live.record(), true));
        }
        writeSoon();
    }

    /// The store may have it from another node, or from before our start.
    @Override
    public void endedElsewhere(CallEnd end) {
        threads.execute(() -> {
            try {
                List<CallRecord> gone = store.end(end);
                announce(gone.stream().map(call -> new CallChange(call, true)).toList());
                if (!gone.isEmpty()) {
                    end.change().ifPresent(changes::announce);
                }
            } catch (StoreUnavailableException e) {
                // who wrote it there notices when its phone is gone, as where no BYE comes at all
                log.warn("a call that ended here stays in the store: {}", e.getMessage());
            }
        });
    }

    @Override
    public void refreshedElsewhere(CallRefresh refresh) {
        refresh.change().ifPresent(changes::announce);
    }

    /// A connection has closed. A call ends with the second of its two; over UDP nobody can tell.
    public void onFlowClosed(Flow flow) {
        List<CallKey> over = new ArrayList<>();
        synchronized (calls) {
            calls.forEach((key, live) -> {
                if (live.open().remove(flow) && live.open().isEmpty() && !live.hasDatagrams()) {
                    over.add(key);
                }
            });
        }
        over.forEach(this::ended);
    }

    /// Ends what has gone on for too long; to be called now and then.
    public void removeExpired() {
        Instant now = clock.instant();
        List<CallKey> over = new ArrayList<>();
        synchronized (calls) {
            calls.forEach((key, live) -> {
                if (!live.record().expiresAt().isAfter(now)) {
                    over.add(key);
                }
            });
        }
        over.forEach(this::ended);
    }

    /// How many calls this node sees.
    public int size() {
        synchronized (calls) {
            return calls.size();
        }
    }

    /// How many changes have not reached the store.
    public int unwritten() {
        synchronized (calls) {
            return unwritten.size();
        }
    }

    private void writeSoon() {
        synchronized (calls) {
            if (writing) {
                return;
            }
            writing = true;
        }
        threads.execute(this::write);
    }

    private void write() {
        while (true) {
            List<CallChange> batch;
            synchronized (calls) {
                if (unwritten.isEmpty()) {
                    writing = false;
                    return;
                }
                batch = List.copyOf(unwritten.values());
                unwritten.clear();
            }
            try {
                store.write(batch);
            } catch (StoreUnavailableException e) {
                log.warn("{} calls are not in the store yet: {}", batch.size(), e.getMessage());
                again(batch);
                return;
            } catch (RuntimeException e) {
                log.error("{} calls are not in the store", batch.size(), e);
            }
            announce(batch);
        }
    }

    /// Whatever came since then counts more.
    private void again(List<CallChange> batch) {
        synchronized (calls) {
            batch.forEach(change -> unwritten.putIfAbsent(change.record().key(), change));
        }
        timers.after(PAUSE, () -> threads.execute(this::write));
    }

    private void announce(List<CallChange> batch) {
        TreeSet<String> parties = new TreeSet<>();
        for (CallChange change : batch) {
            parties.add(change.record().caller());
            parties.add(change.record().callee());
        }
        parties.forEach(party -> changes.announce(new Change(Topic.CALLS, party)));
    }
}

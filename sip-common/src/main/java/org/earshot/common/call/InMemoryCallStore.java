package org.earshot.common.call;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.stream.Stream;

/// Calls until the process ends. Thread-safe.
public final class InMemoryCallStore implements CallStore {
    private final InstantSource clock;
    private final Map<CallKey, CallRecord> calls = new ConcurrentHashMap<>();

    public InMemoryCallStore(InstantSource clock) {
        this.clock = clock;
    }

    @Override
    public void write(List<CallChange> changes) {
        for (CallChange change : changes) {
            if (change.gone()) {
                calls.remove(change.record().key());
            } else {
                calls.put(change.record().key(), change.record());
            }
        }
    }

    @Override
    public List<CallRecord> end(CallEnd end) {
        return Stream.of(end.ifCalledByOne(), end.ifCalledByOther())
                .flatMap(key -> Optional.ofNullable(calls.remove(key)).stream())
                .toList();
    }

    @Override
    public List<CallRecord> callsOf(String address) {
        Instant now = clock.instant();
        return calls.values().stream()
                .filter(call -> call.involves(address) && call.expiresAt().isAfter(now))
                .sorted(Comparator.comparing(CallRecord::since))
                .toList();
    }

    @Override
    public List<CallRecord> removeDead(Predicate<String> isAlive) {
        Instant now = clock.instant();
        List<CallRecord> removed = new ArrayList<>();
        calls.values()
                .removeIf(call -> {
                    boolean dead = !call.expiresAt().isAfter(now) || !isAlive.test(call.node());
                    if (dead) {
                        removed.add(call);
                    }
                    return dead;
                });
        return removed;
    }

    /// How many there are, also expired ones.
    public int size() {
        return calls.size();
    }
}

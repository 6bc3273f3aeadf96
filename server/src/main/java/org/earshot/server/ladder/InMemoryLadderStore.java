package org.earshot.server.ladder;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Calls until the process ends, the last 1,000. Thread-safe.
public final class InMemoryLadderStore implements LadderStore {
    private static final int MOST = 1_000;

    private final Map<String, Ladder> calls = new LinkedHashMap<>();

    @Override
    public synchronized void write(List<Trail> trails) {
        for (Trail trail : trails) {
            calls.merge(
                    trail.summary().id(),
                    new Ladder(trail.summary(), trail.messages(), trail.lost()),
                    InMemoryLadderStore::joined);
        }
        Iterator<String> oldest = calls.keySet().iterator();
        for (int more = calls.size() - MOST; more > 0; more--) {
            oldest.next();
            oldest.remove();
        }
    }

    private static Ladder joined(Ladder before, Ladder more) {
        List<LadderMessage> messages = new ArrayList<>(before.messages());
        messages.addAll(more.messages());
        messages.sort(Comparator.comparingLong(LadderMessage::micros));
        boolean nearer = more.summary().vias() <= before.summary().vias();
        return new Ladder(
                nearer ? more.summary() : before.summary(), messages, before.lost() + more.lost());
    }

    @Override
    public synchronized List<CallSummary> search(Wanted wanted) {
        return calls.values().stream()
                .map(Ladder::summary)
                .filter(call -> !call.began().isBefore(wanted.since()))
                .filter(call -> wanted.outcome().map(call.outcome()::equals).orElse(true))
                .filter(call ->
                        wanted.address()
                                .map(address ->
                                        address.equals(call.caller())
                                                || address.equals(call.callee()))
                                .orElse(true))
                .sorted(
                        Comparator.comparing(CallSummary::began)
                                .reversed()
                                .thenComparing(CallSummary::id))
                .limit(wanted.most())
                .toList();
    }

    @Override
    public synchronized Optional<Ladder> find(String id) {
        return Optional.ofNullable(calls.get(id));
    }

    @Override
    public synchronized int removeBefore(Instant failed, Instant others) {
        int before = calls.size();
        calls.values()
                .removeIf(ladder -> {
                    CallSummary call = ladder.summary();
                    return call.began()
                            .isBefore(call.outcome() == Outcome.ANSWERED ? others : failed);
                });
        return before - calls.size();
    }
}

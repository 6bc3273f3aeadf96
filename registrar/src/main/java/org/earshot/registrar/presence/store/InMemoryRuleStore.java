package org.earshot.registrar.presence.store;

import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.earshot.common.address.AddressOfRecord;
import org.earshot.common.event.Change;
import org.earshot.common.event.Changes;
import org.earshot.common.event.Topic;

/// Rules until the process ends. Thread-safe.
public final class InMemoryRuleStore implements RuleStore {
    private final Changes changes;
    private final ConcurrentHashMap<AddressOfRecord, Map<AddressOfRecord, Verdict>> rules =
            new ConcurrentHashMap<>();

    public InMemoryRuleStore(Changes changes) {
        this.changes = changes;
    }

    @Override
    public Map<AddressOfRecord, Verdict> rulesOf(AddressOfRecord owner) {
        return Map.copyOf(rules.getOrDefault(owner, Map.of()));
    }

    @Override
    public void set(AddressOfRecord owner, AddressOfRecord watcher, Verdict verdict) {
        of(owner).put(watcher, verdict);
        changes.announce(Change.of(Topic.PRESENCE, owner));
    }

    @Override
    public void setAll(
            AddressOfRecord owner,
            Map<AddressOfRecord, Verdict> verdicts,
            Collection<AddressOfRecord> forgotten) {
        if (verdicts.isEmpty() && forgotten.isEmpty()) {
            return;
        }
        of(owner).putAll(verdicts);
        for (AddressOfRecord watcher : forgotten) {
            of(owner)
                    .computeIfPresent(
                            watcher, (_, verdict) -> verdict == Verdict.ASK ? verdict : null);
        }
        changes.announce(Change.of(Topic.PRESENCE, owner));
    }

    @Override
    public boolean ask(AddressOfRecord owner, AddressOfRecord watcher) {
        boolean first = of(owner).putIfAbsent(watcher, Verdict.ASK) == null;
        if (first) {
            changes.announce(Change.of(Topic.PRESENCE, owner));
        }
        return first;
    }

    @Override
    public boolean clear(AddressOfRecord owner, AddressOfRecord watcher) {
        boolean known = of(owner).remove(watcher) != null;
        if (known) {
            changes.announce(Change.of(Topic.PRESENCE, owner));
        }
        return known;
    }

    private Map<AddressOfRecord, Verdict> of(AddressOfRecord owner) {
        return rules.computeIfAbsent(owner, _ -> new ConcurrentHashMap<>());
    }
}

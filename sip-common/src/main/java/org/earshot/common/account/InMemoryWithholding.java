package org.earshot.common.account;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.earshot.common.address.AddressOfRecord;
import org.earshot.common.event.Change;
import org.earshot.common.event.Changes;
import org.earshot.common.event.Topic;

/// What is withheld, until the process ends. Thread-safe.
public final class InMemoryWithholding implements Withholding {
    private final Changes changes;
    private final Map<AddressOfRecord, Set<String>> held = new HashMap<>();

    public InMemoryWithholding(Changes changes) {
        this.changes = changes;
    }

    @Override
    public synchronized boolean isHeld(AddressOfRecord owner) {
        return held.containsKey(owner);
    }

    @Override
    public synchronized Set<String> trusted(AddressOfRecord owner) {
        return Set.copyOf(held.getOrDefault(owner, Set.of()));
    }

    @Override
    public synchronized void hold(AddressOfRecord owner, Set<String> known) {
        held.computeIfAbsent(
                owner,
                _ -> {
                    Set<String> trusted = new HashSet<>();
                    known.forEach(instance -> trusted.add(instance.toLowerCase(Locale.ROOT)));
                    return trusted;
                });
    }

    @Override
    public boolean release(AddressOfRecord owner, Optional<String> instance) {
        boolean released = let(owner, instance);
        if (released) {
            changes.announce(Change.of(Topic.MESSAGES, owner));
        }
        return released;
    }

    private synchronized boolean let(AddressOfRecord owner, Optional<String> instance) {
        if (instance.isEmpty()) {
            return held.remove(owner) != null;
        }
        Set<String> trusted = held.get(owner);
        return trusted != null && trusted.add(instance.get().toLowerCase(Locale.ROOT));
    }
}

package org.earshot.server.ldap;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// Until the process ends. Thread-safe.
public final class InMemoryLdapTable implements LdapTable {
    private final Map<String, Linked> linked = new HashMap<>();
    private Instant leasedUntil = Instant.MIN;
    private Optional<Run> last = Optional.empty();

    @Override
    public synchronized Map<String, Linked> all() {
        return Map.copyOf(linked);
    }

    @Override
    public synchronized Optional<Linked> find(String name) {
        return Optional.ofNullable(linked.get(name));
    }

    @Override
    public synchronized long count() {
        return linked.size();
    }

    @Override
    public synchronized boolean isRead(Instant now) {
        return now.isBefore(leasedUntil);
    }

    @Override
    public synchronized void put(String name, Linked one) {
        linked.put(name, one);
    }

    @Override
    public synchronized boolean begin(Instant now, Instant until) {
        if (now.isBefore(leasedUntil)) {
            return false;
        }
        leasedUntil = until;
        return true;
    }

    @Override
    public synchronized void end(Instant now, boolean succeeded, String words) {
        if (leasedUntil.equals(Instant.MIN)) {
            return;
        }
        leasedUntil = Instant.MIN;
        last =
                Optional.of(
                        new Run(
                                now,
                                succeeded ? Optional.of(now) : last.flatMap(Run::succeededAt),
                                words));
    }

    @Override
    public synchronized void release() {
        leasedUntil = Instant.MIN;
    }

    @Override
    public synchronized Optional<Run> last() {
        return last;
    }
}

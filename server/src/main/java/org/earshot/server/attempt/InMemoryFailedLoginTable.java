package org.earshot.server.attempt;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Failed logins until the process ends. Thread-safe.
public final class InMemoryFailedLoginTable implements FailedLoginTable {
    private final Map<Key, FailedLogin> rows = new HashMap<>();

    private record Key(LocalDate day, FailedLogin.Kind kind, String account, String network) {}

    @Override
    public synchronized void add(List<FailedLogin> some) {
        for (FailedLogin one : some) {
            rows.merge(
                    new Key(one.day(), one.kind(), one.account(), one.network()),
                    one,
                    InMemoryFailedLoginTable::sum);
        }
    }

    static FailedLogin sum(FailedLogin before, FailedLogin more) {
        Instant first =
                before.firstAt().isBefore(more.firstAt()) ? before.firstAt() : more.firstAt();
        Instant last = before.lastAt().isAfter(more.lastAt()) ? before.lastAt() : more.lastAt();
        return new FailedLogin(
                before.day(),
                before.kind(),
                before.account(),
                before.network(),
                before.times() + more.times(),
                first,
                last);
    }

    @Override
    public synchronized long count(LocalDate day) {
        return rows.keySet().stream().filter(key -> key.day.equals(day)).count();
    }

    @Override
    public synchronized List<FailedLogin> latest(LocalDate since, int most) {
        return rows.values().stream()
                .filter(one -> !one.day().isBefore(since))
                .sorted(
                        Comparator.comparing(FailedLogin::lastAt)
                                .reversed()
                                .thenComparing(FailedLogin::account)
                                .thenComparing(FailedLogin::network))
                .limit(most)
                .toList();
    }

    @Override
    public synchronized void forget(LocalDate before) {
        rows.keySet().removeIf(key -> key.day.isBefore(before));
    }
}

package org.earshot.proxy.archive.review;

import java.time.Instant;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import org.earshot.proxy.archive.Companion;
import org.earshot.proxy.archive.CompanionRefusedException;
import org.earshot.proxy.archive.MemoryCompanion;

/// Rules and queue until the process ends.
public final class InMemoryReviewTable implements ReviewTable {
    private final Map<UUID, Progress> chains = new HashMap<>();
    private final TreeMap<Long, ReviewItem> items = new TreeMap<>();
    private final Map<String, Set<String>> recusals = new TreeMap<>();
    private RuleBook book = RuleBook.EMPTY;
    private long last;

    @Override
    public synchronized RuleBook rules() {
        return book;
    }

    @Override
    public Companion add(RuleBook next) {
        return (MemoryCompanion)
                () -> {
                    synchronized (this) {
                        RuleBook before = book;
                        if (next.versions().size() != before.versions().size() + 1) {
                            throw new CompanionRefusedException("another rule came first");
                        }
                        book = next;
                        return () -> setBook(before);
                    }
                };
    }

    private synchronized void setBook(RuleBook to) {
        book = to;
    }

    @Override
    public synchronized Map<UUID, Progress> progress() {
        return Map.copyOf(chains);
    }

    @Override
    public synchronized boolean move(Progress from, Progress to) {
        Progress now = chains.getOrDefault(from.chain(), Progress.begin(from.chain()));
        if (now.next() != from.next() || now.complete()) {
            return false;
        }
        chains.put(from.chain(), to);
        return true;
    }

    @Override
    public Companion move(Progress from, Progress to, List<Picked> picked, Instant at) {
        return (MemoryCompanion)
                () -> {
                    synchronized (this) {
                        if (!move(from, to)) {
                            throw new CompanionRefusedException("somebody else was faster");
                        }
                        long before = last;
                        picked.forEach(one -> {
                            last++;
                            items.put(
                                    last,
                                    new ReviewItem(
                                            last,
                                            one.record(),
                                            at,
                                            0,
                                            ReviewItem.State.OPEN,
                                            Optional.empty(),
                                            one.causes(),
                                            List.of()));
                        });
                        return () -> undo(from, before);
                    }
                };
    }

    private synchronized void undo(Progress from, long before) {
        items.tailMap(before, false).clear();
        chains.put(from.chain(), from);
    }

    @Override
    public synchronized Optional<ReviewItem> item(long number) {
        return Optional.ofNullable(items.get(number));
    }

    @Override
    public synchronized List<ReviewItem> items(
            Optional<ReviewItem.State> state, long after, int limit) {
        return items.tailMap(after, false).values().stream()
                .filter(item -> state.isEmpty() || item.state() == state.get())
                .limit(limit)
                .toList();
    }

    @Override
    public List<Kept> kept(long after, int limit) {
        return items(Optional.empty(), after, limit).stream()
                .map(item -> new Kept(item.number(), item.record(), item.revision(), true))
                .toList();
    }

    @Override
    public synchronized Map<ReviewItem.State, Long> counts() {
        Map<ReviewItem.State, Long> counts = new EnumMap<>(ReviewItem.State.class);
        items.values().forEach(item -> counts.merge(item.state(), 1L, Long::sum));
        return counts;
    }

    @Override
    public Companion put(ReviewItem item) {
        return (MemoryCompanion)
                () -> {
                    synchronized (this) {
                        ReviewItem before = items.get(item.number());
                        if (before == null || before.revision() != item.revision() - 1) {
                            throw new CompanionRefusedException("somebody else was faster");
                        }
                        items.put(item.number(), item);
                        return () -> setItem(before);
                    }
                };
    }

    private synchronized void setItem(ReviewItem item) {
        items.put(item.number(), item);
    }

    @Override
    public synchronized Map<String, Set<String>> recusals() {
        Map<String, Set<String>> copy = new TreeMap<>();
        recusals.forEach((officer, of) -> copy.put(officer, new TreeSet<>(of)));
        return copy;
    }

    @Override
    public Companion recuse(String officer, String address, boolean recused) {
        return (MemoryCompanion)
                () -> {
                    setRecused(officer, address, recused);
                    return () -> setRecused(officer, address, !recused);
                };
    }

    private synchronized void setRecused(String officer, String address, boolean recused) {
        Set<String> of = recusals.computeIfAbsent(officer, _ -> new TreeSet<>());
        if (!(recused ? of.add(address) : of.remove(address))) {
            throw new CompanionRefusedException("it is so already");
        }
    }
}

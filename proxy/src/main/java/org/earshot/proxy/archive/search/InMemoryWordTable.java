package org.earshot.proxy.archive.search;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.UUID;

/// Words until the process ends.
public final class InMemoryWordTable implements WordTable {
    private final Map<UUID, Progress> chains = new LinkedHashMap<>();
    private final Map<String, Integer> keys = new LinkedHashMap<>();
    private final Map<Word, NavigableSet<Posting>> postings = new HashMap<>();
    private int lastKey;

    private record Word(int key, long token) {}

    @Override
    public synchronized Map<UUID, Progress> progress() {
        return Map.copyOf(chains);
    }

    @Override
    public synchronized Progress begin(UUID chain) {
        return chains.computeIfAbsent(chain, _ -> new Progress(chains.size() + 1, 0, false));
    }

    @Override
    public synchronized void complete(Progress progress) {
        Progress done = new Progress(progress.chain(), progress.next(), true);
        chains.replaceAll((_, known) -> known.equals(progress) ? done : known);
    }

    @Override
    public synchronized Map<String, Integer> keys() {
        return Map.copyOf(keys);
    }

    @Override
    public synchronized int key(String id) {
        return keys.computeIfAbsent(id, _ -> ++lastKey);
    }

    @Override
    public synchronized boolean add(int chain, long from, long to, List<Row> rows) {
        Progress before = new Progress(chain, from, false);
        if (!chains.containsValue(before)) {
            return false;
        }
        chains.replaceAll((_, progress) ->
                progress.equals(before) ? new Progress(chain, to, false) : progress);
        rows.forEach(row -> of(row.key(), row.token()).add(row.posting()));
        return true;
    }

    @Override
    public synchronized void remove(List<Row> rows) {
        rows.forEach(row -> of(row.key(), row.token()).remove(row.posting()));
    }

    @Override
    public synchronized List<Posting> postings(
            int key, long token, Direction direction, Posting from, int limit) {
        NavigableSet<Posting> all = of(key, token);
        NavigableSet<Posting> rest =
                switch (direction) {
                    case BACKWARDS -> all.headSet(from, true).descendingSet();
                    case FORWARDS -> all.tailSet(from, true);
                };
        return rest.stream().limit(limit).toList();
    }

    @Override
    public synchronized void forget(int key) {
        postings.keySet().removeIf(word -> word.key() == key);
        keys.values().remove(key);
    }

    private NavigableSet<Posting> of(int key, long token) {
        return postings.computeIfAbsent(new Word(key, token), _ -> new TreeSet<>());
    }
}

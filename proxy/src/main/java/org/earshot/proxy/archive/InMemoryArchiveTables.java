package org.earshot.proxy.archive;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.earshot.common.db.Columns;

/// Records until the process ends.
public final class InMemoryArchiveTables implements ArchiveTables {
    private final Map<UUID, Chain> chains = new LinkedHashMap<>();
    private final Map<UUID, List<ArchiveRecord>> records = new LinkedHashMap<>();
    private final Map<UUID, List<Checkpoint>> checkpoints = new LinkedHashMap<>();

    @Override
    public synchronized void add(Addition addition) {
        carryOut(addition.companions());
        addition.opened().ifPresent(chain -> chains.put(chain.chain(), chain));
        addition.records().forEach(row -> list(records, row.chain()).add(row));
        addition.checkpoint()
                .ifPresent(checkpoint -> list(checkpoints, checkpoint.chain()).add(checkpoint));
        addition.ended()
                .forEach(ended ->
                        chains.computeIfPresent(
                                ended,
                                (_, chain) ->
                                        new Chain(
                                                chain.chain(),
                                                chain.signer(),
                                                chain.node(),
                                                chain.openedAt(),
                                                true)));
    }

    private static void carryOut(List<Companion> companions) {
        Deque<Runnable> undo = new ArrayDeque<>();
        try {
            for (Companion companion : companions) {
                undo.push(((MemoryCompanion) companion).apply());
            }
        } catch (RuntimeException e) {
            undo.forEach(Runnable::run); // the last one first
            throw e;
        }
    }

    @Override
    public synchronized List<Chain> chains() {
        return chains.values().stream().sorted(Comparator.comparingLong(Chain::openedAt)).toList();
    }

    @Override
    public List<Chain> listedChains() {
        return chains();
    }

    @Override
    public synchronized List<ArchiveRecord> records(UUID chain, List<Long> numbers) {
        return records.getOrDefault(chain, List.of()).stream()
                .filter(row -> numbers.contains(row.number()))
                .toList();
    }

    @Override
    public List<UUID> openChains() {
        return chains().stream().filter(chain -> !chain.ended()).map(Chain::chain).toList();
    }

    @Override
    public synchronized List<ArchiveRecord> records(UUID chain, long from, int limit) {
        return records.getOrDefault(chain, List.of()).stream()
                .filter(row -> row.number() >= from)
                .limit(limit)
                .toList();
    }

    @Override
    public List<ArchiveRecord> recordsWithParties(UUID chain, long from, int limit) {
        return records(chain, from, limit);
    }

    @Override
    public void catchUp(String signer) {
        // a search looks at all of them
    }

    @Override
    public synchronized Optional<ArchiveRecord> last(UUID chain) {
        List<ArchiveRecord> all = records.getOrDefault(chain, List.of());
        return all.isEmpty() ? Optional.empty() : Optional.of(all.getLast());
    }

    @Override
    public synchronized List<ArchiveRecord> signedRecords() {
        return records.values().stream()
                .flatMap(List::stream)
                .filter(row -> row.signature().isPresent())
                .toList();
    }

    @Override
    public synchronized List<Checkpoint> checkpoints(UUID chain) {
        return List.copyOf(checkpoints.getOrDefault(chain, List.of()));
    }

    @Override
    public synchronized List<ArchiveRecord> search(ArchiveQuery query) {
        return records.values().stream()
                .flatMap(List::stream)
                .filter(row ->
                        row.happenedAt() >= Columns.micros(query.from())
                                && row.happenedAt() < Columns.micros(query.until()))
                .filter(row ->
                        query.address().isEmpty() || row.parties().contains(query.address().get()))
                .filter(row -> query.kind().isEmpty() || query.kind().get().equals(row.kind()))
                .filter(row ->
                        query.before().isEmpty()
                                || ArchiveQuery.Place.of(row).compareTo(query.before().get()) < 0)
                .sorted(
                        Comparator.comparing(
                                (ArchiveRecord row) -> ArchiveQuery.Place.of(row),
                                Comparator.reverseOrder()))
                .limit(query.limit())
                .toList();
    }

    synchronized List<ArchiveRecord> all() {
        return records.values().stream().flatMap(List::stream).toList();
    }

    synchronized void replace(UnaryOperator<ArchiveRecord> change) {
        records.values().forEach(rows -> rows.replaceAll(change));
    }

    private static <T> List<T> list(Map<UUID, List<T>> lists, UUID chain) {
        return lists.computeIfAbsent(chain, _ -> new ArrayList<>());
    }
}

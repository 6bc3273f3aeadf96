package org.earshot.proxy.archive;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// What is kept and what goes, of records in memory. Thread-safe.
public final class InMemoryRetentionTables implements RetentionTables {
    private final InMemoryArchiveTables tables;
    private final Map<ArchivePosition, HoldKey> holdKeys = new HashMap<>();
    private final List<KeyCopy> copies = new ArrayList<>();
    private String holder = "";
    private long heldUntil;
    private State state = new State(0, 0, 0);

    public InMemoryRetentionTables(InMemoryArchiveTables tables) {
        this.tables = tables;
    }

    private Stream<ArchiveRecord> all() {
        return tables.all().stream().sorted(Comparator.comparing(ArchiveQuery.Place::of));
    }

    private static boolean isBehind(ArchiveRecord row, Optional<ArchiveQuery.Place> after) {
        return after.isEmpty() || ArchiveQuery.Place.of(row).compareTo(after.get()) > 0;
    }

    private static Row row(ArchiveRecord row) {
        return Row.of(row, Optional.empty());
    }

    @Override
    public List<ArchiveRecord> signedRecords(List<String> kinds) {
        return all().filter(row -> row.signature().isPresent() && kinds.contains(row.kind()))
                .toList();
    }

    private Stream<ArchiveRecord> there(String retention, long from, long until) {
        return all().filter(row ->
                row.happenedAt() >= from
                        && row.happenedAt() < until
                        && row.retention().equals(retention)
                        && row.facts().isPresent()
                        && row.signature().isEmpty());
    }

    @Override
    public Optional<Long> earliest(String retention, long from, long until) {
        return there(retention, from, until).map(ArchiveRecord::happenedAt).findFirst();
    }

    @Override
    public List<Row> rows(
            String retention,
            long from,
            long until,
            Optional<ArchiveQuery.Place> after,
            int limit) {
        return there(retention, from, until)
                .filter(row -> isBehind(row, after))
                .limit(limit)
                .map(InMemoryRetentionTables::row)
                .toList();
    }

    @Override
    public List<Row> concerning(
            String address, long from, long until, Optional<ArchiveQuery.Place> after, int limit) {
        return all().filter(row ->
                        row.happenedAt() >= from
                                && row.happenedAt() < until
                                && row.parties().contains(address)
                                && row.facts().isPresent()
                                && row.signature().isEmpty())
                .filter(row -> isBehind(row, after))
                .limit(limit)
                .map(InMemoryRetentionTables::row)
                .toList();
    }

    @Override
    public synchronized void remove(List<ArchivePosition> positions) {
        positions.forEach(holdKeys::remove);
        tables.replace(row ->
                positions.contains(row.position()) && row.signature().isEmpty()
                        ? row.removed()
                        : row);
    }

    @Override
    public synchronized List<ArchiveRecord> sealedWith(
            String contentKey, long from, long until, int limit) {
        return all().filter(row ->
                        row.happenedAt() >= from
                                && row.happenedAt() < until
                                && row.contentKey().equals(Optional.of(contentKey))
                                && row.sealed().isPresent()
                                && !holdKeys.containsKey(row.position()))
                .limit(limit)
                .toList();
    }

    @Override
    public synchronized void keep(List<HoldKey> keys) {
        keys.forEach(key -> holdKeys.putIfAbsent(key.position(), key));
    }

    @Override
    public synchronized Optional<HoldKey> holdKey(ArchivePosition position) {
        return Optional.ofNullable(holdKeys.get(position));
    }

    @Override
    public synchronized boolean isHoldKeyUsed(String key) {
        return holdKeys.values().stream().anyMatch(wrapped -> wrapped.key().equals(key));
    }

    @Override
    public synchronized boolean take(String who, long now, long until) {
        if (!holder.equals(who) && heldUntil > now && heldUntil <= until + (until - now)) {
            return false;
        }
        holder = who;
        heldUntil = until;
        return true;
    }

    @Override
    public synchronized State state() {
        return state;
    }

    @Override
    public synchronized void calendarAt(long day) {
        state = new State(day, state.shreddedAt(), state.compactedAt());
    }

    @Override
    public synchronized void shreddedAt(long time) {
        state = new State(state.calendarDay(), time, state.compactedAt());
    }

    @Override
    public synchronized void compactedAt(long time) {
        state = new State(state.calendarDay(), state.shreddedAt(), time);
    }

    @Override
    public synchronized List<KeyCopy> keyCopies() {
        return List.copyOf(copies);
    }

    @Override
    public synchronized void keyCopies(String signer, List<String> keys) {
        copies.removeIf(copy -> copy.signer().equals(signer));
        keys.forEach(key -> copies.add(new KeyCopy(signer, key)));
    }
}

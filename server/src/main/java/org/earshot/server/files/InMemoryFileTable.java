package org.earshot.server.files;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.earshot.proxy.archive.ArchivePosition;

/// Files in memory: for tests and for a server that keeps nothing. Thread-safe.
public final class InMemoryFileTable implements FileTable {
    private final Map<FileId, FileRow> rows = new LinkedHashMap<>();
    private final Map<FileId, TreeSet<String>> parties = new LinkedHashMap<>();
    private final NavigableMap<String, RecordedFile> recorded = new TreeMap<>(); // by id

    @Override
    public synchronized Optional<Full> add(FileRow row, Collection<String> to, Room room) {
        List<FileRow> own =
                rows.values().stream().filter(other -> other.owner().equals(row.owner())).toList();
        if (own.stream().filter(other -> !other.whole()).count() >= room.unfinished()) {
            return Optional.of(Full.UNFINISHED);
        }
        if (bytes(own) + row.size() > room.ofOwner()) {
            return Optional.of(Full.OWNER);
        }
        if (bytes(rows.values()) + row.size() > room.ofAll()) {
            return Optional.of(Full.ALL);
        }
        rows.put(row.id(), row);
        parties.put(row.id(), new TreeSet<>(to));
        return Optional.empty();
    }

    private static long bytes(Collection<FileRow> of) {
        return of.stream().mapToLong(FileRow::size).sum();
    }

    @Override
    public synchronized Optional<FileRow> find(FileId id) {
        return Optional.ofNullable(rows.get(id));
    }

    @Override
    public synchronized List<String> parties(FileId id) {
        return List.copyOf(parties.getOrDefault(id, new TreeSet<>()));
    }

    @Override
    public synchronized boolean address(FileId id, String party) {
        return rows.containsKey(id) && parties.get(id).add(party);
    }

    @Override
    public synchronized boolean complete(FileRow whole, Optional<ArchivePosition> record) {
        FileRow before = rows.get(whole.id());
        if (before == null || before.whole()) {
            return false;
        }
        rows.put(whole.id(), whole);
        record.ifPresent(at ->
                recorded.put(whole.id().text(), new RecordedFile(whole.id(), whole.size(), at)));
        return true;
    }

    /// One that is not whole leaves; whom it is for stays.
    ///
    /// @return false if there is none
    synchronized boolean takeOut(FileId id) {
        FileRow row = rows.get(id);
        if (row == null || row.whole()) {
            return false;
        }
        rows.remove(id);
        return true;
    }

    /// One that had left comes back, whole.
    synchronized void putBack(FileRow whole, Optional<ArchivePosition> record) {
        rows.put(whole.id(), whole);
        record.ifPresent(at ->
                recorded.put(whole.id().text(), new RecordedFile(whole.id(), whole.size(), at)));
    }

    @Override
    public synchronized boolean isRecorded(FileId id) {
        return recorded.containsKey(id.text());
    }

    @Override
    public synchronized List<RecordedFile> recorded(Optional<FileId> after, int most) {
        return recorded.tailMap(after.map(FileId::text).orElse(""), false).values().stream()
                .limit(most)
                .toList();
    }

    @Override
    public synchronized void forgetRecorded(FileId id) {
        recorded.remove(id.text());
    }

    @Override
    public synchronized boolean remove(FileId id) {
        parties.remove(id);
        return rows.remove(id) != null;
    }

    @Override
    public synchronized List<FileRow> expired(Instant now, int most) {
        return rows.values().stream()
                .filter(row -> !row.expiresAt().isAfter(now))
                .sorted(Comparator.comparing(FileRow::expiresAt))
                .limit(most)
                .toList();
    }

    @Override
    public synchronized List<FileRow> latest(Optional<String> owner, int most) {
        return new ArrayList<>(rows.values())
                .reversed().stream()
                        .filter(row -> owner.isEmpty() || owner.get().equals(row.owner()))
                        .sorted(Comparator.comparing(FileRow::createdAt).reversed())
                        .limit(most)
                        .toList();
    }

    @Override
    public synchronized Usage usage() {
        List<FileRow> whole = rows.values().stream().filter(FileRow::whole).toList();
        List<FileRow> others = rows.values().stream().filter(row -> !row.whole()).toList();
        return new Usage(
                whole.size(),
                bytes(whole),
                others.size(),
                bytes(others),
                recorded.size(),
                recorded.values().stream().mapToLong(RecordedFile::size).sum());
    }
}

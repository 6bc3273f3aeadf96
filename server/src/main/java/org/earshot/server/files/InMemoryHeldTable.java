package org.earshot.server.files;

import java.time.Instant;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.earshot.proxy.archive.ArchivePosition;

/// Held files in memory, beside a table of files. Thread-safe: guarded by that table.
public final class InMemoryHeldTable implements HeldTable {
    private final InMemoryFileTable files;
    private final Map<FileId, HeldRow> rows = new LinkedHashMap<>();
    private final Set<FileId> told = new HashSet<>();

    /// @param files which a file leaves when it is held, and comes back to
    public InMemoryHeldTable(InMemoryFileTable files) {
        this.files = files;
    }

    private Stream<HeldRow> held() {
        return rows.values().stream().filter(HeldRow::isHeld);
    }

    @Override
    public boolean hasRoom(HeldRow row, Room room) {
        synchronized (files) {
            long own =
                    held().filter(other -> other.owner().equals(row.owner()))
                            .mapToLong(HeldRow::size)
                            .sum();
            return own + row.size() <= room.ofOwner()
                    && held().mapToLong(HeldRow::size).sum() + row.size() <= room.ofAll();
        }
    }

    @Override
    public Outcome hold(HeldRow row, Room room) {
        synchronized (files) {
            if (!hasRoom(row, room)) {
                return Outcome.FULL;
            }
            if (!files.takeOut(row.id())) {
                return Outcome.GONE;
            }
            rows.put(row.id(), row);
            return Outcome.HELD;
        }
    }

    @Override
    public Optional<HeldRow> find(FileId id) {
        synchronized (files) {
            return Optional.ofNullable(rows.get(id));
        }
    }

    @Override
    public List<HeldRow> latest(Optional<String> owner, int most) {
        synchronized (files) {
            return held().filter(row -> owner.isEmpty() || owner.get().equals(row.owner()))
                    .sorted(Comparator.comparing(HeldRow::heldAt).reversed())
                    .limit(most)
                    .toList();
        }
    }

    @Override
    public boolean release(FileRow whole, Instant at, Optional<ArchivePosition> record) {
        synchronized (files) {
            HeldRow row = rows.get(whole.id());
            if (row == null || !row.isHeld()) {
                return false;
            }
            rows.put(
                    row.id(),
                    new HeldRow(
                            row.id(),
                            row.owner(),
                            row.size(),
                            row.createdAt(),
                            row.heldAt(),
                            row.expiresAt(),
                            Optional.of(at),
                            row.sealed(),
                            row.hold()));
            told.remove(row.id());
            files.putBack(whole, record);
            return true;
        }
    }

    @Override
    public List<HeldRow> untold(int most) {
        synchronized (files) {
            return rows.values().stream()
                    .filter(row -> !told.contains(row.id()))
                    .limit(most)
                    .toList();
        }
    }

    @Override
    public void told(HeldRow row) {
        synchronized (files) {
            HeldRow now = rows.get(row.id());
            if (now == null || now.isHeld() != row.isHeld()) {
                return;
            }
            if (row.isHeld()) {
                told.add(row.id());
            } else {
                rows.remove(row.id());
            }
        }
    }

    @Override
    public boolean remove(FileId id) {
        synchronized (files) {
            HeldRow row = rows.get(id);
            if (row == null || !row.isHeld()) {
                return false;
            }
            rows.remove(id);
            told.remove(id);
            files.remove(id); // whom it was for
            return true;
        }
    }

    @Override
    public List<HeldRow> expired(Instant now, int most) {
        synchronized (files) {
            return held().filter(row -> !row.expiresAt().isAfter(now))
                    .sorted(Comparator.comparing(HeldRow::expiresAt))
                    .limit(most)
                    .toList();
        }
    }

    @Override
    public Usage usage() {
        synchronized (files) {
            return new Usage(held().count(), held().mapToLong(HeldRow::size).sum());
        }
    }
}

package org.earshot.proxy.archive;

import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.earshot.common.db.Columns;

/// How records go: the tombstone first, committed and anchored; then what is kept beside them; then they. A process that dies
/// anywhere in between leaves records that are still there: they go again, with a second tombstone, which does no harm. Thread-safe.
final class Burial {
    private final RetentionTables tables;
    private final Archive archive;
    private final ShreddingListener listener;
    private final InstantSource clock;

    Burial(
            RetentionTables tables,
            Archive archive,
            ShreddingListener listener,
            InstantSource clock) {
        this.tables = tables;
        this.archive = archive;
        this.listener = listener;
        this.clock = clock;
    }

    /// What goes under one tombstone.
    private record Grave(String retention, LocalDate day) {}

    /// Lets records go whose time is over and that are not on hold, a few hundred at most.
    ///
    /// @throws ArchiveUnavailableException if that can't be recorded: they stay
    /// @throws RetentionRefusedException if one of them is not as it was written: they stay
    void bury(List<RetentionTables.Row> rows) {
        Map<Grave, List<RetentionTables.Row>> graves = new LinkedHashMap<>();
        for (RetentionTables.Row row : rows) {
            if (!row.whole()) {
                throw new RetentionRefusedException(
                        "record "
                                + row.position()
                                + " is not as it was written: earshot admin archive verify");
            }
            Grave grave =
                    new Grave(row.retention(), ArchiveRecord.day(row.happenedAt()).orElseThrow());
            graves.computeIfAbsent(grave, _ -> new ArrayList<>()).add(row);
        }
        Instant now = clock.instant();
        graves.forEach((grave, buried) ->
                archive.append(
                        new ArchiveEvent.Statement(
                                UUID.randomUUID(),
                                now,
                                ArchiveRecord.SHREDDED,
                                Tombstone.of(grave.retention(), grave.day(), buried).facts())));
        listener.shredding(
                rows.stream()
                        .map(row ->
                                new ShreddingListener.Doomed(
                                        row.position(), row.eventId(), row.kind()))
                        .toList());
        tables.remove(rows.stream().map(RetentionTables.Row::position).toList());
        tables.shreddedAt(Columns.micros(now));
    }
}

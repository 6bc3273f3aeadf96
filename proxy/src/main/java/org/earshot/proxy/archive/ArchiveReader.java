package org.earshot.proxy.archive;

import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/// Reads the record. Who reads content is written into it first. Thread-safe.
public final class ArchiveReader {
    private final ArchiveTables tables;
    private final ContentSealer sealer;
    private final InstantSource clock;

    public ArchiveReader(ArchiveTables tables, ArchiveKeys keys, InstantSource clock) {
        this.tables = tables;
        this.sealer = new ContentSealer(keys, new SecureRandom());
        this.clock = clock;
    }

    /// One that opens also what only a hold's key opens any more.
    public ArchiveReader(
            ArchiveTables tables,
            RetentionKeys keys,
            RetentionTables retention,
            InstantSource clock) {
        this.tables = tables;
        this.sealer = new ContentSealer(keys, new SecureRandom(), retention);
        this.clock = clock;
    }

    /// Facts of events, the latest first; no content.
    public List<ArchivedEvent> search(ArchiveQuery query) {
        return tables.search(query).stream().map(ArchivedEvent::of).toList();
    }

    /// Facts of one event; empty when there is no such record.
    public Optional<ArchivedEvent> find(ArchivePosition position) {
        return row(position).map(ArchivedEvent::of);
    }

    /// Those of these records that had content, and have none any more.
    ///
    /// @param positions a few hundred
    public Set<ArchivePosition> withoutContent(List<ArchivePosition> positions) {
        return tables.at(positions).stream()
                .filter(row -> row.sealed().isEmpty())
                .map(ArchiveRecord::position)
                .collect(Collectors.toSet());
    }

    private Optional<ArchiveRecord> row(ArchivePosition position) {
        return tables.records(position.chain(), position.number(), 1).stream()
                .filter(found -> found.number() == position.number())
                .findFirst();
    }

    /// The content of one record; empty when it has none, or its key has been destroyed or is not on this node.
    ///
    /// @param actor who reads
    /// @param archive where that is written, before anything is read
    /// @throws ArchiveUnavailableException if it can't be written that somebody reads
    /// @throws IllegalArgumentException if the content was changed, or there is no such record
    public Optional<Content> content(ArchivePosition position, String actor, Archive archive) {
        ArchiveRecord row =
                row(position)
                        .orElseThrow(() -> new IllegalArgumentException("no record " + position));
        archive.append(
                new ArchiveEvent.ContentViewed(
                        UUID.randomUUID(), clock.instant(), actor, position));
        return sealer.open(row);
    }
}

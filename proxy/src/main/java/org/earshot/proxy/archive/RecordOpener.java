package org.earshot.proxy.archive;

import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.earshot.common.db.Columns;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Reads records with their content, and writes nothing of that into the record: for the search and its table of words,
/// which show nobody anything. Who shows content to people writes an event first. Thread-safe.
public final class RecordOpener {
    private static final Logger log = LoggerFactory.getLogger(RecordOpener.class);

    private final ArchiveTables tables;
    private final ArchiveKeys keys;
    private final ContentSealer sealer;

    public RecordOpener(ArchiveTables tables, ArchiveKeys keys) {
        this.tables = tables;
        this.keys = keys;
        this.sealer = new ContentSealer(keys, new SecureRandom());
    }

    /// One that opens also what only a hold's key opens any more.
    public RecordOpener(ArchiveTables tables, RetentionKeys keys, RetentionTables retention) {
        this.tables = tables;
        this.keys = keys;
        this.sealer = new ContentSealer(keys, new SecureRandom(), retention);
    }

    /// A chain that is listed.
    ///
    /// @param ours whether this node, or an earlier start of it, wrote it
    /// @param ended whether nothing comes any more
    public record ListedChain(UUID chain, boolean ours, boolean ended) {}

    /// All listed chains, the first opened first.
    public List<ListedChain> chains() {
        String signer = keys.signer();
        return tables.listedChains().stream()
                .map(chain ->
                        new ListedChain(
                                chain.chain(), chain.signer().equals(signer), chain.ended()))
                .toList();
    }

    /// The number that comes behind a chain's last record now.
    public long end(UUID chain) {
        return tables.lastNumber(chain) + 1;
    }

    /// Records of a chain in order, from a number on.
    public List<OpenedRecord> from(UUID chain, long number, int limit) {
        return tables.records(chain, number, limit).stream().map(this::opened).toList();
    }

    /// Those of these records that there are, in the order of the positions.
    ///
    /// @param withContent otherwise it stays sealed
    public List<OpenedRecord> at(List<ArchivePosition> positions, boolean withContent) {
        return tables.at(positions).stream()
                .map(row -> withContent ? opened(row) : sealed(row))
                .toList();
    }

    /// Facts of events as a query asks, the latest first.
    public List<OpenedRecord> search(ArchiveQuery query) {
        return tables.search(query).stream().map(RecordOpener::sealed).toList();
    }

    /// Whether a record has gone as the record itself says that it was to go. The signatures of those who say so are the
    /// verifier's to check.
    public boolean wasShredded(ArchivePosition position) {
        Tombstones tombstones = new Tombstones();
        tables.signedRecords().forEach(row -> take(tombstones, row));
        List<ArchiveRecord> rows = tables.at(List.of(position));
        return !rows.isEmpty()
                && rows.stream()
                        .allMatch(
                                row -> row.facts().isEmpty() && tombstones.problem(row).isEmpty());
    }

    private static void take(Tombstones tombstones, ArchiveRecord row) {
        try {
            row.facts().ifPresent(facts -> tombstones.take(row, Facts.decode(facts.array())));
        } catch (IllegalArgumentException e) {
            log.debug("{} can't be read", row.position(), e);
        }
    }

    private static OpenedRecord sealed(ArchiveRecord row) {
        return new OpenedRecord(ArchivedEvent.of(row), OpenedRecord.State.EMPTY, Optional.empty());
    }

    private OpenedRecord opened(ArchiveRecord row) {
        ArchivedEvent event = ArchivedEvent.of(row);
        if (row.sealed().isEmpty()) {
            return new OpenedRecord(event, OpenedRecord.State.EMPTY, Optional.empty());
        }
        try {
            Optional<Content> content = sealer.open(row);
            return new OpenedRecord(
                    event,
                    content.isPresent()
                            ? OpenedRecord.State.OPENED
                            : OpenedRecord.State.WITHOUT_KEY,
                    content);
        } catch (IllegalArgumentException e) {
            log.warn(
                    "record {} of {} can't be searched: {}",
                    row.position(),
                    Columns.instant(row.happenedAt()),
                    e.getMessage());
            return new OpenedRecord(event, OpenedRecord.State.DAMAGED, Optional.empty());
        }
    }
}

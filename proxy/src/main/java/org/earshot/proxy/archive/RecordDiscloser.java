package org.earshot.proxy.archive;

import java.security.SecureRandom;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.earshot.proxy.archive.DisclosedRecord.State;

/// Reads records with their salts, for an export. Writes nothing of that into the record: who exports has written an event first. Thread-safe.
public final class RecordDiscloser {
    private final ArchiveTables tables;
    private final ContentSealer sealer;
    private final Set<UUID> ours = new HashSet<>();

    public RecordDiscloser(ArchiveTables tables, ArchiveKeys keys) {
        this(tables, keys, new ContentSealer(keys, new SecureRandom()));
    }

    /// One that opens also what only a hold's key opens any more.
    public RecordDiscloser(ArchiveTables tables, RetentionKeys keys, RetentionTables retention) {
        this(tables, keys, new ContentSealer(keys, new SecureRandom(), retention));
    }

    private RecordDiscloser(ArchiveTables tables, ArchiveKeys keys, ContentSealer sealer) {
        this.tables = tables;
        this.sealer = sealer;
        tables.listedChains().stream()
                .filter(chain -> chain.signer().equals(keys.signer()))
                .forEach(chain -> ours.add(chain.chain()));
    }

    /// Those of these records that there are, in the order of the positions.
    ///
    /// @param positions a few: each may have 16 MiB
    /// @param withContent otherwise it stays sealed
    public List<DisclosedRecord> at(List<ArchivePosition> positions, boolean withContent) {
        return tables.at(positions).stream().map(row -> disclosed(row, withContent)).toList();
    }

    private DisclosedRecord disclosed(ArchiveRecord row, boolean withContent) {
        Optional<Facts> facts = facts(row);
        State state = State.NONE;
        Optional<ContentSealer.Salted> opened = Optional.empty();
        if (row.contentDigest().isPresent()) {
            if (row.sealed().isEmpty()) {
                state = State.SHREDDED;
            } else if (!withContent) {
                state = State.NOT_ASKED;
            } else {
                try {
                    opened = sealer.openSalted(row);
                    state = opened.isPresent() ? State.OPENED : withoutKey(row);
                } catch (IllegalArgumentException _) {
                    state = State.DAMAGED;
                }
            }
        }
        return new DisclosedRecord(
                row.position(),
                row.eventId(),
                row.kind(),
                row.happenedAt(),
                row.retention(),
                facts.flatMap(_ -> row.factSalt()),
                facts,
                state,
                opened.map(ContentSealer.Salted::salt),
                opened.map(ContentSealer.Salted::content));
    }

    private State withoutKey(ArchiveRecord row) {
        return ours.contains(row.chain()) ? State.SHREDDED : State.KEY_ELSEWHERE;
    }

    private static Optional<Facts> facts(ArchiveRecord row) {
        if (row.facts().isEmpty() || row.factSalt().isEmpty()) {
            return Optional.empty();
        }
        try {
            Facts facts = Facts.decode(row.facts().get().array());
            Bytes commitment = ArchiveRecord.commitment(row.factSalt().get(), row.facts().get());
            return commitment.equals(row.factCommitment()) ? Optional.of(facts) : Optional.empty();
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }
}

package org.earshot.proxy.archive;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/// How far a custodian's copy of the anchors proves each chain by itself: whatever came later could have been signed anew by
/// whoever holds the server's keys. An anchored head proves the records up to it, an anchored checkpoint the heads that it
/// and the ones before it name, and a signed statement among proven records the head that it names. Confined to its thread.
final class CustodianReach {
    private final Map<UUID, Long> records = new HashMap<>();
    private final Map<UUID, Long> checkpoints = new HashMap<>();
    private final List<Statement> statements = new ArrayList<>();

    /// The record at `by` says that the chain of `of` had come so far.
    private record Statement(ArchivePosition by, ArchivePosition of) {}

    /// The copy has the head of a chain.
    void head(ArchivePosition position) {
        records.merge(position.chain(), position.number(), Math::max);
    }

    /// The copy has a checkpoint.
    void checkpoint(UUID chain, long sequence) {
        checkpoints.merge(chain, sequence, Math::max);
    }

    /// Whether the copy has this checkpoint, or a later one of its chain.
    boolean hasCheckpoint(Checkpoint checkpoint) {
        return checkpoint.sequence() <= checkpoints.getOrDefault(checkpoint.chain(), -1L);
    }

    /// A signed record names the head of another chain.
    void statement(ArchivePosition by, ArchivePosition of) {
        statements.add(new Statement(by, of));
    }

    /// Follows the statements, when all is known.
    void spread() {
        boolean grown = true;
        while (grown) {
            grown = false;
            for (Statement statement : statements) {
                if (statement.by().number() <= of(statement.by().chain())
                        && statement.of().number() > of(statement.of().chain())) {
                    head(statement.of());
                    grown = true;
                }
            }
        }
    }

    /// Number of the last record of a chain that is proven; -1 if none.
    long of(UUID chain) {
        return records.getOrDefault(chain, -1L);
    }
}

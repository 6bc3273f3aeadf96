package org.earshot.proxy.archive;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.earshot.proxy.archive.ArchiveTables.Chain;

/// Writes all that a verifier needs as lines of JSON, ASCII only, bytes in hex: chains, checkpoints, records, in this order.
/// Facts and ciphertext are in it, content and keys are not. The format is in `docs/archive-format.md`. Holds a few records
/// at a time in memory, whatever their number.
public final class ArchiveDump {
    /// Records at a time: each may have 16 MiB.
    private static final int PAGE = 16;

    private final ArchiveTables tables;
    private final Appendable out;

    /// @param out gets it
    public ArchiveDump(ArchiveTables tables, Appendable out) {
        this.tables = tables;
        this.out = out;
    }

    /// Writes it.
    ///
    /// @return how many records there are
    /// @throws IOException if it can't be written
    public long write() throws IOException {
        new JsonLine(out).text("dump", "earshot-archive-dump-1").end();
        List<Chain> chains = tables.chains();
        for (Chain chain : chains) {
            new JsonLine(out)
                    .text("chain", chain.chain().toString())
                    .text("signer", chain.signer())
                    .text("node", chain.node())
                    .number("openedAt", chain.openedAt())
                    .flag("ended", chain.ended())
                    .end();
        }
        // before the records, which are therefore at least as far
        for (Chain chain : chains) {
            checkpoints(chain.chain());
        }
        long records = 0;
        for (Chain chain : chains) {
            records += records(chain.chain());
        }
        new JsonLine(out).number("end", records).end();
        return records;
    }

    private void checkpoints(UUID chain) throws IOException {
        List<Checkpoint> checkpoints;
        try {
            checkpoints = tables.checkpoints(chain);
        } catch (IllegalArgumentException _) {
            // altered: the verifier says so
            new JsonLine(out)
                    .text("checkpoint", chain.toString())
                    .bytes("body", Optional.empty())
                    .end();
            return;
        }
        for (Checkpoint checkpoint : checkpoints) {
            new JsonLine(out)
                    .text("checkpoint", chain.toString())
                    .bytes("body", Optional.of(checkpoint.body()))
                    .text("signer", checkpoint.signature().signer())
                    .bytes("signature", Optional.of(checkpoint.signature().signature()))
                    .end();
        }
    }

    private long records(UUID chain) throws IOException {
        long count = 0;
        // what is below the first record does not belong there, and must be seen
        long from = Long.MIN_VALUE;
        while (true) {
            List<ArchiveRecord> page = tables.recordsWithParties(chain, from, PAGE);
            for (ArchiveRecord row : page) {
                record(row);
            }
            count += page.size();
            if (page.size() < PAGE || page.getLast().number() == Long.MAX_VALUE) {
                return count;
            }
            from = page.getLast().number() + 1;
        }
    }

    private void record(ArchiveRecord row) throws IOException {
        JsonLine line =
                new JsonLine(out)
                        .text("record", row.chain().toString())
                        .number("number", row.number())
                        .text("eventId", row.eventId().toString())
                        .text("kind", row.kind())
                        .number("happenedAt", row.happenedAt())
                        .text("retention", row.retention())
                        .bytes("factSalt", row.factSalt())
                        .bytes("facts", row.facts())
                        .bytes("factCommitment", Optional.of(row.factCommitment()))
                        .text("contentKey", row.contentKey())
                        .bytes("sealed", row.sealed())
                        .bytes("contentDigest", row.contentDigest())
                        .bytes("contentCommitment", row.contentCommitment())
                        .bytes("previousHash", Optional.of(row.previousHash()))
                        .bytes("hash", Optional.of(row.hash()))
                        .texts("parties", row.parties());
        line.text("signer", row.signature().map(ArchiveRecord.SignatureBy::signer))
                .bytes("signature", row.signature().map(ArchiveRecord.SignatureBy::signature))
                .end();
    }
}

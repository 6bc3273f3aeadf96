package org.earshot.proxy.archive;

import java.io.IOException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;

/// Writes what proves that records are in the chains: of each one the values that its hash is made of, and of those behind it up to the next
/// signed checkpoint, or to the chain's end. Facts and content are not in it. Lines of JSON, ASCII only; the format is in
/// `docs/archive-format.md`. Holds a few records at a time in memory.
public final class ExportProof {
    /// Records at a time: each may have 16 MiB.
    private static final int PAGE = 16;

    private final ArchiveTables tables;
    private final ExportSigner signer;
    private final List<AnchorJournal.ChainAnchors> anchors;
    private final List<Head> heads = new ArrayList<>();
    private long rows;

    /// How far a chain has come beyond its last checkpoint: whoever signs the export vouches for it.
    ///
    /// @param anchored whether the node's own journal says the same; else the database alone does, whose administrator must not get a signature for it
    public record Head(ArchivePosition position, Bytes hash, boolean anchored) {}

    /// @param anchors the node's own
    public ExportProof(
            ArchiveTables tables, ExportSigner signer, List<AnchorJournal.ChainAnchors> anchors) {
        this.tables = tables;
        this.anchors = List.copyOf(anchors);
        this.signer = signer;
    }

    /// Writes it.
    ///
    /// @param records numbers by chain
    /// @return what the manifest has to sign
    /// @throws IOException if it can't be written
    public List<Head> write(Appendable out, Map<UUID, BitSet> records) throws IOException {
        new JsonLine(out).text("proof", "earshot-archive-proof-1").end();
        Set<String> keys = new LinkedHashSet<>();
        keys.add(signer.publicKey());
        records.keySet().forEach(chain -> publicKey(chain).ifPresent(keys::add));
        for (String key : keys) {
            new JsonLine(out).text("key", key).end();
        }
        for (Map.Entry<UUID, BitSet> chain : records.entrySet()) {
            segments(out, chain.getKey(), chain.getValue());
        }
        new JsonLine(out).number("end", rows).end();
        return List.copyOf(heads);
    }

    private Optional<String> publicKey(UUID chain) {
        try {
            return tables.records(chain, 0, 1).stream()
                    .filter(row -> row.number() == 0)
                    .findFirst()
                    .flatMap(ArchiveRecord::facts)
                    .map(facts -> Facts.decode(facts.array()))
                    .flatMap(facts -> facts.first("public-key"));
        } catch (IllegalArgumentException _) {
            return Optional.empty(); // altered: what it signed is then not proven
        }
    }

    private void segments(Appendable out, UUID chain, BitSet numbers) throws IOException {
        NavigableMap<Long, Checkpoint> checkpoints = checkpoints(chain);
        long last = tables.lastNumber(chain);
        int from = numbers.nextSetBit(0);
        while (from >= 0 && from <= last) {
            Map.Entry<Long, Checkpoint> next = checkpoints.ceilingEntry((long) from);
            boolean isSigned = next != null && next.getKey() <= last;
            Optional<AnchorJournal.Anchor> anchor =
                    isSigned ? Optional.empty() : anchor(chain, from, last);
            long to =
                    isSigned
                            ? next.getKey()
                            : anchor.map(AnchorJournal.Anchor::number).orElse(last);
            segment(
                    out,
                    chain,
                    from,
                    to,
                    isSigned ? Optional.of(next.getValue()) : Optional.empty(),
                    anchor);
            from = to >= Integer.MAX_VALUE ? -1 : numbers.nextSetBit((int) to + 1);
        }
    }

    private Optional<AnchorJournal.Anchor> anchor(UUID chain, long from, long last) {
        return anchors.stream()
                .filter(known -> known.chain().equals(chain))
                .flatMap(known -> known.heads().reversed().stream())
                .filter(head -> head.number() >= from && head.number() <= last)
                .findFirst();
    }

    private NavigableMap<Long, Checkpoint> checkpoints(UUID chain) {
        NavigableMap<Long, Checkpoint> found = new TreeMap<>();
        try {
            for (Checkpoint checkpoint : tables.checkpoints(chain)) {
                checkpoint.heads().stream()
                        .filter(head -> head.chain().equals(chain))
                        .forEach(head -> found.putIfAbsent(head.number(), checkpoint));
            }
        } catch (IllegalArgumentException _) {
            found.clear(); // altered: without them, then
        }
        return found;
    }

    private void segment(
            Appendable out,
            UUID chain,
            long first,
            long to,
            Optional<Checkpoint> checkpoint,
            Optional<AnchorJournal.Anchor> anchor)
            throws IOException {
        long from = first;
        Optional<Bytes> end = Optional.empty();
        while (from <= to) {
            int limit = (int) Math.min(PAGE, to - from + 1);
            List<ArchiveRecord> page = tables.records(chain, from, limit);
            if (page.isEmpty()) {
                break; // the row is gone: the verifier says so
            }
            if (from == first) {
                begin(out, page.getFirst(), to, checkpoint);
            }
            for (ArchiveRecord row : page) {
                row(out, row);
            }
            end = Optional.of(page.getLast().hash());
            from = page.getLast().number() + 1;
        }
        if (checkpoint.isEmpty()) {
            end.ifPresent(hash ->
                    heads.add(
                            new Head(
                                    new ArchivePosition(chain, to),
                                    hash,
                                    anchor.filter(known -> known.hash().equals(hash))
                                            .isPresent())));
        }
    }

    private static void begin(
            Appendable out, ArchiveRecord first, long to, Optional<Checkpoint> checkpoint)
            throws IOException {
        new JsonLine(out)
                .text("segment", first.chain().toString())
                .number("from", first.number())
                .number("to", to)
                .bytes("previousHash", Optional.of(first.previousHash()))
                .bytes("checkpoint", checkpoint.map(Checkpoint::body))
                .text("signer", checkpoint.map(signed -> signed.signature().signer()))
                .bytes("signature", checkpoint.map(signed -> signed.signature().signature()))
                .end();
    }

    private void row(Appendable out, ArchiveRecord row) throws IOException {
        rows++;
        new JsonLine(out)
                .number("row", row.number())
                .text("eventId", row.eventId().toString())
                .text("kind", row.kind())
                .number("happenedAt", row.happenedAt())
                .text("retention", row.retention())
                .bytes("factCommitment", Optional.of(row.factCommitment()))
                .text("contentKey", row.contentKey())
                .bytes("contentDigest", row.contentDigest())
                .bytes("contentCommitment", row.contentCommitment())
                .end();
    }
}

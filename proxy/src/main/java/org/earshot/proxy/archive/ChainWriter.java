package org.earshot.proxy.archive;

import java.io.IOException;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.LongStream;
import org.earshot.common.db.Columns;
import org.earshot.proxy.archive.AnchorJournal.Anchor;
import org.earshot.proxy.archive.ArchiveTables.Addition;
import org.earshot.proxy.archive.ArchiveTables.Chain;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The chain of this start of this node. Confined to the archive's thread. Each method returns when what it wrote is
/// committed and anchored; when it throws, the next call first finds out what became of it.
final class ChainWriter {
    private static final Logger log = LoggerFactory.getLogger(ChainWriter.class);

    private final ArchiveConfig config;
    private final ArchiveTables tables;
    private final AnchorJournal anchors;
    private final ArchiveKeys keys;
    private final InstantSource clock;
    private final SecureRandom random;

    private final UUID chain = UUID.randomUUID();
    private boolean begun;
    private boolean opened;
    private long nextNumber;
    private Bytes lastHash = ArchiveRecord.NO_HASH;
    private Optional<Checkpoint> lastCheckpoint = Optional.empty();
    private long sinceCheckpoint;
    // sent to the database, and no answer yet
    private Optional<Addition> unsettled = Optional.empty();
    // committed, and not yet in the journal
    private Optional<Addition> unanchored = Optional.empty();

    ChainWriter(
            ArchiveConfig config,
            ArchiveTables tables,
            AnchorJournal anchors,
            ArchiveKeys keys,
            InstantSource clock,
            SecureRandom random) {
        this.config = config;
        this.tables = tables;
        this.anchors = anchors;
        this.keys = keys;
        this.clock = clock;
        this.random = random;
    }

    /// Opens the chain, and says in it what became of the chains of earlier starts. Does nothing when it is open.
    void open() throws IOException {
        settle();
        if (opened) {
            return;
        }
        if (!begun) {
            anchors.begin(chain);
            begun = true;
        }
        List<Recovery.Finding> findings =
                Recovery.findings(tables, anchors.read(), keys.signer(), chain);
        List<Draft> drafts = new ArrayList<>();
        drafts.add(opening());
        List<UUID> ended = new ArrayList<>();
        for (Recovery.Finding finding : findings) {
            ended.add(finding.chain());
            finding.facts()
                    .ifPresent(facts ->
                            drafts.add(
                                    signed(
                                            finding.problem().isPresent()
                                                    ? ArchiveRecord.LOSS
                                                    : ArchiveRecord.RECOVERED,
                                            facts)));
        }
        Chain entry =
                new Chain(
                        chain, keys.signer(), config.node(), drafts.getFirst().happenedAt(), false);
        add(Optional.of(entry), drafts, true, ended, List.of());
        for (Recovery.Finding finding : findings) {
            finding.problem()
                    .ifPresent(problem ->
                            log.error(
                                    "archive chain {} is not whole: {}", finding.chain(), problem));
            anchors.end(finding.chain(), "recovered");
        }
    }

    private Draft opening() {
        Facts.Builder facts =
                Facts.builder()
                        .add("format", 2)
                        .add("node", config.node())
                        .add("signer", keys.signer())
                        .add("public-key", SigningKey.text(keys.publicKey()));
        // links this node's chains, so that one that is dropped as a whole is missed
        tables.chains().reversed().stream()
                .filter(before -> before.signer().equals(keys.signer()))
                .filter(before -> !before.chain().equals(chain))
                .findFirst()
                .flatMap(before -> tables.last(before.chain()))
                .ifPresent(last ->
                        facts.add(
                                "previous-chain",
                                last.chain() + " " + last.number() + " " + last.hash().hex()));
        return signed(ArchiveRecord.CHAIN_OPENED, facts.build());
    }

    /// Adds records in one commit, and says where they are.
    ///
    /// @param companions what else happens in that commit
    List<ArchivePosition> write(List<Draft> drafts, List<Companion> companions) throws IOException {
        open();
        long first = nextNumber;
        add(
                Optional.empty(),
                drafts,
                sinceCheckpoint + drafts.size() >= config.checkpointEvery(),
                List.of(),
                companions);
        return LongStream.range(first, nextNumber)
                .mapToObj(number -> new ArchivePosition(chain, number))
                .toList();
    }

    /// Finds out what became of the last [#write] that threw, and anchors it.
    ///
    /// @return where its records are; empty if they were not written
    /// @throws IOException as long as it can't be anchored
    /// @throws org.earshot.common.db.StoreUnavailableException as long as that can't be known
    Optional<List<ArchivePosition>> finish() throws IOException {
        List<ArchiveRecord> sent =
                unsettled.or(() -> unanchored).map(Addition::records).orElse(List.of());
        settle();
        boolean written = !sent.isEmpty() && sent.getLast().number() < nextNumber;
        return written
                ? Optional.of(
                        sent.stream()
                                .map(record -> new ArchivePosition(chain, record.number()))
                                .toList())
                : Optional.empty();
    }

    /// Whether something is committed that is not anchored.
    boolean isCommitted() {
        return unanchored.isPresent();
    }

    /// Writes a checkpoint when something came after the last one.
    void checkpoint() throws IOException {
        open();
        if (sinceCheckpoint > 0) {
            add(Optional.empty(), List.of(), true, List.of(), List.of());
        }
    }

    /// Closes the chain with a signed record.
    void close() throws IOException {
        settle();
        if (opened) {
            Draft closing =
                    signed(
                            ArchiveRecord.CHAIN_CLOSED,
                            Facts.builder().add("node", config.node()).build());
            add(Optional.empty(), List.of(closing), true, List.of(chain), List.of());
            anchors.end(chain, "closed");
        }
    }

    private Draft signed(String kind, Facts facts) {
        return Draft.signed(kind, clock.instant(), facts, random);
    }

    private void add(
            Optional<Chain> opening,
            List<Draft> drafts,
            boolean withCheckpoint,
            List<UUID> ended,
            List<Companion> companions)
            throws IOException {
        List<ArchiveRecord> records = new ArrayList<>();
        long number = nextNumber;
        Bytes hash = lastHash;
        for (Draft draft : drafts) {
            ArchiveRecord row = draft.after(chain, number, hash, keys);
            records.add(row);
            number++;
            hash = row.hash();
        }
        Optional<Checkpoint> checkpoint =
                withCheckpoint
                        ? Optional.of(
                                Checkpoint.of(
                                        chain,
                                        lastCheckpoint,
                                        Columns.micros(clock.instant()),
                                        heads(new Checkpoint.Head(chain, number - 1, hash)),
                                        keys))
                        : Optional.empty();
        Addition addition = new Addition(opening, records, checkpoint, ended, companions);
        unsettled = Optional.of(addition);
        tables.add(addition);
        settled(addition);
        anchor();
    }

    private List<Checkpoint.Head> heads(Checkpoint.Head own) {
        List<Checkpoint.Head> heads = new ArrayList<>();
        heads.add(own);
        for (UUID other : tables.openChains()) {
            if (!other.equals(chain)) {
                tables.last(other)
                        .ifPresent(row ->
                                heads.add(
                                        new Checkpoint.Head(
                                                row.chain(), row.number(), row.hash())));
            }
        }
        return heads;
    }

    // the commit may or may not have happened when the connection broke during it
    private void settle() throws IOException {
        if (unsettled.isPresent()) {
            Addition addition = unsettled.get();
            if (isCommitted(addition)) {
                settled(addition);
            } else {
                unsettled = Optional.empty();
            }
        }
        anchor();
    }

    private boolean isCommitted(Addition addition) {
        if (!addition.records().isEmpty()) {
            Bytes hash = addition.records().getLast().hash();
            return tables.last(chain).filter(row -> row.hash().equals(hash)).isPresent();
        }
        return addition.checkpoint()
                .filter(checkpoint -> tables.checkpoints(chain).contains(checkpoint))
                .isPresent();
    }

    private void settled(Addition addition) {
        unsettled = Optional.empty();
        unanchored = Optional.of(addition);
        opened = true;
        if (!addition.records().isEmpty()) {
            ArchiveRecord last = addition.records().getLast();
            nextNumber = last.number() + 1;
            lastHash = last.hash();
            sinceCheckpoint += addition.records().size();
        }
        if (addition.checkpoint().isPresent()) {
            lastCheckpoint = addition.checkpoint();
            sinceCheckpoint = 0;
        }
    }

    private void anchor() throws IOException {
        if (unanchored.isEmpty()) {
            return;
        }
        Addition addition = unanchored.get();
        if (!addition.records().isEmpty()) {
            anchors.head(
                    chain, new Anchor(nextNumber - 1, lastHash, Columns.micros(clock.instant())));
        }
        if (addition.checkpoint().isPresent()) {
            Checkpoint checkpoint = addition.checkpoint().get();
            anchors.checkpoint(chain, checkpoint.sequence(), checkpoint.hash());
        }
        unanchored = Optional.empty();
    }
}

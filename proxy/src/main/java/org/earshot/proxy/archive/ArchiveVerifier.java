package org.earshot.proxy.archive;

import java.io.IOException;
import java.security.PublicKey;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.earshot.common.db.Columns;
import org.earshot.proxy.archive.AnchorJournal.Anchor;
import org.earshot.proxy.archive.AnchorJournal.ChainAnchors;
import org.earshot.proxy.archive.ArchiveTables.Chain;
import org.earshot.proxy.archive.Verdict.Break;

/// Checks the whole record: that each record is as it was written, that none is missing, added or moved, and how far that is
/// proven by signatures and anchors. What to trust is an argument, never read from what is checked. Changes nothing.
public final class ArchiveVerifier {
    private static final int PAGE = 500;
    private static final int BREAKS = 100;

    private final ArchiveTables tables;
    private final Set<String> trusted;
    private final AnchorSource anchorSource;
    private final Duration patience;
    private final boolean copy;

    /// @param trusted fingerprints of the keys that nodes sign with (SHA-256 of SubjectPublicKeyInfo, hex)
    /// @param anchors the anchor journals of the nodes
    /// @param patience how long to wait for the anchor of what a running server has just committed
    public ArchiveVerifier(
            ArchiveTables tables, Set<String> trusted, AnchorSource anchors, Duration patience) {
        this(tables, trusted, anchors, patience, false);
    }

    private ArchiveVerifier(
            ArchiveTables tables,
            Set<String> trusted,
            AnchorSource anchors,
            Duration patience,
            boolean copy) {
        this.tables = tables;
        this.trusted = Set.copyOf(trusted);
        this.anchorSource = anchors;
        this.patience = patience;
        this.copy = copy;
    }

    /// Against a copy of the anchors that somebody else keeps. It may be older than the record: then what came later is
    /// unproven, also where the server's keys have signed it. See [CustodianReach].
    public static ArchiveVerifier againstCopy(
            ArchiveTables tables, Set<String> trusted, AnchorSource anchors) {
        return new ArchiveVerifier(tables, trusted, anchors, Duration.ZERO, true);
    }

    /// Reads all of it, also while a server writes on: then what it wrote up to the reading of each chain.
    ///
    /// @throws IOException if the anchors can't be read
    public VerificationReport verify() throws IOException {
        return new Run(anchorSource.read()).report();
    }

    /// One reading. Confined to its thread.
    private final class Run {
        private final Map<String, PublicKey> keys = new HashMap<>();
        private final Map<UUID, Expected> expected = new LinkedHashMap<>();
        private final List<Break> breaks = new ArrayList<>();
        private final List<ChainAnchors> anchors;
        private final UnprovenTails unproven = new UnprovenTails(anchorSource, patience);
        private final CustodianReach reach = new CustodianReach();
        private final Tombstones tombstones = new Tombstones();
        private long records;
        private long lastAt = Long.MIN_VALUE;

        /// @param anchors read before the records, which are therefore at least as far
        Run(List<ChainAnchors> anchors) {
            this.anchors = anchors;
        }

        VerificationReport report() throws IOException {
            List<Chain> chains = tables.chains();
            chains.forEach(chain -> expected(chain.chain()));
            expectAnchors();
            List<ArchiveRecord> signed = tables.signedRecords();
            signed.forEach(this::learnKey);
            signed.forEach(this::expectStatement);
            for (UUID chain : List.copyOf(expected.keySet())) {
                expectCheckpoints(chain);
            }
            reach.spread();
            Map<UUID, Chain> listed = new HashMap<>();
            chains.forEach(chain -> listed.put(chain.chain(), chain));
            expected.forEach((chain, wanted) -> check(chain, wanted, listed));
            if (breaks.isEmpty()) {
                breaks.addAll(unproven.settle());
            }
            return new VerificationReport(verdict(), expected.size(), records, used());
        }

        private AnchorsUsed used() {
            if (copy) {
                return AnchorsUsed.COPY;
            }
            return anchors.isEmpty() ? AnchorsUsed.NONE : AnchorsUsed.OWN;
        }

        private Verdict verdict() {
            if (!breaks.isEmpty()) {
                return new Verdict.Broken(breaks);
            }
            Optional<Verdict.Unproven> open = unproven.verdict();
            if (open.isPresent()) {
                return open.get();
            }
            return new Verdict.Intact(
                    lastAt == Long.MIN_VALUE ? Instant.EPOCH : Columns.instant(lastAt));
        }

        private Expected expected(UUID chain) {
            return expected.computeIfAbsent(chain, _ -> new Expected());
        }

        private void broken(UUID chain, long number, String reason) {
            if (breaks.size() < BREAKS) {
                breaks.add(new Break(chain, number, reason));
            }
        }

        private void expectAnchors() {
            for (ChainAnchors known : anchors) {
                if (!known.begun() && !copy) {
                    // a file is begun before its chain: one that was emptied has lost what it said,
                    // unless it was copied
                    // just then
                    expected.computeIfPresent(
                            known.chain(),
                            (_, wanted) -> {
                                wanted.anchorsLost = true;
                                return wanted;
                            });
                }
                if (known.heads().isEmpty() && known.checkpoints().isEmpty()) {
                    continue; // begun, and never written
                }
                Expected wanted = expected(known.chain());
                for (Anchor anchor : known.heads()) {
                    expectHash(known.chain(), anchor.number(), anchor.hash());
                    reach.head(new ArchivePosition(known.chain(), anchor.number()));
                }
                known.checkpoints()
                        .keySet()
                        .forEach(sequence -> reach.checkpoint(known.chain(), sequence));
                wanted.checkpoints.putAll(known.checkpoints());
            }
        }

        // the record brings the keys, and the caller's fingerprints say which of them count
        private void learnKey(ArchiveRecord row) {
            if (row.kind().equals(ArchiveRecord.CHAIN_OPENED) && row.facts().isPresent()) {
                try {
                    Facts.decode(row.facts().get().array())
                            .first("public-key")
                            .map(SigningKey::parse)
                            .filter(key -> trusted.contains(SigningKey.fingerprint(key)))
                            .ifPresent(key -> keys.put(SigningKey.fingerprint(key), key));
                } catch (IllegalArgumentException _) {
                    // altered: its chain's check names it
                }
            }
        }

        private boolean isSigned(byte[] text, ArchiveRecord.SignatureBy signature) {
            PublicKey key = keys.get(signature.signer());
            return key != null && SigningKey.verifies(key, text, signature.signature());
        }

        // what signed records say of other chains
        private void expectStatement(ArchiveRecord row) {
            if (row.facts().isEmpty()
                    || row.factSalt().isEmpty()
                    || !row.hash().equals(row.computedHash())
                    || !row.factCommitment()
                            .equals(
                                    ArchiveRecord.commitment(
                                            row.factSalt().get(), row.facts().get()))
                    || !isSigned(
                            ArchiveRecord.signedText(row.hash()), row.signature().orElseThrow())) {
                return; // its chain's check names it
            }
            try {
                Facts facts = Facts.decode(row.facts().get().array());
                expectStatement(row.position(), row.kind(), facts);
                tombstones.take(row, facts);
            } catch (IllegalArgumentException
                    | NoSuchElementException
                    | IndexOutOfBoundsException _) {
                // signed with a trusted key, and yet not by our program
                broken(row.chain(), row.number(), "says something that can't be read");
            }
        }

        private void expectStatement(ArchivePosition by, String kind, Facts facts) {
            switch (kind) {
                case ArchiveRecord.CHAIN_OPENED ->
                        facts.first("previous-chain").ifPresent(head -> expectHead(by, head));
                case ArchiveRecord.RECOVERED -> {
                    UUID chain = UUID.fromString(facts.first("chain").orElseThrow());
                    expected(chain).recovered = true;
                    expectHead(
                            by,
                            chain
                                    + " "
                                    + facts.first("number").orElseThrow()
                                    + " "
                                    + facts.first("hash").orElseThrow());
                }
                case ArchiveRecord.LOSS -> {
                    UUID chain = UUID.fromString(facts.first("chain").orElseThrow());
                    expected(chain).recovered = true;
                    broken(
                            chain,
                            facts.first("number").map(Long::parseLong).orElse(-1L) + 1,
                            "reported at the next start: "
                                    + facts.first("problem").orElse("not whole"));
                }
                default -> {}
            }
        }

        // whoever has the keys must not overrule an anchor by signing something else
        private void expectHash(UUID chain, long number, Bytes hash) {
            Bytes before = expected(chain).hashes.putIfAbsent(number, hash);
            if (before != null && !before.equals(hash)) {
                broken(chain, number, "was signed or anchored with two hashes");
            }
        }

        private void expectHead(ArchivePosition by, String text) {
            String[] words = text.split(" ", -1);
            UUID chain = UUID.fromString(words[0]);
            long number = Long.parseLong(words[1]);
            expectHash(chain, number, Bytes.ofHex(words[2]));
            reach.statement(by, new ArchivePosition(chain, number));
        }

        private void expectCheckpoints(UUID chain) {
            Bytes previous = ArchiveRecord.NO_HASH;
            long next = 0;
            List<Checkpoint> stored;
            try {
                stored = tables.checkpoints(chain);
            } catch (IllegalArgumentException e) {
                broken(chain, 0, "a checkpoint was altered");
                return;
            }
            Map<Long, Bytes> anchored = new HashMap<>(expected(chain).checkpoints);
            for (Checkpoint checkpoint : stored) {
                if (!checkpoint.chain().equals(chain)
                        || checkpoint.sequence() != next
                        || !checkpoint.previousHash().equals(previous)) {
                    broken(
                            chain,
                            next,
                            "checkpoint " + next + " is missing, or others are in its place");
                    return;
                }
                if (!isSigned(checkpoint.body().array(), checkpoint.signature())) {
                    broken(chain, next, "checkpoint " + next + " is not signed by a trusted key");
                    return;
                }
                previous = checkpoint.hash();
                Bytes wanted = anchored.remove(next);
                if (wanted != null && !wanted.equals(previous)) {
                    broken(chain, next, "checkpoint " + next + " is not the anchored one");
                }
                for (Checkpoint.Head head : checkpoint.heads()) {
                    expectHash(head.chain(), head.number(), head.hash());
                    if (reach.hasCheckpoint(checkpoint)) {
                        reach.head(new ArchivePosition(head.chain(), head.number()));
                    }
                }
                next++;
            }
            if (!anchored.isEmpty()) {
                broken(chain, next, "checkpoint " + next + " is missing");
            }
        }

        private void check(UUID chain, Expected wanted, Map<UUID, Chain> listed) {
            long next = 0;
            long proven = -1;
            long provenAt = Long.MIN_VALUE;
            // a row below the first one is no part of the chain, and a search would show it
            long from = Long.MIN_VALUE;
            Bytes previous = ArchiveRecord.NO_HASH;
            Optional<ArchiveRecord> last = Optional.empty();
            while (true) {
                List<ArchiveRecord> page = tables.recordsWithParties(chain, from, PAGE);
                if (page.isEmpty()) {
                    break;
                }
                for (ArchiveRecord row : page) {
                    records++;
                    Optional<String> problem = problem(row, next, previous);
                    Bytes anchored = wanted.hashes.remove(row.number());
                    if (problem.isEmpty() && anchored != null && !anchored.equals(row.hash())) {
                        problem = Optional.of("is not the one that was signed or anchored");
                    }
                    if (problem.isPresent()) {
                        broken(chain, next, problem.get());
                        return; // what follows hangs on it
                    }
                    boolean covered =
                            copy
                                    ? row.number() <= reach.of(chain)
                                    : anchored != null || row.signature().isPresent();
                    if (covered) {
                        proven = row.number();
                    }
                    if (covered || row.number() == 0) {
                        provenAt = row.happenedAt();
                    }
                    previous = row.hash();
                    last = Optional.of(row);
                    next++;
                }
                from = next;
            }
            if (!wanted.hashes.isEmpty()) {
                broken(chain, next, "is missing, and all that came after it");
                return;
            }
            if (last.isEmpty()) {
                if (listed.containsKey(chain)) {
                    broken(chain, 0, "the chain is listed and has no record");
                }
                return;
            }
            boolean closed = last.get().kind().equals(ArchiveRecord.CHAIN_CLOSED);
            boolean ended = closed || wanted.recovered;
            checkEntry(chain, Optional.ofNullable(listed.get(chain)), ended);
            lastAt = Math.max(lastAt, last.get().happenedAt());
            if (wanted.anchorsLost) {
                broken(chain, 0, "the anchor file of this chain has lost what it said");
            }
            if (proven < last.get().number()) {
                unproven.add(new UnprovenTails.Tail(chain, proven, provenAt, last.get(), !ended));
            }
        }

        // the list of chains is no evidence, but who changed it wanted something
        private void checkEntry(UUID chain, Optional<Chain> entry, boolean ended) {
            ArchiveRecord first = tables.records(chain, 0, 1).getFirst();
            Facts facts = Facts.decode(first.facts().orElseThrow().array());
            boolean fits =
                    fits(entry, facts, first, ended)
                            // the chain ended after the list was read, and before the records were
                            || fits(listedNow(chain), facts, first, ended);
            if (!fits) {
                broken(chain, 0, "the list of chains does not say what the chain says");
            }
        }

        private Optional<Chain> listedNow(UUID chain) {
            return tables.chains().stream()
                    .filter(listed -> listed.chain().equals(chain))
                    .findFirst();
        }

        private static boolean fits(
                Optional<Chain> entry, Facts facts, ArchiveRecord first, boolean ended) {
            return entry.isPresent()
                    && facts.first("signer").equals(Optional.of(entry.get().signer()))
                    && facts.first("node").equals(Optional.of(entry.get().node()))
                    && first.happenedAt() == entry.get().openedAt()
                    && entry.get().ended() == ended;
        }

        private Optional<String> problem(ArchiveRecord row, long number, Bytes previous) {
            if (row.number() != number) {
                return Optional.of("is missing");
            }
            if (!row.hash().equals(row.computedHash())) {
                return Optional.of("was altered");
            }
            if (!row.previousHash().equals(previous)) {
                return Optional.of("does not follow the record before it");
            }
            if (row.isRemoved()) {
                return tombstones.problem(row).or(() -> signatureProblem(row, number));
            }
            if (row.facts().isEmpty() || row.factSalt().isEmpty()) {
                return Optional.of("has lost its facts");
            }
            if (!row.factCommitment()
                    .equals(ArchiveRecord.commitment(row.factSalt().get(), row.facts().get()))) {
                return Optional.of("has other facts than were written");
            }
            if (row.contentKey().isPresent() != row.contentDigest().isPresent()
                    || row.contentDigest().isPresent() != row.sealed().isPresent()) {
                return Optional.of("has lost its content");
            }
            if (row.sealed().isPresent()
                    && !row.contentDigest()
                            .equals(Optional.of(Canonical.sha256(row.sealed().get().array())))) {
                return Optional.of("has other content than was written");
            }
            return signatureProblem(row, number).or(() -> partiesProblem(row));
        }

        private Optional<String> signatureProblem(ArchiveRecord row, long number) {
            boolean mustBeSigned = ArchiveRecord.isSigned(row.kind());
            if ((number == 0) != row.kind().equals(ArchiveRecord.CHAIN_OPENED)) {
                return Optional.of("a chain begins with its opening, and only there");
            }
            if (row.signature().isPresent() != mustBeSigned) {
                return Optional.of(mustBeSigned ? "has lost its signature" : "has a signature");
            }
            if (mustBeSigned
                    && !isSigned(
                            ArchiveRecord.signedText(row.hash()), row.signature().orElseThrow())) {
                return Optional.of("is not signed by a trusted key");
            }
            return Optional.empty();
        }

        private Optional<String> partiesProblem(ArchiveRecord row) {
            Facts facts;
            try {
                facts = Facts.decode(row.facts().orElseThrow().array());
            } catch (IllegalArgumentException e) {
                return Optional.of("has facts that can't be read");
            }
            return EventFacts.parties(facts).equals(row.parties())
                    ? Optional.empty()
                    : Optional.of("has other search entries than its facts give");
        }
    }

    /// What is known of a chain beside its records.
    private static final class Expected {
        private final Map<Long, Bytes> hashes = new HashMap<>();
        private final Map<Long, Bytes> checkpoints = new HashMap<>();
        private boolean recovered;
        private boolean anchorsLost;
    }
}

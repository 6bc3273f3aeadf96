package org.earshot.proxy.archive;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.earshot.proxy.archive.AnchorJournal.Anchor;
import org.earshot.proxy.archive.AnchorJournal.ChainAnchors;
import org.earshot.proxy.archive.ArchiveTables.Chain;

/// What is found of the chains of earlier starts that were not closed, and what the new chain says of them.
final class Recovery {
    private static final int PAGE = 500;

    private Recovery() {}

    /// @param chain of the earlier start
    /// @param facts what a signed record says of it; empty when it was closed properly, or had no record yet
    /// @param problem what is missing or was altered
    record Finding(UUID chain, Optional<Facts> facts, Optional<String> problem) {}

    /// Looks at all chains of this node but the new one.
    ///
    /// @param signer this node's key
    static List<Finding> findings(
            ArchiveTables tables, List<ChainAnchors> journal, String signer, UUID newChain) {
        Set<UUID> unfinished = new LinkedHashSet<>();
        Map<UUID, ChainAnchors> anchors = new HashMap<>();
        for (ChainAnchors known : journal) {
            anchors.put(known.chain(), known);
            if (!known.ended()) {
                unfinished.add(known.chain());
            }
        }
        // a journal that keeps nothing does not know the new chain either
        boolean kept = anchors.containsKey(newChain);
        for (Chain chain : tables.chains()) {
            boolean missing = kept && !anchors.containsKey(chain.chain());
            if (chain.signer().equals(signer) && (!chain.ended() || missing)) {
                unfinished.add(chain.chain());
            }
        }
        unfinished.remove(newChain);
        List<Finding> findings = new ArrayList<>();
        for (UUID chain : unfinished) {
            Optional<ChainAnchors> known = Optional.ofNullable(anchors.get(chain));
            Optional<String> lost =
                    kept && known.filter(ChainAnchors::begun).isEmpty()
                            ? Optional.of("its anchor file is missing, or has lost what it said")
                            : Optional.empty();
            Optional<Anchor> anchor =
                    known.filter(file -> !file.heads().isEmpty())
                            .map(file -> file.heads().getLast());
            findings.add(finding(tables, chain, anchor, lost));
        }
        return findings;
    }

    /// @param lost what is wrong with the anchors themselves; a crash before the first line leaves no rows
    private static Finding finding(
            ArchiveTables tables, UUID chain, Optional<Anchor> anchor, Optional<String> lost) {
        Optional<ArchiveRecord> last = tables.last(chain);
        if (last.isEmpty() && anchor.isEmpty()) {
            return new Finding(chain, Optional.empty(), Optional.empty());
        }
        Optional<String> problem = problem(tables, chain, anchor, last).or(() -> lost);
        if (problem.isEmpty() && last.get().kind().equals(ArchiveRecord.CHAIN_CLOSED)) {
            return new Finding(chain, Optional.empty(), Optional.empty());
        }
        Facts.Builder facts =
                Facts.builder()
                        .add("chain", chain)
                        .add("number", last.map(ArchiveRecord::number))
                        .add("hash", last.map(row -> row.hash().hex()))
                        .add("anchored-number", anchor.map(Anchor::number))
                        .add("anchored-hash", anchor.map(known -> known.hash().hex()))
                        .add("problem", problem);
        return new Finding(chain, Optional.of(facts.build()), problem);
    }

    private static Optional<String> problem(
            ArchiveTables tables,
            UUID chain,
            Optional<Anchor> anchor,
            Optional<ArchiveRecord> last) {
        long anchored = anchor.map(Anchor::number).orElse(-1L);
        long found = Math.max(last.map(ArchiveRecord::number).orElse(-1L), -1L);
        if (anchor.isPresent() && found - anchored > ChainedArchive.LIMIT) {
            // the writer anchors each commit before it begins the next
            return Optional.of(
                    "its anchors end at record "
                            + anchored
                            + ", further before the last one than any crash leaves them");
        }
        if (anchored > found) {
            return Optional.of("records " + (found + 1) + " to " + anchored + " are missing");
        }
        long next = Math.max(anchored, 0);
        Optional<Bytes> previous = Optional.empty();
        while (next <= found) {
            List<ArchiveRecord> page = tables.records(chain, next, PAGE);
            if (page.isEmpty()) {
                return Optional.of("record " + next + " is missing");
            }
            for (ArchiveRecord row : page) {
                boolean linked =
                        row.number() == next
                                && row.hash().equals(row.computedHash())
                                && (previous.isEmpty()
                                        || row.previousHash().equals(previous.get()));
                boolean asAnchored =
                        row.number() != anchored || row.hash().equals(anchor.get().hash());
                if (!linked || !asAnchored) {
                    return Optional.of("record " + next + " was altered");
                }
                previous = Optional.of(row.hash());
                next++;
            }
        }
        return Optional.empty();
    }
}

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
        for (Chain chain : tables.chains()) {
            if (chain.signer().equals(signer) && !chain.ended()) {
                unfinished.add(chain.chain());
            }
        }
        unfinished.remove(newChain);
        List<Finding> findings = new ArrayList<>();
        for (UUID chain : unfinished) {
            Optional<Anchor> anchor =
                    Optional.ofNullable(anchors.get(chain))
                            .filter(known -> !known.heads().isEmpty())
                            .map(known -> known.heads().getLast());
            findings.add(finding(tables, chain, anchor));
        }
        return findings;
    }

    private static Finding finding(ArchiveTables tables, UUID chain, Optional<Anchor> anchor) {
        Optional<ArchiveRecord> last = tables.last(chain);
        if (last.isEmpty() && anchor.isEmpty()) {
            return new Finding(chain, Optional.empty(), Optional.empty());
        }
        Optional<String> problem = problem(tables, chain, anchor, last);
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
        long found = last.map(ArchiveRecord::number).orElse(-1L);
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

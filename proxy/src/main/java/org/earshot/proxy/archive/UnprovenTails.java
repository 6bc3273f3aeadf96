package org.earshot.proxy.archive;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import org.earshot.common.db.Columns;
import org.earshot.proxy.archive.AnchorJournal.Anchor;
import org.earshot.proxy.archive.AnchorJournal.ChainAnchors;
import org.earshot.proxy.archive.Verdict.Break;

/// Ends of chains that no anchor covered when the verification began. A server that runs writes the anchor right after the
/// commit, so the journal is asked again for a while before an end is called unproven. Confined to its thread.
final class UnprovenTails {
    private static final Duration PAUSE = Duration.ofMillis(50);

    private final AnchorSource anchors;
    private final Duration patience;
    private final List<Tail> tails = new ArrayList<>();

    /// The records of a chain after a number.
    ///
    /// @param proven the last one that something covers; -1 if none
    /// @param provenAt its time, or that of the first record if none is covered; microseconds since 1970, UTC
    /// @param last the last one
    /// @param running whether its chain may still be written
    record Tail(UUID chain, long proven, long provenAt, ArchiveRecord last, boolean running) {}

    /// @param patience how long to wait for anchors; the journal is asked again at least once
    UnprovenTails(AnchorSource anchors, Duration patience) {
        this.anchors = anchors;
        this.patience = patience;
    }

    void add(Tail tail) {
        tails.add(tail);
    }

    /// Takes out those that an anchor covers by now.
    ///
    /// @return those that are not as they were anchored
    List<Break> settle() throws IOException {
        List<Break> breaks = new ArrayList<>();
        Duration waited = Duration.ZERO;
        while (tails.stream().anyMatch(Tail::running) && waited.compareTo(patience) <= 0) {
            if (waited.isPositive()) {
                LockSupport.parkNanos(PAUSE.toNanos());
            }
            waited = waited.plus(PAUSE);
            List<ChainAnchors> known = anchors.read();
            tails.removeIf(tail ->
                    anchored(tail, known)
                            .map(hash -> {
                                if (!hash.equals(tail.last().hash())) {
                                    breaks.add(
                                            new Break(
                                                    tail.chain(),
                                                    tail.last().number(),
                                                    "is not the one that was anchored"));
                                }
                                return true;
                            })
                            .orElse(false));
        }
        return breaks;
    }

    private static Optional<Bytes> anchored(Tail tail, List<ChainAnchors> known) {
        return known.stream()
                .filter(chain -> chain.chain().equals(tail.chain()))
                .flatMap(chain -> chain.heads().stream())
                .filter(head -> head.number() == tail.last().number())
                .map(Anchor::hash)
                .findFirst();
    }

    /// After what each of them is not proven, the earliest first; empty when nothing is left.
    Optional<Verdict.Unproven> verdict() {
        return tails.stream().mapToLong(Tail::provenAt).min().stream()
                .mapToObj(earliest ->
                        new Verdict.Unproven(
                                Columns.instant(earliest),
                                tails.stream()
                                        .sorted(Comparator.comparingLong(Tail::provenAt))
                                        .map(tail ->
                                                new ArchivePosition(tail.chain(), tail.proven()))
                                        .toList()))
                .findFirst();
    }
}

package org.earshot.proxy.archive.review;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;
import org.earshot.proxy.archive.Archive;
import org.earshot.proxy.archive.ArchiveEvent;
import org.earshot.proxy.archive.ArchivedEvent;
import org.earshot.proxy.archive.CompanionRefusedException;
import org.earshot.proxy.archive.Content;
import org.earshot.proxy.archive.OpenedRecord;
import org.earshot.proxy.archive.RecordOpener;
import org.earshot.proxy.archive.RecordOpener.ListedChain;
import org.earshot.proxy.archive.review.ReviewTable.Picked;
import org.earshot.proxy.archive.review.ReviewTable.Progress;
import org.earshot.proxy.archive.search.ContentText;

/// Follows the chains and puts into the queue what the rules pick, behind the delivery: no message waits for it. Each message
/// that was relayed is looked at once, by the rules that were in force when it came. A crash neither loses one nor takes one
/// twice: the place in the chain, what was picked, and the event that tells of it are one commit. Any number of nodes may follow
/// one chain, and the first wins; another node's is left to that as long as it does it, and where the keys of its content are
/// not here. Thread-safe.
public final class ReviewFollower implements AutoCloseable {
    private static final int BATCH = 128;

    /// So long another node may stand still with a chain of its own.
    static final Duration PATIENCE = Duration.ofSeconds(30);

    /// So old a record must be: rules that were made before it are seen by then, by this node too.
    static final Duration SETTLED = Duration.ofSeconds(2);

    /// The server's work goes first: what is much to do gets half of the time.
    private static final Duration LONGEST_REST = Duration.ofMillis(200);

    /// What somebody wrote for others to read.
    private static final Set<String> WRITTEN = Set.of("message-received", "presence-published");

    private final RecordOpener records;
    private final ReviewTable table;
    private final Archive archive;
    private final InstantSource clock;
    private final ReentrantLock one = new ReentrantLock();
    private final Map<UUID, Standstill> others = new HashMap<>();
    private final Map<UUID, Seen> ends = new HashMap<>();
    private volatile boolean closed;

    /// @param archive where it is recorded what was picked
    public ReviewFollower(
            RecordOpener records, ReviewTable table, Archive archive, InstantSource clock) {
        this.records = records;
        this.table = table;
        this.archive = archive;
        this.clock = clock;
    }

    /// Where a chain of another node stands, and since when.
    private record Standstill(long next, Instant since) {}

    /// Where a chain ended at a time.
    private record Seen(long end, Instant at) {}

    /// What a batch came to.
    private record Looked(List<Picked> picked, int examined, int unreadable) {}

    /// Looks at all that is there now, and returns when nothing is left or it is closed. For virtual threads.
    ///
    /// @throws org.earshot.common.db.StoreUnavailableException if the database is away; call it again later
    /// @throws org.earshot.proxy.archive.ArchiveUnavailableException if what was picked can't be recorded; the same
    public void catchUp() {
        boolean more = true;
        while (more && !closed) {
            long begun = System.nanoTime();
            more = readSome();
            if (more) {
                LockSupport.parkNanos(Math.min(System.nanoTime() - begun, LONGEST_REST.toNanos()));
            }
        }
    }

    /// Looks at one batch of each chain.
    ///
    /// @return whether there may be more
    boolean readSome() {
        one.lock();
        try {
            boolean more = false;
            Map<UUID, Progress> known = table.progress();
            boolean ruled = !table.rules().versions().isEmpty();
            for (ListedChain chain : records.chains()) {
                Progress progress =
                        known.getOrDefault(chain.chain(), Progress.begin(chain.chain()));
                if (!closed && !progress.complete()) {
                    more |= (ruled || pass(progress)) && follow(chain, progress);
                }
            }
            return more;
        } finally {
            one.unlock();
        }
    }

    /// Returns when nothing is being read any more, nor will be.
    @Override
    public void close() {
        one.lock(); // behind the batch that is being read
        try {
            closed = true;
        } finally {
            one.unlock();
        }
    }

    /// As long as there was never a rule, nothing is read: the place moves to where the chain ended some time ago.
    ///
    /// @return whether the chain ends where it stands
    private boolean pass(Progress progress) {
        long end = records.end(progress.chain());
        if (end <= progress.next()) {
            return true;
        }
        Instant now = clock.instant();
        Seen seen = ends.computeIfAbsent(progress.chain(), _ -> new Seen(end, now));
        // rules that were made before its last record are seen by now
        if (!seen.at().plus(SETTLED).isAfter(now)) {
            ends.put(progress.chain(), new Seen(end, now));
            if (seen.end() > progress.next()) {
                table.move(
                        progress,
                        new Progress(
                                progress.chain(),
                                seen.end(),
                                false,
                                progress.examined(),
                                progress.unreadable()));
            }
        }
        return false;
    }

    private boolean follow(ListedChain chain, Progress progress) {
        if (!chain.ours() && isFollowedElsewhere(chain.chain(), progress)) {
            return false;
        }
        List<OpenedRecord> there = records.from(chain.chain(), progress.next(), BATCH);
        if (there.isEmpty()) {
            if (chain.ended()) {
                table.move(
                        progress,
                        new Progress(
                                progress.chain(),
                                progress.next(),
                                true,
                                progress.examined(),
                                progress.unreadable()));
            }
            return false;
        }
        Instant settled = clock.instant().minus(SETTLED);
        List<OpenedRecord> batch =
                there.stream().takeWhile(row -> !row.event().at().isAfter(settled)).toList();
        // a key that is missing here may be there on the node that wrote the record
        boolean foreign =
                !chain.ours()
                        && batch.stream()
                                .anyMatch(row -> row.state() == OpenedRecord.State.WITHOUT_KEY);
        if (batch.isEmpty() || foreign) {
            return false;
        }
        Looked looked = look(batch);
        Progress to =
                new Progress(
                        progress.chain(),
                        batch.getLast().event().position().number() + 1,
                        false,
                        progress.examined() + looked.examined(),
                        progress.unreadable() + looked.unreadable());
        boolean moved = move(progress, to, looked);
        others.computeIfPresent(
                chain.chain(),
                (_, still) -> moved ? new Standstill(to.next(), still.since()) : still);
        return moved && (there.size() == BATCH || chain.ended());
    }

    private boolean isFollowedElsewhere(UUID chain, Progress progress) {
        Instant now = clock.instant();
        Standstill still =
                others.merge(
                        chain,
                        new Standstill(progress.next(), now),
                        (before, seen) -> before.next() == seen.next() ? before : seen);
        return Duration.between(still.since(), now).compareTo(PATIENCE) < 0;
    }

    private Looked look(List<OpenedRecord> batch) {
        RuleBook book = table.rules();
        List<Picked> picked = new ArrayList<>();
        int examined = 0;
        int unreadable = 0;
        for (OpenedRecord row : batch) {
            ArchivedEvent event = row.event();
            List<ReviewRule> rules =
                    WRITTEN.contains(event.kind())
                            ? book.activeAt(event.at()).stream()
                                    .filter(rule -> rule.scope().has(event.facts()))
                                    .toList()
                            : List.of();
            if (rules.isEmpty()) {
                continue;
            }
            examined++;
            boolean searched = rules.stream().anyMatch(rule -> rule.picks() instanceof Lexicon);
            unreadable += searched && !isReadable(row) ? 1 : 0;
            List<ReviewItem.Cause> causes = causes(row, rules);
            if (!causes.isEmpty()) {
                picked.add(new Picked(event.position(), causes));
            }
        }
        return new Looked(picked, examined, unreadable);
    }

    private static boolean isReadable(OpenedRecord row) {
        return row.content().isPresent() && row.event().facts().first("not-reviewable").isEmpty();
    }

    private static List<ReviewItem.Cause> causes(OpenedRecord row, List<ReviewRule> rules) {
        Optional<String> text =
                Optional.of(row)
                        .filter(ReviewFollower::isReadable)
                        .flatMap(OpenedRecord::content)
                        .map(ContentText::of);
        List<ReviewItem.Cause> causes = new ArrayList<>();
        for (ReviewRule rule : rules) {
            switch (rule.picks()) {
                case Sample sample when sample.picks(row.event().id()) ->
                        causes.add(cause(rule, true));
                case Lexicon lexicon when text.isPresent() -> {
                    Lexicon.Hits hits = lexicon.in(text.get());
                    if (hits.any()) {
                        causes.add(cause(rule, hits.whole()));
                    }
                }
                case Sample _, Lexicon _ -> {}
            }
        }
        return causes;
    }

    private static ReviewItem.Cause cause(ReviewRule rule, boolean whole) {
        return new ReviewItem.Cause(
                rule.name(), rule.version(), rule.severity(), rule.fourEyes(), whole);
    }

    /// @return false if somebody else was faster
    private boolean move(Progress from, Progress to, Looked looked) {
        if (looked.picked().isEmpty() && looked.unreadable() == 0) {
            return table.move(from, to);
        }
        Instant now = clock.instant();
        try {
            archive.submitUnhurried(
                            event(from, to, looked, now),
                            table.move(from, to, looked.picked(), now))
                    .join();
            return true;
        } catch (CompanionRefusedException e) {
            return false;
        } catch (CompletionException e) {
            if (e.getCause() instanceof CompanionRefusedException) {
                return false;
            }
            throw e;
        }
    }

    private static ArchiveEvent event(Progress from, Progress to, Looked looked, Instant now) {
        String picked =
                looked.picked().stream()
                        .map(one ->
                                one.record()
                                        + one.causes().stream()
                                                .map(cause -> "; " + cause.words())
                                                .collect(Collectors.joining()))
                        .collect(Collectors.joining("\n"));
        return new ArchiveEvent.Reviewed(
                UUID.randomUUID(),
                now,
                ArchiveEvent.Reviewed.Step.QUEUED,
                Optional.empty(),
                Map.of(
                        "examined",
                        Integer.toString(looked.examined()),
                        "queued",
                        Integer.toString(looked.picked().size()),
                        "not-searched",
                        Integer.toString(looked.unreadable())),
                Content.of(
                        "text/plain;charset=utf-8",
                        ("looked at: "
                                        + from.chain()
                                        + " from "
                                        + from.next()
                                        + " to "
                                        + (to.next() - 1)
                                        + "\n"
                                        + picked)
                                .getBytes(StandardCharsets.UTF_8)));
    }
}

package org.earshot.proxy.archive;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.earshot.common.db.DatabaseException;
import org.earshot.common.stack.Timers;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Events of what can't be undone, such as a call that ended: while the archive can't be written they wait, in memory and on
/// this node's disk ([EventSpool]), and are written when it can be, by the next start at the latest. Then the record says
/// from when on it was behind, and how much there was (`record-gap`). One that can't be written while others can is dropped,
/// with an error in the log. To be closed before the archive. Thread-safe.
public final class EventBacklog implements AutoCloseable {
    /// More are given up, with a word in the log.
    static final int MOST = 10_000;

    /// The same, in bytes, about.
    static final long MOST_BYTES = 64L << 20;

    /// An event that has not been taken for so long is kept meanwhile: the archive tries for some seconds.
    static final Duration SLOW = Duration.ofSeconds(1);

    static final Duration AGAIN = Duration.ofSeconds(2);

    private static final int OVERHEAD = 1024;

    /// So often an event is refused, with others written in between, before it is its own fault: an archive may have good
    /// moments.
    private static final int TIMES = 4;

    /// So long the end waits for a last attempt.
    private static final Duration LAST = Duration.ofSeconds(10);

    private static final Logger log = LoggerFactory.getLogger(EventBacklog.class);

    private final Archive archive;
    private final EventSpool spool;
    private final SpoolQueue disk;
    private final Timers timers;
    private final Executor threads;
    private final InstantSource clock;

    // refused by the archive, in order
    private final Deque<ArchiveEvent> waiting = new ArrayDeque<>();
    // handed to the archive, which has not answered
    private final Set<UUID> underWay = new HashSet<>();
    // kept on disk, where there is one, and since when they are there
    private final Map<UUID, CompletableFuture<Boolean>> kept = new HashMap<>();
    // of these, those that the archive has refused, or never got
    private final Set<UUID> behind = new HashSet<>();
    private final Map<UUID, Suspicion> suspects = new HashMap<>();
    // a record-gap that is not in the record yet: what it says is nowhere else
    private Optional<UUID> gapUnderWay = Optional.empty();
    private long bytes;
    private long written;
    // whether one is tried, now or soon; and which
    private boolean trying;
    private Optional<UUID> tried = Optional.empty();
    private boolean closed;

    private final GapCount behindBy = new GapCount();

    /// An event that was refused as if it were wrong.
    ///
    /// @param times how often, with others written in between
    /// @param written how many had been by the last time
    private record Suspicion(int times, long written) {}

    /// What became of handing an event to the archive.
    private enum Outcome {
        WRITTEN,
        /// It never can be.
        HOPELESS,
        /// It waits.
        AWAY
    }

    /// @param threads for what may block
    public EventBacklog(
            Archive archive,
            EventSpool spool,
            Timers timers,
            Executor threads,
            InstantSource clock) {
        this.archive = archive;
        this.spool = spool;
        disk = new SpoolQueue(spool, threads);
        this.timers = timers;
        this.threads = threads;
        this.clock = clock;
    }

    /// Begins with what an earlier start left.
    public void start() {
        EventSpool.Left left = spool.left();
        Optional<ArchiveEvent> gap;
        synchronized (this) {
            if (left.lost() > 0) {
                log.error(
                        "{} events that happened before the start are not in the archive",
                        left.lost());
                behindBy.lost(left.lost(), clock.instant());
            }
            for (ArchiveEvent event : left.events()) {
                count(event, CompletableFuture.completedFuture(true));
                enqueue(event, false);
            }
            trying = !waiting.isEmpty();
            gap = trying ? Optional.empty() : gap();
            if (trying) {
                log.info("{} events wait for the archive from before the start", waiting.size());
            }
        }
        gap.ifPresent(this::addGap);
        if (gap.isEmpty()) {
            threads.execute(this::again);
        }
    }

    /// Writes an event, now or later; does not wait for the archive.
    ///
    /// @return completes when it is in the archive or safe here, about a second later at most, or is given up
    public CompletableFuture<Void> add(ArchiveEvent event) {
        CompletableFuture<Void> safe = new CompletableFuture<>();
        synchronized (this) {
            underWay.add(event.id());
        }
        Timers.Cancellable slow = timers.after(SLOW, () -> then(keepMeanwhile(event), safe));
        submit(
                event,
                answer -> {
                    slow.cancel();
                    then(answer.safe(), safe);
                });
        return safe;
    }

    private static void then(CompletableFuture<?> first, CompletableFuture<Void> second) {
        var _ = first.whenComplete((_, _) -> second.complete(null));
    }

    /// Keeps an event on this node's disk, if there is one, and has it written later.
    ///
    /// @return false if it can't be kept: then it will not be written
    public boolean keepAndAdd(ArchiveEvent event) {
        CompletableFuture<Boolean> onDisk;
        synchronized (this) {
            if (closed || isFull(event)) {
                return false;
            }
            onDisk = toDisk(event);
        }
        boolean isKept = onDisk.join();
        synchronized (this) {
            if (!isKept) {
                discount(event);
                return false;
            }
            enqueue(event, false);
        }
        tryLater();
        return true;
    }

    /// How many events wait.
    public synchronized int waiting() {
        return kept.size();
    }

    /// @param safe completes when an event that waits is on the disk, or can't be
    private record Answer(Outcome outcome, CompletableFuture<?> safe) {}

    private void submit(ArchiveEvent event, Consumer<Answer> then) {
        try {
            var _ =
                    archive.submitUnhurried(event)
                            .whenComplete((_, failure) -> {
                                then.accept(end(event, Optional.ofNullable(failure)));
                            });
        } catch (RuntimeException e) {
            then.accept(end(event, Optional.of(e)));
        }
    }

    /// The archive has answered, on its own thread, which waits for nothing here while the server runs.
    private Answer end(ArchiveEvent event, Optional<Throwable> failure) {
        boolean taken = failure.isEmpty() || isCommitted(failure.get());
        Optional<ArchiveEvent> gap = Optional.empty();
        Outcome outcome;
        CompletableFuture<?> safe = CompletableFuture.completedFuture(null);
        boolean last;
        synchronized (this) {
            underWay.remove(event.id());
            boolean wasTried = tried.equals(Optional.of(event.id()));
            tried = wasTried ? Optional.empty() : tried;
            if (taken) {
                gapUnderWay = gapUnderWay.filter(id -> !id.equals(event.id()));
            }
            outcome = taken ? Outcome.WRITTEN : refused(event, failure.get());
            if (outcome == Outcome.AWAY) {
                // one that may be at fault lets others try
                safe = keep(event, wasTried && !isSuspicious(failure.orElseThrow()));
            } else {
                written += taken ? 1 : 0;
                suspects.remove(event.id());
                gone(event, taken);
                gap = gap();
            }
            last = closed;
        }
        gap.ifPresent(this::addGap);
        if (outcome == Outcome.AWAY) {
            tryLater();
        }
        if (last) {
            disk.finish(); // the process may end as soon as the archive's thread does
        }
        return new Answer(outcome, safe);
    }

    /// An archive that can't be written may blame its events: only what it refuses while it takes others is at fault.
    private Outcome refused(ArchiveEvent event, Throwable failure) {
        if (!isSuspicious(failure)) {
            return Outcome.AWAY;
        }
        Suspicion before = suspects.getOrDefault(event.id(), new Suspicion(0, -1));
        if (before.written() == written) {
            return Outcome.AWAY;
        }
        Suspicion now = new Suspicion(before.times() + 1, written);
        suspects.put(event.id(), now);
        if (now.times() < TIMES) {
            return Outcome.AWAY;
        }
        log.error(
                "the event {} can't be written, now or later, and is not in the archive",
                event.id(),
                failure);
        behindBy.lost(1, event.at());
        return Outcome.HOPELESS;
    }

    /// @return completes when it is on the disk, or can't be
    private CompletableFuture<?> keep(ArchiveEvent event, boolean first) {
        CompletableFuture<?> onDisk = kept.get(event.id());
        if (onDisk == null) {
            if (isFull(event)) {
                giveUp(event);
                return CompletableFuture.completedFuture(null);
            }
            onDisk = toDisk(event);
            if (closed && !spool.isDurable()) {
                log.error("the server ends, and the event {} is not in the archive", event.id());
            }
        }
        enqueue(event, first);
        return onDisk;
    }

    private synchronized CompletableFuture<?> keepMeanwhile(ArchiveEvent event) {
        if (!underWay.contains(event.id()) || kept.containsKey(event.id()) || isFull(event)) {
            return CompletableFuture.completedFuture(null);
        }
        return toDisk(event);
    }

    private CompletableFuture<Boolean> toDisk(ArchiveEvent event) {
        CompletableFuture<Boolean> onDisk = disk.keep(event);
        count(event, onDisk);
        return onDisk;
    }

    private boolean isFull(ArchiveEvent event) {
        return kept.size() >= MOST || bytes + size(event) > MOST_BYTES;
    }

    /// Not each of them in the log, nor on the disk: there may be hundreds a second.
    private void giveUp(ArchiveEvent event) {
        suspects.remove(event.id());
        long lost = behindBy.lost(1, event.at());
        if (Long.bitCount(lost) == 1) {
            log.error("{} events are not in the archive, the last is {}", lost, event.id());
            disk.lost(lost);
        }
    }

    private void count(ArchiveEvent event, CompletableFuture<Boolean> onDisk) {
        if (kept.put(event.id(), onDisk) == null) {
            bytes += size(event);
        }
    }

    private void enqueue(ArchiveEvent event, boolean first) {
        if (first) {
            waiting.addFirst(event);
        } else {
            waiting.addLast(event);
        }
        behind.add(event.id());
        if (!isGap(event)) {
            behindBy.behindSince(event.at());
        }
    }

    private static boolean isGap(ArchiveEvent event) {
        return EventFacts.of(event).kind().equals(EventFacts.RECORD_GAP);
    }

    private static long size(ArchiveEvent event) {
        return (long)
                        EventFacts.of(event)
                                .content()
                                .map(content -> content.body().length())
                                .orElse(0)
                + OVERHEAD;
    }

    private void gone(ArchiveEvent event, boolean taken) {
        if (discount(event)) {
            disk.written(event.id());
        }
        if (behind.remove(event.id()) && taken && !isGap(event)) {
            behindBy.writtenLate();
        }
    }

    private boolean discount(ArchiveEvent event) {
        boolean was = kept.remove(event.id()) != null;
        bytes -= was ? size(event) : 0;
        return was;
    }

    /// Where nothing waits any more: what is to be said of that, before the disk forgets it.
    private Optional<ArchiveEvent> gap() {
        if (!kept.isEmpty()) {
            return Optional.empty();
        }
        Optional<ArchiveEvent.RecordGap> gap = behindBy.take(clock.instant());
        if (gap.isEmpty() && gapUnderWay.isEmpty()) {
            disk.clear();
        } else if (gap.isPresent()) {
            gapUnderWay = gap.map(ArchiveEvent::id);
            log.info("the archive is up to date: {} events were written late", gap.get().events());
        }
        return gap.map(behind -> behind);
    }

    private void addGap(ArchiveEvent gap) {
        var _ = add(gap);
    }

    private void tryLater() {
        synchronized (this) {
            if (closed || trying || waiting.isEmpty()) {
                return; // the next start writes it, or the attempt under way
            }
            trying = true;
        }
        log.warn(
                "events wait{} until the archive can be written",
                spool.isDurable() ? "" : ", in memory,");
        later();
    }

    private void later() {
        timers.after(AGAIN, () -> threads.execute(this::again));
    }

    /// One first: while that fails the others need not be tried.
    private void again() {
        ArchiveEvent first;
        synchronized (this) {
            if (closed || waiting.isEmpty()) {
                trying = false;
                return;
            }
            first = waiting.removeFirst();
            tried = Optional.of(first.id());
        }
        submit(
                first,
                answer -> {
                    if (answer.outcome() == Outcome.AWAY) {
                        later();
                    } else {
                        threads.execute(this::rest);
                    }
                });
    }

    private void rest() {
        List<ArchiveEvent> others;
        synchronized (this) {
            trying = false;
            if (closed) {
                return;
            }
            others = new ArrayList<>(waiting);
            waiting.clear();
        }
        others.forEach(other -> {
            var _ = add(other);
        });
    }

    /// Tries once more; what can't be written then waits on the disk for the next start, or is lost, and the log says so.
    /// Waits 10 s at most.
    @Override
    public void close() {
        List<ArchiveEvent> last;
        synchronized (this) {
            closed = true;
            last = List.copyOf(waiting);
            waiting.clear();
            if (behindBy.lost() > 0) {
                disk.lost(behindBy.lost());
            }
        }
        List<CompletableFuture<Boolean>> attempts = last.stream().map(this::attempt).toList();
        var _ =
                CompletableFuture.allOf(attempts.toArray(CompletableFuture[]::new))
                        .completeOnTimeout(null, LAST.toMillis(), TimeUnit.MILLISECONDS)
                        .join();
        disk.finish();
        List<UUID> missing = new ArrayList<>();
        for (int i = 0; i < last.size(); i++) {
            if (!attempts.get(i).getNow(false)) {
                missing.add(last.get(i).id());
            }
        }
        if (missing.isEmpty()) {
            return;
        }
        if (spool.isDurable()) {
            log.warn("{} events wait for the archive until the next start", missing.size());
        } else {
            log.error("{} events are not in the archive: {}", missing.size(), missing);
        }
    }

    private CompletableFuture<Boolean> attempt(ArchiveEvent event) {
        CompletableFuture<Boolean> done = new CompletableFuture<>();
        submit(event, answer -> done.complete(answer.outcome() != Outcome.AWAY));
        return done;
    }

    /// Whether it may be the event's own fault.
    private static boolean isSuspicious(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof IllegalArgumentException || cause instanceof DatabaseException) {
                return true;
            }
        }
        return false;
    }

    private static boolean isCommitted(Throwable failure) {
        return failure instanceof NotYetAnchoredException
                || (failure instanceof CompletionException
                        && failure.getCause() instanceof NotYetAnchoredException);
    }
}

package org.earshot.proxy.archive;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.earshot.common.db.DatabaseException;
import org.earshot.common.stack.Timers;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Events of what can't be undone, such as a call that ended: while the archive can't be written they wait, in memory and on
/// this node's disk ([EventSpool]), and are written when it can be, by the next start at the latest. Then the record says
/// from when on it was behind, and how much there was (`record-gap`). One that never can be written is dropped, with an error
/// in the log. To be closed before the archive. Thread-safe.
public final class EventBacklog implements AutoCloseable {
    /// More are given up, with a word in the log.
    static final int MOST = 10_000;

    /// The same, in bytes, about.
    static final long MOST_BYTES = 64L << 20;

    private static final int OVERHEAD = 1024;

    static final Duration SLOW = Duration.ofSeconds(1);

    static final Duration AGAIN = Duration.ofSeconds(2);

    /// So long the end waits for a last attempt.
    private static final Duration LAST = Duration.ofSeconds(10);

    private static final Logger log = LoggerFactory.getLogger(EventBacklog.class);

    private final Archive archive;
    private final EventSpool spool;
    private final Timers timers;
    private final Executor threads;
    private final InstantSource clock;
    private final Deque<ArchiveEvent> waiting = new ArrayDeque<>();
    // handed to the archive, which has not answered
    private final Set<UUID> underWay = new HashSet<>();
    // kept on disk: waiting, or handed to the archive, which is slow or was away
    private final Set<UUID> late = new HashSet<>();
    private long bytes;
    private boolean trying;
    private boolean closed;
    private Optional<Instant> began = Optional.empty();
    private long writtenLate;
    private long lost;

    /// @param threads for what may block
    public EventBacklog(
            Archive archive,
            EventSpool spool,
            Timers timers,
            Executor threads,
            InstantSource clock) {
        this.archive = archive;
        this.spool = spool;
        this.timers = timers;
        this.threads = threads;
        this.clock = clock;
    }

    /// Begins with what an earlier start left.
    public void start() {
        synchronized (this) {
            EventSpool.Left left;
            try {
                left = spool.left();
            } catch (IOException e) {
                log.error("what waited for the archive when the server ended can't be read", e);
                return;
            }
            if (left.unreadable() > 0) {
                log.error(
                        "{} events that waited for the archive can't be opened: was a key of the"
                                + " ring lost?",
                        left.unreadable());
                lost += left.unreadable();
                behindSince(clock.instant());
            }
            left.events().forEach(this::enqueue);
            if (waiting.isEmpty()) {
                return;
            }
            log.info("{} events wait for the archive from before the start", waiting.size());
            trying = true;
        }
        threads.execute(this::again);
    }

    /// Writes an event, now or later; does not wait for the archive.
    ///
    /// @return completes when it is in the archive or safe here, about a second later at most, or is given up
    public CompletableFuture<Void> add(ArchiveEvent event) {
        CompletableFuture<Void> safe = new CompletableFuture<>();
        synchronized (this) {
            underWay.add(event.id());
        }
        Timers.Cancellable slow =
                timers.after(
                        SLOW,
                        () ->
                                threads.execute(() -> {
                                    keepMeanwhile(event);
                                    safe.complete(null);
                                }));
        submit(
                event,
                () -> {
                    over(event, slow);
                    safe.complete(null);
                },
                () -> {
                    over(event, slow);
                    keep(event);
                    safe.complete(null);
                });
        return safe;
    }

    private void over(ArchiveEvent event, Timers.Cancellable slow) {
        slow.cancel();
        synchronized (this) {
            underWay.remove(event.id());
        }
    }

    /// The archive tries for some seconds before it gives up: what happens to the server until then must lose nothing.
    private synchronized void keepMeanwhile(ArchiveEvent event) {
        if (underWay.contains(event.id()) && !late.contains(event.id()) && !isFull(event)) {
            spool(event);
            count(event);
        }
    }

    /// Keeps an event on this node's disk, if there is one, and has it written later.
    ///
    /// @return false if it can't be kept: then it will not be written
    public boolean keepAndAdd(ArchiveEvent event) {
        synchronized (this) {
            if (closed || isFull(event)) {
                return false;
            }
            try {
                spool.keep(event);
            } catch (IOException e) {
                log.error("an event can't be kept for the archive: {}", e.toString());
                return false;
            }
            enqueue(event);
            if (trying) {
                return true;
            }
            trying = true;
        }
        later();
        return true;
    }

    /// How many events wait.
    public synchronized int waiting() {
        return late.size();
    }

    private void submit(ArchiveEvent event, Runnable written, Runnable failed) {
        try {
            var _ =
                    archive.submitUnhurried(event)
                            .whenComplete((_, failure) -> {
                                boolean done =
                                        failure == null
                                                || isCommitted(failure)
                                                || isHopeless(event, failure);
                                if (done) {
                                    done(event, failure == null || isCommitted(failure));
                                }
                                (done ? written : failed).run();
                            });
        } catch (RuntimeException e) {
            log.debug("an event can't be handed to the archive", e);
            boolean hopeless = isHopeless(event, e);
            if (hopeless) {
                done(event, false);
            }
            (hopeless ? written : failed).run();
        }
    }

    private void keep(ArchiveEvent event) {
        synchronized (this) {
            if (!late.contains(event.id())) {
                if (isFull(event)) {
                    giveUp(event);
                    return;
                }
                spool(event);
            }
            enqueue(event);
            if (closed || trying) {
                return; // the next start writes it, or the attempt under way
            }
            trying = true;
        }
        log.warn(
                "events wait{} until the archive can be written",
                spool.isDurable() ? "" : ", in memory,");
        later();
    }

    private void spool(ArchiveEvent event) {
        try {
            spool.keep(event);
        } catch (IOException e) {
            log.error(
                    "the event {} waits for the archive in memory only: {}",
                    event.id(),
                    e.toString());
        }
        if (closed && !spool.isDurable()) {
            log.error("the server ends, and the event {} is not in the archive", event.id());
        }
    }

    private boolean isFull(ArchiveEvent event) {
        return late.size() >= MOST || bytes + size(event) > MOST_BYTES;
    }

    /// Not each of them in the log: there may be hundreds a second.
    private void giveUp(ArchiveEvent event) {
        lost++;
        behindSince(event.at());
        if (Long.bitCount(lost) == 1) {
            log.error("{} events are not in the archive, the last is {}", lost, event.id());
        }
    }

    private void enqueue(ArchiveEvent event) {
        waiting.add(event);
        count(event);
    }

    private void count(ArchiveEvent event) {
        if (late.add(event.id())) {
            bytes += size(event);
            behindSince(event.at());
        }
    }

    private void behindSince(Instant at) {
        began = began.filter(at::isAfter).or(() -> Optional.of(at));
    }

    private static long size(ArchiveEvent event) {
        return (long)
                        EventFacts.of(event)
                                .content()
                                .map(content -> content.body().length())
                                .orElse(0)
                + OVERHEAD;
    }

    /// An event is in the archive, or never will be.
    private void done(ArchiveEvent event, boolean written) {
        Optional<ArchiveEvent> gap;
        synchronized (this) {
            if (!late.remove(event.id())) {
                return;
            }
            bytes -= size(event);
            if (written) {
                writtenLate++;
            } else {
                lost++;
            }
            if (!late.isEmpty()) {
                return;
            }
            try {
                spool.clear();
            } catch (IOException e) {
                log.warn("what waited for the archive is written, and stays too: {}", e.toString());
            }
            gap =
                    began.map(since ->
                            new ArchiveEvent.RecordGap(
                                    UUID.randomUUID(), clock.instant(), since, writtenLate, lost));
            log.info("the archive is up to date: {} events were written late", writtenLate);
            began = Optional.empty();
            writtenLate = 0;
            lost = 0;
        }
        gap.ifPresent(behind -> {
            var _ = add(behind);
        });
    }

    private void later() {
        timers.after(AGAIN, () -> threads.execute(this::again));
    }

    /// One first: while that fails the others need not be tried.
    private void again() {
        ArchiveEvent first;
        synchronized (this) {
            if (closed) {
                return;
            }
            first = waiting.getFirst(); // there is one as long as it is tried
        }
        submit(first, () -> threads.execute(this::rest), this::later);
    }

    private void rest() {
        List<ArchiveEvent> others;
        synchronized (this) {
            if (closed) {
                return;
            }
            waiting.removeFirst();
            others = new ArrayList<>(waiting);
            waiting.clear();
            trying = false;
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
        }
        List<CompletableFuture<Boolean>> attempts = last.stream().map(this::attempt).toList();
        var _ =
                CompletableFuture.allOf(attempts.toArray(CompletableFuture[]::new))
                        .completeOnTimeout(null, LAST.toMillis(), TimeUnit.MILLISECONDS)
                        .join();
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
        CompletableFuture<Boolean> written = new CompletableFuture<>();
        submit(event, () -> written.complete(true), () -> written.complete(false));
        return written;
    }

    /// Whether it was the event's own fault: then it will fail again, and those behind it must not wait for it.
    private static boolean isHopeless(ArchiveEvent event, Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof IllegalArgumentException || cause instanceof DatabaseException) {
                log.error(
                        "the event {} can't be written, now or later, and is not in the archive",
                        event.id(),
                        failure);
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

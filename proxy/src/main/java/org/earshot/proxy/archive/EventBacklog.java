package org.earshot.proxy.archive;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.earshot.common.db.DatabaseException;
import org.earshot.common.stack.Timers;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Events of what can't be undone, such as a call that ended: while the archive can't be written they wait, in memory, and are
/// written when it can be. One that never can be is dropped, with an error in the log, and so is what still waits at the
/// end. To be closed before the archive. Thread-safe.
public final class EventBacklog implements AutoCloseable {
    /// More are given up, with a word in the log.
    static final int MOST = 10_000;

    static final Duration AGAIN = Duration.ofSeconds(2);

    /// So long the end waits for a last attempt.
    private static final Duration LAST = Duration.ofSeconds(10);

    private static final Logger log = LoggerFactory.getLogger(EventBacklog.class);

    private final Archive archive;
    private final Timers timers;
    private final Executor threads;
    private final Deque<ArchiveEvent> waiting = new ArrayDeque<>();
    private boolean trying;
    private boolean closed;
    private long lost;

    /// @param threads for what may block
    public EventBacklog(Archive archive, Timers timers, Executor threads) {
        this.archive = archive;
        this.timers = timers;
        this.threads = threads;
    }

    /// Writes an event, now or later; does not wait.
    public void add(ArchiveEvent event) {
        submit(event, () -> {}, () -> keep(event));
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
                                (done ? written : failed).run();
                            });
        } catch (RuntimeException e) {
            log.debug("an event can't be handed to the archive", e);
            (isHopeless(event, e) ? written : failed).run();
        }
    }

    private void keep(ArchiveEvent event) {
        synchronized (this) {
            if (closed) {
                log.error("the server ends, and the event {} is not in the archive", event.id());
                return;
            }
            if (waiting.size() >= MOST) {
                lost++;
                log.error("{} events are not in the archive, the last is {}", lost, event.id());
                return;
            }
            waiting.add(event);
            if (trying) {
                return;
            }
            trying = true;
        }
        log.warn("events wait, in memory, until the archive can be written");
        later();
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
        others.forEach(this::add);
    }

    /// Tries once more; what can't be written then is lost, and the log says what it is. Waits 10 s at most.
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
        if (!missing.isEmpty()) {
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

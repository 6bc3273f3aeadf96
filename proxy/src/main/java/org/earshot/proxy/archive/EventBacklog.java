package org.earshot.proxy.archive;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import org.earshot.common.stack.Timers;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Events of what can't be undone, such as a call that ended: while the archive can't be written they wait, in memory, and are
/// written when it can be. Thread-safe.
public final class EventBacklog {
    /// More are given up, with a word in the log.
    static final int MOST = 10_000;

    static final Duration AGAIN = Duration.ofSeconds(2);

    private static final Logger log = LoggerFactory.getLogger(EventBacklog.class);

    private final Archive archive;
    private final Timers timers;
    private final Executor threads;
    private final Deque<ArchiveEvent> waiting = new ArrayDeque<>();
    private boolean trying;
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
                                boolean done = failure == null || isCommitted(failure);
                                (done ? written : failed).run();
                            });
        } catch (RuntimeException e) {
            log.debug("an event can't be handed to the archive", e);
            failed.run();
        }
    }

    private void keep(ArchiveEvent event) {
        synchronized (this) {
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
            first = waiting.getFirst(); // there is one as long as it is tried
        }
        submit(first, () -> threads.execute(this::rest), this::later);
    }

    private void rest() {
        List<ArchiveEvent> others;
        synchronized (this) {
            waiting.removeFirst();
            others = new ArrayList<>(waiting);
            waiting.clear();
            trying = false;
        }
        others.forEach(this::add);
    }

    private static boolean isCommitted(Throwable failure) {
        return failure instanceof NotYetAnchoredException
                || (failure instanceof CompletionException
                        && failure.getCause() instanceof NotYetAnchoredException);
    }
}

package org.earshot.server;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.earshot.common.stack.Timers;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What a server does again and again: cleaning, renewal. Each run has a virtual thread of its own and may block; the
/// next begins a period after it has ended. Thread-safe.
final class PeriodicTasks implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(PeriodicTasks.class);

    /// How long the end of the server waits for runs that have begun.
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final Timers timers;
    private final Set<Thread> running = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    PeriodicTasks(Timers timers) {
        this.timers = timers;
    }

    /// Runs a task every period, first after one. A fault is logged under its name, and ends nothing.
    void every(Duration period, String name, Runnable task) {
        timers.after(period, () -> start(period, name, task));
    }

    /// The same, and first at once.
    void nowAndEvery(Duration period, String name, Runnable task) {
        start(period, name, task);
    }

    private void start(Duration period, String name, Runnable task) {
        Thread thread = Thread.ofVirtual().name(name).unstarted(() -> run(period, name, task));
        running.add(thread);
        thread.start();
    }

    private void run(Duration period, String name, Runnable task) {
        try {
            if (closed) {
                return;
            }
            task.run();
        } catch (RuntimeException e) {
            if (closed) {
                log.debug("{} was cut off by the end: {}", name, e.toString());
            } else {
                log.warn("{}: {}", name, e.toString());
            }
        } finally {
            running.remove(Thread.currentThread());
        }
        every(period, name, task);
    }

    /// Begins none any more, and waits some seconds for those that have begun: what they use may go away afterwards.
    @Override
    public void close() {
        closed = true;
        long end = System.nanoTime() + PATIENCE.toNanos();
        try {
            for (Thread thread : running) {
                Duration left = Duration.ofNanos(end - System.nanoTime());
                if (!left.isPositive() || !thread.join(left)) {
                    log.warn("{} has not ended, and is cut off", thread.getName());
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

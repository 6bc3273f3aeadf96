package org.earshot.common.stack;

import java.util.ArrayDeque;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Runs tasks one after the other, in the order given, on threads borrowed from another executor
/// (a virtual thread each burst). Whatever a task throws, the next one runs. When the other executor has been shut down, tasks are
/// dropped: something else has ended what they belong to. Thread-safe.
public final class SerialQueue implements Executor {
    private static final Logger log = LoggerFactory.getLogger(SerialQueue.class);

    private final Executor threads;
    private final Consumer<Throwable> onFailure;
    private final ArrayDeque<Runnable> waiting = new ArrayDeque<>();
    private boolean running;

    /// A task that throws is logged.
    public SerialQueue(Executor threads) {
        this(threads, e -> log.error("a queued task failed", e));
    }

    /// @param onFailure gets what a task throws, on the queue
    public SerialQueue(Executor threads, Consumer<Throwable> onFailure) {
        this.threads = threads;
        this.onFailure = onFailure;
    }

    @Override
    public void execute(Runnable task) {
        synchronized (waiting) {
            waiting.add(task);
            if (running) {
                return;
            }
            running = true;
        }
        try {
            threads.execute(this::drain);
        } catch (RejectedExecutionException e) {
            log.debug("closed: tasks are dropped", e);
            synchronized (waiting) {
                waiting.clear();
                running = false;
            }
        }
    }

    private void run(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException | Error e) {
            try {
                onFailure.accept(e);
            } catch (RuntimeException | Error again) {
                log.error("a queued task failed, and so did what follows from that", again);
            }
        }
    }

    private void drain() {
        while (true) {
            Runnable task;
            synchronized (waiting) {
                task = waiting.poll();
                if (task == null) {
                    running = false;
                    return;
                }
            }
            run(task);
        }
    }
}

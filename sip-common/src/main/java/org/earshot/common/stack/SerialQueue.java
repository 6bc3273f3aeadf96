package org.earshot.common.stack;

import java.util.ArrayDeque;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Runs tasks one after the other, in the order given, on threads borrowed from another executor
/// (a virtual thread each burst). A task that throws is logged, and the next one runs. Thread-safe.
public final class SerialQueue implements Executor {
    private static final Logger log = LoggerFactory.getLogger(SerialQueue.class);

    private final Executor threads;
    private final ArrayDeque<Runnable> waiting = new ArrayDeque<>();
    private boolean running;

    public SerialQueue(Executor threads) {
        this.threads = threads;
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
        threads.execute(this::drain);
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
            try {
                task.run();
            } catch (RuntimeException e) {
                log.error("a queued task failed", e);
            }
        }
    }
}

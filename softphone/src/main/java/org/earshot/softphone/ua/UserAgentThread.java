package org.earshot.softphone.ua;

import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import org.earshot.common.stack.SerialQueue;
import org.earshot.common.stack.Timers;

/// The user-agent thread: whatever changes calls, registration and messages runs here, one task after the
/// other. Which thread of the executor that is may change between two tasks.
final class UserAgentThread implements Executor {
    private final SerialQueue queue;
    private final Timers timers;
    private volatile Thread running;

    UserAgentThread(Executor threads, Timers timers) {
        this.queue = new SerialQueue(threads);
        this.timers = timers;
    }

    @Override
    public void execute(Runnable task) {
        queue.execute(() -> {
            running = Thread.currentThread();
            try {
                task.run();
            } finally {
                running = null;
            }
        });
    }

    /// Runs a task here after a delay, unless it is taken back on this thread before.
    Timers.Cancellable after(Duration delay, Runnable task) {
        AtomicBoolean cancelled = new AtomicBoolean();
        Timers.Cancellable timer =
                timers.after(
                        delay,
                        () ->
                                execute(() -> {
                                    if (!cancelled.get()) {
                                        task.run();
                                    }
                                }));
        return () -> {
            cancelled.set(true);
            timer.cancel();
        };
    }

    /// @throws IllegalStateException on any other thread
    void check() {
        if (Thread.currentThread() != running) {
            throw new IllegalStateException(
                    "not the user-agent thread: " + Thread.currentThread().getName());
        }
    }
}

package org.earshot.server;

import java.time.Duration;
import org.earshot.common.stack.Timers;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What a server does again and again: cleaning, renewal. Each run has a virtual thread of its own and may block; the
/// next begins a period after it has ended. They end when the timers do. Thread-safe.
final class PeriodicTasks {
    private static final Logger log = LoggerFactory.getLogger(PeriodicTasks.class);

    private final Timers timers;

    PeriodicTasks(Timers timers) {
        this.timers = timers;
    }

    /// Runs a task every period, first after one. A fault is logged under its name, and ends nothing.
    void every(Duration period, String name, Runnable task) {
        timers.after(
                period, () -> Thread.ofVirtual().name(name).start(() -> run(period, name, task)));
    }

    private void run(Duration period, String name, Runnable task) {
        try {
            task.run();
        } catch (RuntimeException e) {
            log.warn("{}: {}", name, e.toString());
        }
        every(period, name, task);
    }
}

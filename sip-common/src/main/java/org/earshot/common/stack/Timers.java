package org.earshot.common.stack;

import java.time.Duration;

/// Time as an argument for whatever happens later. Tests use `FakeTimers`.
public interface Timers {

    /// Runs a task once, after a delay, on a thread of the implementation: the task must not block, and hands
    /// its work to a queue.
    Cancellable after(Duration delay, Runnable task);

    /// A task that has been asked for.
    @FunctionalInterface
    interface Cancellable {
        /// Takes it back, unless it has begun.
        void cancel();
    }
}

package org.earshot.server.bus;

import java.time.Duration;
import java.util.concurrent.Executor;
import org.earshot.common.stack.Timers;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Does one thing again and again, never twice at once: the pause lies between the end of one round and the beginning of
/// the next. Whatever a round throws, the next one comes. Thread-safe.
final class Rounds implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Rounds.class);

    private final String name;
    private final Duration pause;
    private final Timers timers;
    private final Executor threads;
    private final Runnable round;
    private volatile boolean closed;

    /// @param threads runs each round on a thread that may block
    Rounds(String name, Duration pause, Timers timers, Executor threads, Runnable round) {
        this.name = name;
        this.pause = pause;
        this.timers = timers;
        this.threads = threads;
        this.round = round;
    }

    /// The first round comes after one pause.
    void start() {
        timers.after(pause, () -> threads.execute(this::run));
    }

    private void run() {
        if (closed) {
            return;
        }
        try {
            round.run();
        } catch (RuntimeException | Error e) {
            log.error("{} failed, and goes on", name, e);
        } finally {
            start();
        }
    }

    /// No more rounds begin; one that has begun goes on.
    @Override
    public void close() {
        closed = true;
    }
}

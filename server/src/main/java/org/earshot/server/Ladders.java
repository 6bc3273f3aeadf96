package org.earshot.server;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.earshot.common.stack.StackObserver;
import org.earshot.server.config.ServerConfig;
import org.earshot.server.ladder.LadderRecorder;
import org.earshot.server.ladder.LadderStore;

/// Whether SIP messages of calls are noted, and how long they are kept. Used by one thread.
final class Ladders implements AutoCloseable {
    private static final Duration WRITING = Duration.ofMillis(500);
    private static final Duration CLEANING = Duration.ofMinutes(1);

    private final ServerConfig.Calls config;
    private final LadderStore store;
    private final Optional<LadderRecorder> recorder;
    private final StackObserver next;
    private final InstantSource clock;

    private Ladders(
            ServerConfig.Calls config,
            LadderStore store,
            Optional<LadderRecorder> recorder,
            StackObserver next,
            InstantSource clock) {
        this.config = config;
        this.store = store;
        this.recorder = recorder;
        this.next = next;
        this.clock = clock;
    }

    /// @param start names this start of this node
    /// @param next who hears the SIP stack besides
    static Ladders of(
            ServerConfig config,
            LadderStore store,
            String start,
            StackObserver next,
            InstantSource clock) {
        Optional<LadderRecorder> recorder =
                config.calls().areKept()
                        ? Optional.of(new LadderRecorder(store, start, next, clock))
                        : Optional.empty();
        return new Ladders(config.calls(), store, recorder, next, clock);
    }

    /// Hears the SIP stack.
    StackObserver observer() {
        return recorder.<StackObserver>map(one -> one).orElse(next);
    }

    /// Begins to write and to forget.
    void start(PeriodicTasks tasks) {
        recorder.ifPresent(one -> {
            tasks.every(WRITING, "call-ladders", one::write);
            tasks.every(CLEANING, "lost-ladders", one::tell);
        });
        tasks.every(CLEANING, "old-ladders", this::forget);
    }

    /// Writes what was heard last.
    @Override
    public void close() {
        recorder.ifPresent(LadderRecorder::write);
    }

    private void forget() {
        Instant now = clock.instant();
        store.removeBefore(now.minus(config.keepFailed()), now.minus(config.keepOthers()));
    }
}

package org.earshot.softphone.file;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/// Lets few threads at a time compute on files, so that a call and the window have the rest of the processors however many files are on their
/// way. What waits here is asleep, and so neither in the way of a thread of sound nor awaited by the virtual machine when all of its threads have to
/// stop for a moment (decision 78). Thread-safe.
///
/// Whoever computes goes on before those who wait: on a busy machine a turn would else lie idle until the next one of these threads, which step back
/// behind all others, comes to run. Nobody waits longer than the patience.
final class ProcessorTurns {
    /// Of this process: half of its processors.
    static final ProcessorTurns ALL =
            new ProcessorTurns(
                    Math.max(1, Runtime.getRuntime().availableProcessors() / 2),
                    Duration.ofMillis(100));

    private final Semaphore turns;
    private final Duration patience;

    /// A turn, or leave to go on without one.
    final class Turn implements AutoCloseable {
        private final boolean taken;

        private Turn(boolean taken) {
            this.taken = taken;
        }

        @Override
        public void close() {
            if (taken) {
                turns.release();
            }
        }
    }

    /// @param together how many have a turn at the same time
    /// @param patience after which somebody goes on without: the others may have much to do, or wait for a disk that does not answer
    ProcessorTurns(int together, Duration patience) {
        this.turns = new Semaphore(together, false);
        this.patience = patience;
    }

    /// Waits for a turn; to be closed after a millisecond or so. An interruption is kept for later.
    Turn take() {
        boolean interrupted = false;
        boolean taken;
        while (true) {
            try {
                taken = turns.tryAcquire(patience.toNanos(), TimeUnit.NANOSECONDS);
                break;
            } catch (InterruptedException _) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return new Turn(taken);
    }
}

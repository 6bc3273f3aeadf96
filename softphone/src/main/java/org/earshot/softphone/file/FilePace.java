package org.earshot.softphone.file;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;

/// While somebody speaks, files take no more than a part of the machine: so many bytes a second, of all files together and in both directions. Encrypting, hashing and
/// copying of thirty files else keep all processors busy, and a thread of sound, or the window's, then waits for those that were there before it, however far these step
/// back (decision 88). Without a call files go as fast as they can. Thread-safe.
public final class FilePace {
    /// Of this process.
    public static final FilePace ALL =
            new FilePace(
                    16_000_000L * Runtime.getRuntime().availableProcessors(), System::nanoTime);

    private static final long SECOND_NANOS = 1_000_000_000;

    /// Who would wait for less goes on, and waits the next time: each rest costs a change of threads.
    private static final long LEAST_NANOS = 2_000_000;

    private final long bytesPerSecond;
    private final LongSupplier clock;
    private int calls; // this
    private long free; // this: when the bytes that were let through are over

    /// @param bytesPerSecond while there is a call
    /// @param clock nanoseconds
    FilePace(long bytesPerSecond, LongSupplier clock) {
        this.bytesPerSecond = bytesPerSecond;
        this.clock = clock;
    }

    /// A call whose sound flows, until it is closed; closing twice counts once.
    public interface Call extends AutoCloseable {
        @Override
        void close();
    }

    /// Somebody speaks from now on.
    public synchronized Call callBegins() {
        if (calls == 0) {
            free = clock.getAsLong();
        }
        calls++;
        AtomicBoolean over = new AtomicBoolean();
        return () -> {
            if (!over.getAndSet(true)) {
                callEnds();
            }
        };
    }

    private synchronized void callEnds() {
        calls--;
    }

    /// Rests for as long as so many bytes have to take. Whoever moved them, outside of all locks; an interruption ends the rest and is kept.
    void moved(long bytes) {
        long rest = restNanos(bytes);
        if (rest > 0) {
            LockSupport.parkNanos(this, rest);
        }
    }

    /// @return how long whoever moved so many bytes is to rest; 0 for not at all
    synchronized long restNanos(long bytes) {
        if (calls == 0) {
            return 0;
        }
        long now = clock.getAsLong();
        if (free - now < 0) {
            free = now; // what was not used is over
        }
        free += bytes * SECOND_NANOS / bytesPerSecond;
        long rest = free - now;
        return rest < LEAST_NANOS ? 0 : rest;
    }
}

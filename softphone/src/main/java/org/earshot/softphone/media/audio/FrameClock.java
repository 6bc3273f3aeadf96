package org.earshot.softphone.media.audio;

import java.util.concurrent.locks.LockSupport;

/// The clock that paces files, tones and silence; tests have one of their own that doesn't wait. Thread-safe.
public interface FrameClock {
    /// Monotonic time in nanoseconds, as [System#nanoTime].
    long nanoTime();

    /// Returns when `nanoTime()` has reached `deadline`, or early when the thread is interrupted (which stays set).
    void awaitUntil(long deadline);

    /// The system's monotonic clock.
    static FrameClock system() {
        return SystemFrameClock.INSTANCE;
    }

    /// Parks the thread; the kernel wakes it within about 60 µs of the deadline.
    enum SystemFrameClock implements FrameClock {
        INSTANCE;

        @Override
        public long nanoTime() {
            return System.nanoTime();
        }

        @Override
        public void awaitUntil(long deadline) {
            long left;
            while ((left = deadline - System.nanoTime()) > 0
                    && !Thread.currentThread().isInterrupted()) {
                LockSupport.parkNanos(this, left);
            }
        }
    }
}

package org.earshot.server.msrprelay;

import java.util.concurrent.locks.LockSupport;

/// The time by which accounts are paced: the machine's, or a test's.
interface RelayTime {
    /// The machine's.
    RelayTime REAL =
            new RelayTime() {
                @Override
                public long nanos() {
                    return System.nanoTime();
                }

                @Override
                public void rest(long nanos) {
                    LockSupport.parkNanos(nanos);
                }
            };

    /// Now, from any beginning.
    long nanos();

    /// Lets so much time pass on this thread.
    void rest(long nanos);
}

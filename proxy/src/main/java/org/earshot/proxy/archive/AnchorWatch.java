package org.earshot.proxy.archive;

import java.time.Duration;

/// How far the anchors are behind the commits, for whoever reads what was committed and must not act on it sooner.
/// Thread-safe.
final class AnchorWatch {
    private long begun;
    private long anchored;

    /// A commit begins.
    synchronized void begin() {
        begun++;
    }

    /// All that was committed is anchored, or was not committed.
    synchronized void caughtUp() {
        anchored = begun;
        notifyAll();
    }

    /// Waits for the anchors of all commits that have begun.
    ///
    /// @return false if they don't come in time
    synchronized boolean await(Duration atMost) {
        long wanted = begun;
        long deadline = System.nanoTime() + atMost.toNanos();
        while (anchored < wanted) {
            long left = (deadline - System.nanoTime()) / 1_000_000;
            if (left <= 0) {
                return false;
            }
            try {
                wait(left);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            }
        }
        return true;
    }
}

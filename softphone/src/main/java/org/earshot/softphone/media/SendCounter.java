package org.earshot.softphone.media;

import java.util.concurrent.locks.StampedLock;

/// Counts what is sent. One thread counts, and neither waits nor makes garbage; any may read.
final class SendCounter {
    private final StampedLock lock = new StampedLock();
    private long packets;
    private long octets;
    private int rtpTimestamp;
    private long nanoTime;

    /// A packet went.
    ///
    /// @param payload octets of it
    void sent(int payload, int timestamp, long now) {
        long stamp = lock.writeLock(); // which nobody else holds, nor a lock for reading
        try {
            packets++;
            octets += payload;
            rtpTimestamp = timestamp;
            nanoTime = now;
        } finally {
            lock.unlockWrite(stamp);
        }
    }

    /// What there was at one moment: never half of an update.
    SentCounts now() {
        while (true) {
            long stamp = lock.tryOptimisticRead();
            SentCounts seen = new SentCounts(packets, octets, rtpTimestamp, nanoTime);
            if (lock.validate(stamp)) {
                return seen;
            }
            Thread.onSpinWait();
        }
    }
}

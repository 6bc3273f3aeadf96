package org.earshot.softphone.media.audio;

import java.util.concurrent.atomic.AtomicLong;

/// A clock that moves when somebody waits: no test waits for real.
final class FakeFrameClock implements FrameClock {
    private final AtomicLong now = new AtomicLong(1_000_000_000);

    @Override
    public long nanoTime() {
        return now.get();
    }

    @Override
    public void awaitUntil(long deadline) {
        now.accumulateAndGet(deadline, Math::max);
    }

    void advance(long nanos) {
        now.addAndGet(nanos);
    }
}

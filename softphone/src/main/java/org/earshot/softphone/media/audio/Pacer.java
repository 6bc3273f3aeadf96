package org.earshot.softphone.media.audio;

/// A metronome of 10 ms for sources and sinks that are no devices. Deadlines are counted from the first one, so that errors of
/// waking up don't add up: N frames take N × 10 ms. Confined to one thread.
final class Pacer {
    /// Further behind than this, the process or machine was stopped: begin anew rather than run after the lost time.
    static final long RESYNC_NANOS = 100_000_000;

    private final FrameClock clock;
    private long deadline;
    private boolean started;

    Pacer(FrameClock clock) {
        this.clock = clock;
    }

    /// Returns when the next 10 ms are over.
    void await() {
        long now = clock.nanoTime();
        if (!started || now - deadline > RESYNC_NANOS) {
            started = true;
            deadline = now;
        }
        deadline += AudioFrame.NANOS;
        clock.awaitUntil(deadline);
    }
}

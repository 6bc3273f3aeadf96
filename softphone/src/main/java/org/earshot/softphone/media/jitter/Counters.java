package org.earshot.softphone.media.jitter;

import java.util.concurrent.atomic.AtomicLong;
import org.earshot.softphone.media.rtp.LossPattern;

/// The numbers behind [JitterStatistics]: written by the playout thread, read by any.
final class Counters {
    private static final int SAMPLES_PER_MS = 48;

    final AtomicLong received = new AtomicLong();
    final AtomicLong lost = new AtomicLong();
    final AtomicLong late = new AtomicLong();
    final AtomicLong duplicates = new AtomicLong();
    final AtomicLong discarded = new AtomicLong();
    final AtomicLong repaired = new AtomicLong();
    final AtomicLong restored = new AtomicLong();
    final AtomicLong resets = new AtomicLong();
    final AtomicLong polls = new AtomicLong();
    final AtomicLong concealed = new AtomicLong(); // this and the following in samples at 48 kHz
    final AtomicLong silence = new AtomicLong();
    final AtomicLong noise = new AtomicLong();
    final AtomicLong accelerated = new AtomicLong();
    final AtomicLong expanded = new AtomicLong();
    final AtomicLong delay = new AtomicLong();
    final AtomicLong target = new AtomicLong();
    final AtomicLong waiting = new AtomicLong(); // packets

    final LossPattern pattern = new LossPattern();

    JitterStatistics snapshot() {
        return new JitterStatistics(
                received.get(),
                lost.get(),
                late.get(),
                duplicates.get(),
                discarded.get(),
                repaired.get() + restored.get(),
                resets.get(),
                polls.get(),
                concealed.get() / SAMPLES_PER_MS,
                silence.get() / SAMPLES_PER_MS,
                noise.get() / SAMPLES_PER_MS,
                accelerated.get() / SAMPLES_PER_MS,
                expanded.get() / SAMPLES_PER_MS,
                (int) (delay.get() / SAMPLES_PER_MS),
                (int) (target.get() / SAMPLES_PER_MS),
                (int) waiting.get(),
                pattern.seen());
    }
}

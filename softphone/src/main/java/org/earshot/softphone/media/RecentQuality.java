package org.earshot.softphone.media;

import java.util.ArrayDeque;
import java.util.Deque;
import org.earshot.softphone.media.jitter.JitterStatistics;
import org.earshot.softphone.media.rtp.EModel;
import org.earshot.softphone.media.rtp.LossPattern.Seen;

/// What the last ten seconds of a call were like: people judge what they hear, not the average of an hour. Thread-safe.
final class RecentQuality {

    private static final long WINDOW_NANOS = 10_000_000_000L;
    private static final long BETWEEN_NANOS = 500_000_000L;

    /// With nothing heard for so long there is no more to be said of loss.
    private static final long SILENCE_NANOS = 3_000_000_000L;

    private final Deque<Sample> samples = new ArrayDeque<>();

    private record Sample(long nanos, long packets, long noiseMs, Seen seen) {}

    /// Of a call that begins now.
    RecentQuality(long now) {
        samples.add(new Sample(now, 0, 0, Seen.NOTHING));
    }

    /// @param lossPercent of the packets whose turn to be played came: lost or late, and not repaired
    /// @param burstRatio  see [EModel#burstRatio]
    /// @param silent      whether nothing came at all, though something should have
    record Recent(double lossPercent, double burstRatio, boolean silent) {}

    /// The ten seconds until `now`; a sample is kept for those who ask later.
    ///
    /// @param packets   accepted from the peer so far
    /// @param receiving whether the peer is to send; a call on hold begins anew
    synchronized Recent at(long now, long packets, JitterStatistics jitter, boolean receiving) {
        if (!receiving) {
            samples.clear();
            return new Recent(0, 1, false);
        }
        Sample last = new Sample(now, packets, jitter.noiseMs(), jitter.pattern());
        if (samples.isEmpty() || now - samples.getLast().nanos >= BETWEEN_NANOS) {
            samples.addLast(last);
        }
        Sample first = samples.removeFirst();
        while (!samples.isEmpty() && now - samples.getFirst().nanos >= WINDOW_NANOS) {
            first = samples.removeFirst();
        }
        samples.addFirst(first);
        return between(first, last);
    }

    private static Recent between(Sample first, Sample last) {
        long played = last.seen.packets() - first.seen.packets();
        long missing = last.seen.missing() - first.seen.missing();
        long runs = last.seen.runs() - first.seen.runs();
        boolean silent =
                last.packets == first.packets
                        && last.noiseMs == first.noiseMs
                        && last.nanos - first.nanos >= SILENCE_NANOS;
        return new Recent(
                played <= 0 ? 0 : Math.clamp(100.0 * missing / played, 0, 100),
                EModel.burstRatio(played, missing, runs),
                silent);
    }
}

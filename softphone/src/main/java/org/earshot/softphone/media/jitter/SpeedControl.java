package org.earshot.softphone.media.jitter;

/// Brings the delay nearer to the target, when it is far from it, by leaving out or repeating periods of the pitch. Confined to
/// one thread.
final class SpeedControl {
    private static final int FRAME = 480;
    private static final int MS = 48;

    /// Up to this target the network delivers in time.
    private static final long SHORT = 20L * MS;

    /// Between the least and the greatest delay that are left alone.
    private static final long BAND = 12L * MS;

    /// The same on a network where packets come in time.
    private static final long NARROW_BAND = 6L * MS;

    /// Ticks between two changes of speed; in haste there is none.
    private static final int REST = 5;

    private final SampleQueue queue;
    private final Counters counters;
    private final Background background = new Background();
    private final TimeStretcher stretcher = new TimeStretcher(background);
    private int rested;
    private boolean haste;

    SpeedControl(SampleQueue queue, Counters counters) {
        this.queue = queue;
        this.counters = counters;
    }

    /// How many samples are too many; negative: how many are missing; 0: it is well, or was changed a moment ago. To be asked
    /// once for each frame that is played.
    /// The target is not missed: with less, packets that the network was seen to deliver come too late.
    long excess(long delay, int target) {
        background.hear(queue.samples(), FRAME);
        haste = delay > 4L * target + BAND;
        if (rested++ < REST && !haste) {
            return 0;
        }
        long high = target + (target <= SHORT ? NARROW_BAND : BAND);
        if (delay >= high) {
            return delay - target;
        }
        return delay < target ? delay - high : 0;
    }

    /// Whether the delay was far above the target when [#excess] was asked last.
    boolean isInHaste() {
        return haste;
    }

    /// Changes the queue by at most what [#excess] said, where there is a good place.
    void change(long excess) {
        int removed = excess > 0 ? accelerate(excess) : -expand(-excess);
        rested = removed != 0 ? 0 : rested;
    }

    private int accelerate(long excess) {
        int most = (int) Math.min(excess, queue.size() - FRAME);
        int removed = stretcher.accelerate(queue.samples(), queue.size(), most, haste);
        queue.stretched(-removed);
        counters.accelerated.addAndGet(removed);
        return removed;
    }

    private int expand(long missing) {
        int most = (int) Math.min(missing, Integer.MAX_VALUE);
        int added = stretcher.expand(queue.samples(), queue.size(), most);
        queue.stretched(added);
        counters.expanded.addAndGet(added);
        return added;
    }
}

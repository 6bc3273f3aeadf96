package org.earshot.softphone.media.jitter;

import java.util.Arrays;

/// Learns how late packets come, and says how much audio must wait so that nearly all are in time.
///
/// A packet's transit is its arrival minus its timestamp, both in samples at 48 kHz and the arrival counted in playout ticks and what of
/// one had gone by: so a difference between the sender's clock and ours shows as a transit that drifts, and is followed. The delay of a
/// packet is its transit beyond the least one of the last two seconds. Each half second the greatest delay goes into a histogram that forgets
/// ([#FORGET]); the target is its [#QUANTILE], but never more than the greatest delay of the last [#RECENT] intervals: so a bad spell is over
/// when it is over, however long it was, while what comes again and again is remembered.
///
/// Where all packets have become slower by a tick or more ([#follow(long)]), the delays since were learnt by a measure that is no more, and are
/// moved by as much: else the network's new way would be waited for a second time.
///
/// A frame is played at a tick, so the target ends at one: how long a packet waits for a tick that comes anyway is delay enough where that
/// covers what is needed, and another tick would be for nothing. Pure; confined to one thread.
final class DelayEstimator {
    static final double QUANTILE = 0.95;
    static final double FORGET = 0.983;

    /// Until many intervals are known the older ones weigh less: 1 − 2 / (n + 1), so a bad first second is soon forgotten.
    private static final double START_WEIGHT = 2;

    /// Intervals: 3.5 s, so that all is as before 5 s after a bad spell.
    static final int RECENT = 7;

    /// So many gaps in the recent intervals are a network that loses packets.
    private static final int GAPS_OF_A_BAD_NETWORK = 3;

    static final int TICK = 480; // samples at 48 kHz
    private static final int STEP = 120; // of the histogram, likewise

    /// Less than this doesn't move the least transit upwards: it must not go to and fro between two ticks.
    private static final int STICKS = 72;

    /// A packet that comes in less than this before a tick may miss it soon, as clocks drift; not where all are counted by whole ticks.
    private static final int NEAR = 36;

    private static final int INTERVAL_TICKS = 50;
    private static final int WINDOW_INTERVALS = 4;

    /// So many intervals without a packet, 20 s of an announced silence, and two clocks may be 4 ms further apart: the fastest packet of before
    /// is no measure any more.
    private static final int LONG_SILENCE = 40;

    private static final long NONE = Long.MAX_VALUE;
    private static final long UNKNOWN = Long.MIN_VALUE;

    /// In so many ticks of the last [#WINDOW_INTERVALS] intervals packets came too late: that is no outlier, but a network that has changed.
    private static final int LATE_TICKS_OF_A_CHANGE = 3;

    private final int start;
    private final int min;
    private final double[] histogram; // share of intervals by their greatest delay, in steps
    private final long[] leastTransits =
            new long[WINDOW_INTERVALS]; // by interval, [0] is the current one
    private final int[] recent = new int[RECENT]; // greatest delays, in a ring
    private final double[] shares = new double[RECENT]; // of the histogram that they are, likewise
    private final long[] leasts = new long[RECENT]; // transits, likewise
    private long base = NONE;
    private int phase; // of a packet's first sample within a tick
    private int greatest = -1; // delay of the current interval in samples, -1: no packet yet
    private int ticks; // of the current interval
    private int intervals;
    private int empty; // the last ones, in which no packet came
    private int target;
    private final int[] gaps = new int[RECENT]; // that a later packet could fill, in a ring
    private int gapsNow; // in the current interval
    private final int[] lateTicks =
            new int[WINDOW_INTERVALS]; // by interval, [0] is the current one
    private final int[] greatestDelays = new int[WINDOW_INTERVALS]; // likewise, in samples
    private long lateAt = NONE; // tick at which a packet came too late, the last one
    private int changed; // the least target since the network has changed, 0: it has not
    private int rotation;
    private int repairDelay;

    DelayEstimator(JitterSettings settings) {
        start = settings.startMs() * 48;
        min = settings.minMs() * 48;
        histogram = new double[settings.maxMs() * 48 / STEP + 1];
        target = start;
        Arrays.fill(leastTransits, NONE);
        Arrays.fill(leasts, UNKNOWN);
    }

    /// A packet whose first sample is number `timestamp` came at `at`, in samples: 480 for each tick of playout before.
    void arrived(long at, long timestamp) {
        if (empty >= LONG_SILENCE) {
            restart();
        }
        empty = 0;
        long transit = at - timestamp;
        phase = Math.floorMod(timestamp, TICK);
        leastTransits[0] = Math.min(leastTransits[0], transit);
        base = Math.min(base, transit);
        long late = transit - base;
        // no target could cover more, and mostly it is no delay but a clock that was set
        if (late <= (histogram.length - 1L) * STEP) {
            greatest = (int) Math.max(greatest, late);
            greatestDelays[0] = Math.max(greatestDelays[0], greatest);
            if (steps((int) late) * STEP > Math.max(target, changed) && at / TICK != lateAt) {
                lateAt = at / TICK; // those of a burst come together, and are one
                lateTicks[0]++;
                follow();
            }
        }
    }

    private static int steps(int samples) {
        return (samples + STEP - 1) / STEP;
    }

    /// The histogram takes some intervals to believe in a change. What came too late in the meantime is enough to wait for more of it.
    private void follow() {
        int sum = 0;
        int most = 0;
        for (int i = 0; i < WINDOW_INTERVALS; i++) {
            sum += lateTicks[i];
            most = Math.max(most, greatestDelays[i]);
        }
        changed = sum >= LATE_TICKS_OF_A_CHANGE ? steps(most) * STEP : 0;
    }

    /// Packets are missing, and what comes so many samples at 48 kHz behind can fill the gap: the next packet the last of it, or one with a copy.
    /// Where that happens again and again, it is worth waiting for. A frame that holds but the first few samples of the gap needs the packet as well, so a
    /// tick is added; how the target stands to the ticks is all the same then.
    void missed(int behind) {
        gapsNow++;
        repairDelay = behind + TICK;
    }

    /// 10 ms of playout went by.
    void tick() {
        if (++ticks < INTERVAL_TICKS) {
            return;
        }
        ticks = 0;
        empty++;
        rotation = (rotation + 1) % RECENT;
        gaps[rotation] = gapsNow;
        gapsNow = 0;
        if (greatest >= 0) {
            learn(greatest, leastTransits[0]);
            greatest = -1;
        }
        System.arraycopy(lateTicks, 0, lateTicks, 1, WINDOW_INTERVALS - 1);
        System.arraycopy(greatestDelays, 0, greatestDelays, 1, WINDOW_INTERVALS - 1);
        lateTicks[0] = 0;
        greatestDelays[0] = 0;
        System.arraycopy(leastTransits, 0, leastTransits, 1, WINDOW_INTERVALS - 1);
        leastTransits[0] = NONE;
        long least = NONE;
        for (long transit : leastTransits) {
            least = Math.min(least, transit);
        }
        if (least != NONE && least - base > STICKS) {
            follow(least); // the fastest packets have become slower
        }
        follow();
    }

    /// The least transit rises to `least`: a little, as clocks drift, or by a step, as packets go another way.
    private void follow(long least) {
        long step = least - base;
        base = least;
        if (step < TICK) {
            return;
        }
        boolean after = true;
        for (int i = 0; i < RECENT && after; i++) {
            int interval = Math.floorMod(intervals - i, RECENT);
            after = leasts[interval] >= least; // else the step was in it
            if (leasts[interval] != UNKNOWN && recent[interval] >= step) {
                histogram[steps(recent[interval])] -= shares[interval];
                recent[interval] -= (int) step;
                histogram[steps(recent[interval])] += shares[interval];
            }
        }
        for (int i = 0; i < WINDOW_INTERVALS; i++) {
            greatestDelays[i] = (int) Math.max(0, greatestDelays[i] - step);
        }
        Arrays.fill(lateTicks, 0); // they have been followed
        aim();
    }

    /// The stream begins anew, elsewhere in time; what was learnt about the network stays.
    void restart() {
        Arrays.fill(leastTransits, NONE);
        Arrays.fill(leasts, UNKNOWN); // those were of another time
        base = NONE;
        greatest = -1;
        ticks = 0;
    }

    /// How long sample `timestamp` will have waited beyond the fastest packet when it is played at `tick`, in samples at 48 kHz.
    long delayAt(long tick, long timestamp) {
        return base == NONE ? 0 : tick * TICK - timestamp - base;
    }

    /// The delay to aim at, in samples at 48 kHz.
    int target() {
        return Math.max(toTick(Math.max(target, changed)), repairDelay());
    }

    /// The least delay at which the packet behind a gap is there in time to fill it, where that is worth it; else 0. Likewise.
    private int repairDelay() {
        int sum = gapsNow;
        for (int gap : gaps) {
            sum += gap;
        }
        return sum >= GAPS_OF_A_BAD_NETWORK ? repairDelay : 0;
    }

    /// The least delay from `least` on with which a packet's first sample begins a frame.
    private int toTick(int least) {
        if (base == NONE) {
            return least;
        }
        long fastest = base + phase;
        int left = Math.floorMod(-(fastest + least), TICK);
        boolean near = left < NEAR && Math.floorMod(fastest, TICK) != 0;
        return least + left + (near ? TICK : 0);
    }

    private void learn(int delay, long least) {
        intervals++;
        double forget = Math.min(FORGET, 1 - START_WEIGHT / (intervals + 1));
        for (int i = 0; i < histogram.length; i++) {
            histogram[i] *= forget;
        }
        for (int i = 0; i < RECENT; i++) {
            shares[i] *= forget;
        }
        histogram[steps(delay)] += 1 - forget;
        recent[intervals % RECENT] = delay;
        leasts[intervals % RECENT] = least;
        shares[intervals % RECENT] = 1 - forget;
        aim();
    }

    private void aim() {
        double sum = 0;
        int quantile = 0;
        while (quantile < histogram.length - 1 && (sum += histogram[quantile]) < QUANTILE) {
            quantile++;
        }
        int most = 0;
        for (int greatestOfOne : recent) {
            most = Math.max(most, greatestOfOne);
        }
        target = Math.max(min, Math.min(quantile, steps(most)) * STEP);
    }
}

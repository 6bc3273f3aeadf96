package org.earshot.softphone.media.rtp;

import java.util.random.RandomGenerator;

/// When reports are due: the first few soon, then by [RtcpInterval]; and one at once when a way that was clean begins to lose
/// packets, so that the sender can give redundancy before many more are lost.
///
/// That one is early in the sense of RFC 4585 §3.5.2 (for two, so without dithering): at most one between two regular ones, and
/// the regular one behind it is put off by the same interval, so that on average no more reports are sent. A receiver by RFC
/// 3550 takes reports whenever they come. Times are of `System.nanoTime`. Confined to one thread.
public final class RtcpSchedule {

    /// Fewer tell nothing: one packet in some hundreds is lost everywhere.
    private static final long FEW_LOST = 2;

    /// Of those since the last report, and what makes a way unclean for the sender.
    private static final double CLEAN_PERCENT = 1;

    /// A packet that is no later than that is not lost.
    private static final long LATE_NANOS = 100_000_000;

    private static final long SOONEST_NANOS = 500_000_000; // behind another report

    private final RandomGenerator random;
    private int reports;
    private long intervalNanos;
    private long lastNanos;
    private long nextNanos;
    private boolean clean = true; // as far as was reported
    private boolean mayBeEarly = true;
    private boolean early; // the next one
    private boolean losing;
    private long losingSince;

    /// Begins now.
    public RtcpSchedule(RandomGenerator random, long now) {
        this.random = random;
        begin(now);
    }

    /// When to report next.
    public long nextNanos() {
        return nextNanos;
    }

    /// How the peer's packets come; to be told after each of them.
    ///
    /// @param lost     since the last report
    /// @param expected since the last report
    public void onLoss(long lost, long expected, long now) {
        if (!mayBeEarly || early) {
            return;
        }
        boolean enough = clean && lost >= FEW_LOST && isUnclean(lost, expected);
        if (enough && !losing) {
            losingSince = now;
        }
        losing = enough;
        long soonest = Math.max(now, lastNanos + SOONEST_NANOS);
        if (losing && now - losingSince >= LATE_NANOS && soonest < nextNanos) {
            early = true;
            nextNanos = soonest;
        }
    }

    /// A report is sent now.
    ///
    /// @param lost     of what it tells
    /// @param expected of what it tells
    public void onReport(long lost, long expected, long now) {
        clean = !isUnclean(lost, expected);
        losing = false;
        if (early) {
            early = false;
            mayBeEarly = false;
            // RFC 4585 §3.5.2, 4.: tn = tp + 2 T_rr
            nextNanos = lastNanos + 2 * intervalNanos;
            lastNanos = now;
        } else {
            mayBeEarly = true;
            reports++;
            begin(now);
        }
    }

    private void begin(long now) {
        intervalNanos =
                (reports < RtcpInterval.EARLY_REPORTS
                                ? RtcpInterval.early(random)
                                : RtcpInterval.next(random))
                        .toNanos();
        lastNanos = now;
        nextNanos = now + intervalNanos;
    }

    private static boolean isUnclean(long lost, long expected) {
        return lost * 100 >= expected * CLEAN_PERCENT && lost > 0;
    }
}

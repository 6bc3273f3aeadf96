package org.earshot.softphone.media;

import java.util.Optional;
import java.util.OptionalDouble;
import org.earshot.softphone.media.rtp.VoipMetrics;

/// What share of our packets was lost, from what the peer tells. Pure but for what it remembers; confined to one thread.
///
/// What came too late is not lost by the count of RTP, but as good as lost. And that count takes a second copy of a packet for one more that
/// came (RFC 3550 A.3): where a network doubles packets, it says little or nothing of those that it loses. Then the sum of the lost falls from one
/// report to the next, and what the peer tells beside it counts (RFC 3611 §4.7.1), which knows each packet once; without that, some loss is
/// taken for granted.
final class ReportedLoss {
    /// So many reports after one whose sum has fallen the others are not trusted either.
    private static final int DOUBTED = 8;

    private final DiscardEstimate discarded = new DiscardEstimate();
    private final DiscardEstimate neverCame = new DiscardEstimate();
    private int lostBefore;
    private int doubted;

    /// What the peer misses of the packets since its last report.
    ///
    /// @param percent      lost or discarded, 0–100
    /// @param beyondRepair per cent that no redundancy made good, 0–100; empty where it does not tell
    record Loss(double percent, OptionalDouble beyondRepair) {}

    /// The peer has reported.
    ///
    /// @param percent lost since its last report by the count of RTP, 0–100
    /// @param lost    the sum of that since the beginning, below 0 with many copies
    /// @param metrics what it told with the report
    /// @param sent    our packets so far
    Loss onReport(double percent, int lost, Optional<VoipMetrics.Losses> metrics, long sent) {
        doubted = lost < lostBefore ? DOUBTED : Math.max(0, doubted - 1);
        lostBefore = lost;
        double late = 0;
        double missed = 0;
        if (metrics.isPresent()) {
            late = discarded.onReport(metrics.get().discardRate(), sent);
            missed = neverCame.onReport(metrics.get().lossRate(), sent);
        }
        double counted =
                doubted > 0
                        ? Math.max(percent, Math.max(missed, SendAdaptation.NEARLY_NO_PERCENT))
                        : percent;
        return new Loss(
                Math.min(100, counted + late),
                metrics.isPresent()
                        ? OptionalDouble.of(Math.min(100, missed + late))
                        : OptionalDouble.empty());
    }
}

package org.earshot.softphone.media;

import java.util.Arrays;

/// How many of our packets the peer has thrown away lately because they came too late, or never got, from what it tells (RFC 3611 §4.7.1): a
/// share since the beginning of the call, in 256ths, the rest cut off. Pure but for what it remembers; confined to one thread.
///
/// In a long call one such step is more packets than an interval has. So nothing is made of a single step: the share of the whole call stands
/// for the last interval as well, unless two reports rule that out. Two that lie far apart say much of the time between them, two that lie close
/// little, but of what is asked for; so the reports before are gone through from the oldest on, and the newest has the last word.
final class DiscardEstimate {
    private static final int LEVELS = 11; // up to three hours are looked back to
    private static final int STEPS = 256;
    private static final Told BEGINNING = new Told(0, 0, 0);

    // of level n each 2^n-th report is kept, the last one and the one before
    private final Told[] last = new Told[LEVELS];
    private final Told[] before = new Told[LEVELS];
    private int reports;

    /// What a report said.
    ///
    /// @param sent  our packets until then
    /// @param least discarded of them, in 256ths of a packet
    /// @param most  likewise
    private record Told(long sent, long least, long most) {}

    DiscardEstimate() {
        Arrays.fill(last, BEGINNING);
        Arrays.fill(before, BEGINNING);
    }

    /// The peer has told.
    ///
    /// @param rate as it stood in the report, 0–255
    /// @param sent our packets so far
    /// @return per cent discarded since its last report, 0–100
    double onReport(int rate, long sent) {
        if (sent <= last[0].sent) {
            return 0; // nothing was sent that could be discarded
        }
        Told now = new Told(sent, rate * sent, Math.min(rate + 1, STEPS) * sent);
        double share = (double) rate / STEPS;
        for (int level = LEVELS - 1; level >= 0; level--) {
            share = bounded(share, before[level], now);
        }
        share = bounded(share, last[0], now);
        remember(now);
        return 100 * share;
    }

    private static double bounded(double share, Told then, Told now) {
        double sent = (double) STEPS * (now.sent - then.sent);
        double least = Math.clamp((now.least - then.most) / sent, 0, 1);
        double most = Math.clamp((now.most - then.least) / sent, least, 1);
        return Math.clamp(share, least, most);
    }

    private void remember(Told now) {
        for (int level = 0; level < LEVELS; level++) {
            if (reports % (1 << level) == 0) {
                before[level] = last[level];
                last[level] = now;
            }
        }
        reports++;
    }
}

package org.earshot.softphone.media;

/// How to send, from what the peer reports of loss and delay: down at once, up slowly. Only decides; who sends acts by it. Pure but for
/// what it remembers; confined to one thread.
///
/// Two things can be wrong with a way. Loss alone (radio, bursts) is answered with redundancy, for which there must be room: the encoder is
/// told to expect it. A way that is full shows as loss with a delay that grows, or as so much loss that most of it must be ours: then less is sent, first by a lower bit rate, at the end by longer packets,
/// whose headers cost as much as the speech. Each step down is made on one report; a step up needs a number of good reports one after the other,
/// and that number doubles when a step up was soon followed by one down: so it does not swing.
final class SendAdaptation {

    /// With redundancy that is as good as 34 kb/s without; with all its headers it is less than G.711.
    static final int BEST_BITS_PER_SECOND = 48_000;

    /// On a way that has been clean, and on which what was lost later was no queue's: each bit more is heard (decision 41), and these are
    /// no more than G.711's.
    static final int CLEAN_BITS_PER_SECOND = 64_000;

    /// Before anybody has said how the way is, and until [#CLEAN_REPORTS] in a row have said that it is clean.
    static final int WARY_LOSS_PERCENT = 5;

    /// Less lost is as good as none.
    static final double NEARLY_NO_PERCENT = 1;

    private static final int CLEAN_REPORTS = 4; // in the first 12 s of a call, later in 20 s

    private static final int[] BITS_PER_SECOND = {
        BEST_BITS_PER_SECOND, 34_000, 24_000, 16_000, 12_000
    };

    private static final double CLEAN_PERCENT = 2;
    private static final double MUCH_PERCENT = 10;

    /// However short the way is.
    private static final double VERY_MUCH_PERCENT = 30;

    private static final double SOME_PERCENT = 4;

    private static final int LONGEST_MILLIS = 60; // of audio in a packet

    /// So much more than the least round trip of the call means that packets queue.
    private static final double QUEUE_MILLIS = 120;

    /// A round trip that is shorter has no long queue; a longer one may have had it from the first report on.
    private static final double LONG_MILLIS = 200;

    /// For each report: a way that has become longer, as after a change of network, is the usual one after some minutes.
    private static final double LEAST_RISES_MILLIS = 5;

    private static final int FIRST_PATIENCE = 3; // reports
    private static final int MOST_PATIENCE = 24;

    /// A step down so few reports after one up shows that the step up was wrong.
    private static final int SOON = 4;

    private static final double LOSS_FORGETS = 0.7;

    private final CopiesAdaptation copies = new CopiesAdaptation();
    private int step; // of less to send
    private boolean room; // for CLEAN_BITS_PER_SECOND, when nothing is wrong
    private int goodReports;
    private int patience = FIRST_PATIENCE;
    private int sinceUp = Integer.MAX_VALUE;
    private double expectedLoss;
    private int cleanReports;
    private double leastRttMs = Double.MAX_VALUE;

    /// How to send.
    ///
    /// @param bitsPerSecond of Opus
    /// @param lossPercent   that the encoder is to be ready for, 0–100
    /// @param packetMillis  audio in a packet, 10–60
    /// @param copies        whether each packet's audio is to go out a second time with a later one, where that was agreed upon
    record Sending(int bitsPerSecond, int lossPercent, int packetMillis, boolean copies) {

        /// Without copies.
        Sending(int bitsPerSecond, int lossPercent, int packetMillis) {
            this(bitsPerSecond, lossPercent, packetMillis, false);
        }
    }

    /// Before the first report.
    static Sending initial(CodecChoice codec) {
        return new Sending(BEST_BITS_PER_SECOND, WARY_LOSS_PERCENT, codec.packetMillis());
    }

    /// The peer has reported.
    ///
    /// @param loss        what it misses
    /// @param rttMs       round trip; 0 where it is not known
    /// @param codec       what was agreed upon
    /// @param mostMillis  the most audio in a packet that the peer takes; less than the codec's packets have leaves no choice
    Sending onReport(ReportedLoss.Loss loss, double rttMs, CodecChoice codec, int mostMillis) {
        double lossPercent = loss.percent();
        // up at once, down by and by
        expectedLoss = Math.max(lossPercent, expectedLoss * LOSS_FORGETS);
        cleanReports = lossPercent < NEARLY_NO_PERCENT ? cleanReports + 1 : 0;
        boolean queues = false;
        if (rttMs > 0) {
            leastRttMs = Math.min(leastRttMs + LEAST_RISES_MILLIS, rttMs);
            queues = rttMs - leastRttMs > QUEUE_MILLIS;
        }
        int last = lastStep(codec, mostMillis);
        step = Math.min(step, last);
        if (sinceUp < Integer.MAX_VALUE) {
            sinceUp++;
        }
        boolean mayQueue = rttMs <= 0 || rttMs > LONG_MILLIS;
        if (lossPercent >= VERY_MUCH_PERCENT
                || (mayQueue && lossPercent >= MUCH_PERCENT)
                || (queues && lossPercent >= SOME_PERCENT)) {
            down(last);
        } else if (lossPercent <= CLEAN_PERCENT && !queues) {
            good();
        } else {
            goodReports = 0;
            if (sinceUp <= SOON || lossPercent >= MUCH_PERCENT) {
                leaveRoom();
            }
        }
        // a step down may be no more than one long burst in a short interval
        boolean mayHaveMore = step <= 1 && !queues && rttMs > 0 && rttMs <= LONG_MILLIS;
        copies.onReport(loss, mayHaveMore);
        return sending(codec, mostMillis);
    }

    private void down(int last) {
        goodReports = 0;
        beMorePatient();
        room = false;
        step = Math.min(last, step + 1);
    }

    private void beMorePatient() {
        if (sinceUp <= SOON) {
            patience = Math.min(MOST_PATIENCE, 2 * patience);
            sinceUp = Integer.MAX_VALUE;
        }
    }

    /// What was given last may be what gets lost.
    private void leaveRoom() {
        if (room) {
            beMorePatient();
            room = false;
        }
    }

    private void good() {
        if (room || ++goodReports < patience) {
            return;
        }
        goodReports = 0;
        sinceUp = 0;
        if (step > 0) {
            step--;
        } else {
            room = true;
        }
    }

    /// Only Opus has bit rates; G.711 and G.722 can only have fewer headers.
    private static int rates(CodecChoice codec) {
        return codec.name() == CodecName.OPUS ? BITS_PER_SECOND.length : 1;
    }

    private static int lastStep(CodecChoice codec, int mostMillis) {
        int steps = rates(codec) - 1;
        for (int millis = codec.packetMillis(); longer(millis) <= mostMillis; steps++) {
            millis = longer(millis);
        }
        return steps;
    }

    /// The next longer packet, out of reach where there is none.
    private static int longer(int millis) {
        int next = millis < 20 ? 20 : millis + 20;
        return next <= LONGEST_MILLIS ? next : Integer.MAX_VALUE;
    }

    private long worthOfCare() {
        return expectedLoss < NEARLY_NO_PERCENT ? 0 : (long) Math.ceil(expectedLoss);
    }

    private Sending sending(CodecChoice codec, int mostMillis) {
        int rate = Math.min(step, rates(codec) - 1);
        int millis = codec.packetMillis();
        for (int rest = step - rate; rest > 0 && longer(millis) <= mostMillis; rest--) {
            millis = longer(millis);
        }
        int least = cleanReports < CLEAN_REPORTS ? WARY_LOSS_PERCENT : 0;
        int loss = Math.clamp(worthOfCare(), least, 100);
        boolean twice = copies.wanted() && codec.redundancy().isPresent();
        return new Sending(
                room && !twice ? CLEAN_BITS_PER_SECOND : BITS_PER_SECOND[rate],
                loss,
                millis,
                twice);
    }
}

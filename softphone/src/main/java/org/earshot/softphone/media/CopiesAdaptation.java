package org.earshot.softphone.media;

/// Whether audio is to go out twice: where packets get lost several in a row, of which the redundancy within the codec makes good the last one
/// only. That doubles what is sent, so it is not done on a way that may be full, and is given up for a while where the loss grew with it. Pure
/// but for what it remembers; confined to one thread.
final class CopiesAdaptation {
    /// So much that the receiver could not make good is worth it, on the average of the last reports: before the redundancy within the codec is asked
    /// for, none is made good.
    private static final double WORTH_PERCENT = 8;

    /// Of a new report in the average.
    private static final double NEWEST = 0.4;

    /// So much lost in all is, whatever the receiver could repair of it: of that it tells a share since the beginning, which says little of the
    /// last seconds of a long call.
    private static final double WORTH_OF_ALL_PERCENT = 15;

    /// Less than that lost in all, and they are not needed.
    private static final double NEEDLESS_PERCENT = 2;

    private static final int NEEDLESS_REPORTS = 3;

    /// So much more loss than before the copies shows that there is no room for them; where it comes in bursts, one report differs from the
    /// next by half as much.
    private static final double WORSE_PERCENT = 25;

    private static final int FIRST_PAUSE = 8; // reports
    private static final int LONGEST_PAUSE = 64;

    private double beyondRepair; // per cent, on the average of the last reports
    private boolean wanted;
    private double before; // per cent lost when they began
    private int needless; // reports
    private int pause; // reports in which they are not tried again
    private int nextPause = FIRST_PAUSE;

    /// The peer has reported.
    ///
    /// @param mayHaveMore whether more may be sent: nothing queues on the way, as far as the round trip tells
    void onReport(ReportedLoss.Loss loss, boolean mayHaveMore) {
        pause = Math.max(0, pause - 1);
        beyondRepair += NEWEST * (loss.beyondRepair().orElse(0) - beyondRepair);
        if (wanted) {
            needless = loss.percent() < NEEDLESS_PERCENT ? needless + 1 : 0;
            if (!mayHaveMore || loss.percent() > before + WORSE_PERCENT) {
                wanted = false;
                pause = nextPause;
                nextPause = Math.min(LONGEST_PAUSE, 2 * nextPause);
            } else if (needless >= NEEDLESS_REPORTS) {
                wanted = false;
                nextPause = FIRST_PAUSE;
            }
        } else if (mayHaveMore && pause == 0 && isWorthIt(loss)) {
            wanted = true;
            before = loss.percent();
            needless = 0;
        }
    }

    private boolean isWorthIt(ReportedLoss.Loss loss) {
        return loss.percent() >= WORTH_OF_ALL_PERCENT || beyondRepair >= WORTH_PERCENT;
    }

    /// Whether they are to go out.
    boolean wanted() {
        return wanted;
    }
}

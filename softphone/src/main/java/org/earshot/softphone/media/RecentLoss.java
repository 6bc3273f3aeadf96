package org.earshot.softphone.media;

/// What was lost in the last ten seconds, from counts since the beginning. Pure: time is an argument. May be asked by any thread; none of the
/// media's does.
final class RecentLoss {

    private static final long SECOND = 1_000_000_000L;
    private static final int SAMPLES = 11; // a second apart

    private final Counts[] ring = new Counts[SAMPLES];
    private int newest;

    /// Counts since the beginning.
    ///
    /// @param expected packets that the other side has sent
    /// @param missing  of these, lost or too late to be played
    /// @param gaps     how many times one or more in a row were missing
    record Counts(long nanos, long expected, long missing, long gaps) {}

    /// @param percent    missing of those expected, 0–100
    /// @param burstRatio how long gaps are, beside those that the same loss at random would make (G.107 §7.4: BurstR): 1 or more
    record Window(double percent, double burstRatio) {}

    /// From a session's start.
    RecentLoss(long nanos) {
        ring[0] = new Counts(nanos, 0, 0, 0);
    }

    /// The window that ends now: of about ten seconds, or of all the time where that is less.
    synchronized Window until(Counts now) {
        Counts oldest = ring[(newest + 1) % SAMPLES];
        Window window = between(oldest == null ? ring[0] : oldest, now);
        if (now.nanos() - ring[newest].nanos() >= SECOND * 9 / 10) {
            newest = (newest + 1) % SAMPLES;
            ring[newest] = now;
        }
        return window;
    }

    private static Window between(Counts from, Counts to) {
        long expected = to.expected() - from.expected();
        // a packet that comes out of order takes back what was counted
        long missing = Math.clamp(to.missing() - from.missing(), 0, Math.max(0, expected));
        if (missing == 0) {
            return new Window(0, 1);
        }
        double share = (double) missing / expected;
        double length = (double) missing / Math.max(1, to.gaps() - from.gaps());
        return new Window(100 * share, Math.max(1, length * (1 - share)));
    }
}

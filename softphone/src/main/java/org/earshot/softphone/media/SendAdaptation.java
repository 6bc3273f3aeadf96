package org.earshot.softphone.media;

import java.util.OptionalDouble;

/// How to send, by what the peer reports every few seconds (RFC 3550 §6.4): down at once, up slowly, and not again soon to where it went
/// wrong. Pure: a report is the only clock. Confined to one thread.
///
/// Lower bit rates help only where our own packets fill the way. Where loss stays as it is, it comes from elsewhere (radio), and the full
/// rate comes back: there redundancy helps, which costs bits.
final class SendAdaptation {

    static final int FULL_BITRATE = 32_000;

    /// Below it Opus has no room for redundancy in wideband.
    static final int LEAST_BITRATE = 16_000;

    static final int LEAST_EXPECTED_LOSS = 5;

    private static final double MUCH_LOSS = 10;
    private static final double LITTLE_LOSS = 3;
    private static final double MUCH_DELAY_MS =
            200; // beyond the least: a queue that we may have filled
    private static final double DOWN = 0.75;
    private static final double UP = 1.1;
    private static final double FORGET = 0.75; // of the loss expected, with each report
    private static final int GOOD_REPORTS = 3; // before a step up, about 15 s
    private static final int CAUTION = 24; // reports, about two minutes
    private static final int USELESS_STEPS = 2;
    private static final int ROUND_TRIPS = 24;

    private final double[] roundTrips = new double[ROUND_TRIPS]; // a ring; 0: none
    private int reports;
    private int good;
    private int steps; // down, one after the other
    private double lossBefore; // the first of them
    private int ceiling = FULL_BITRATE;
    private int ceilingUntil;
    private int indifferentUntil; // to loss: lower rates did not help
    private Choice choice = Choice.FIRST;

    /// @param bitrate      bits per second
    /// @param expectedLoss per cent, for the redundancy
    record Choice(int bitrate, int expectedLoss) {
        /// Before any report.
        static final Choice FIRST = new Choice(FULL_BITRATE, LEAST_EXPECTED_LOSS);
    }

    /// A report has come.
    ///
    /// @param lossPercent of our packets since the report before, 0–100
    /// @param rttMs       round trip, where it is known
    Choice onReport(double lossPercent, OptionalDouble rttMs) {
        reports++;
        boolean delayed = rttMs.isPresent() && delayed(rttMs.getAsDouble());
        int bitrate = choice.bitrate();
        if (delayed || (lossPercent >= MUCH_LOSS && reports >= indifferentUntil)) {
            bitrate = lower(bitrate, lossPercent, delayed);
        } else if (lossPercent < LITTLE_LOSS || reports < indifferentUntil) {
            bitrate = raise(bitrate);
        } else {
            good = 0; // neither
            steps = 0;
        }
        int expected =
                (int)
                        Math.max(
                                Math.ceil(lossPercent),
                                Math.max(LEAST_EXPECTED_LOSS, choice.expectedLoss() * FORGET));
        choice = new Choice(bitrate, Math.min(100, expected));
        return choice;
    }

    private boolean delayed(double rtt) {
        roundTrips[reports % ROUND_TRIPS] = Math.max(1, rtt);
        double least = rtt;
        for (double one : roundTrips) {
            least = one > 0 ? Math.min(least, one) : least;
        }
        return rtt > least + MUCH_DELAY_MS;
    }

    private int lower(int bitrate, double lossPercent, boolean delayed) {
        good = 0;
        if (steps == 0) {
            lossBefore = lossPercent;
        } else if (!delayed && steps >= USELESS_STEPS && lossPercent > lossBefore * DOWN) {
            steps = 0;
            indifferentUntil = reports + CAUTION;
            ceiling = FULL_BITRATE;
            return FULL_BITRATE;
        }
        steps++;
        ceiling = Math.max(LEAST_BITRATE, (int) (bitrate / UP));
        ceilingUntil = reports + CAUTION;
        return (int) Math.max(LEAST_BITRATE, bitrate * DOWN);
    }

    private int raise(int bitrate) {
        steps = 0;
        if (++good < GOOD_REPORTS) {
            return bitrate;
        }
        good = 0;
        int most = reports < ceilingUntil ? Math.max(bitrate, ceiling) : FULL_BITRATE;
        return (int) Math.min(most, bitrate * UP);
    }
}

package org.earshot.server.bus;

import java.util.ArrayDeque;
import java.util.TreeSet;

/// Which rows of the change log have been seen. Numbers are given out in order, but become visible out of order: a
/// transaction that got a lower one may commit later, and a cluster's members count in steps of their own. So a number
/// that is missing is looked for again during some polls, and only then taken for one that never comes. Counted in polls,
/// not in time: no clock is asked. Confined to whoever polls.
final class SequenceWindow {
    /// Not reached below some thousand changes a second; above, the window gets shorter.
    private static final int MOST = 50_000;

    private final int polls;
    private final TreeSet<Long> seen = new TreeSet<>(); // above low
    private final ArrayDeque<Long> highs = new ArrayDeque<>(); // after each of the last polls
    private long low;
    private long high;

    /// @param polls how many polls long a missing number is looked for
    SequenceWindow(int polls) {
        this.polls = polls;
    }

    /// Begins anew: what is not above `low` was seen.
    void startAt(long low) {
        this.low = low;
        high = low;
        seen.clear();
        highs.clear();
    }

    /// Everything behind this number is to be read: what was seen there comes again, and is no news.
    long from() {
        return low;
    }

    /// The highest number that was seen.
    long high() {
        return high;
    }

    /// Takes a row in.
    ///
    /// @return whether it is news
    boolean add(long sequence) {
        if (sequence <= low || !seen.add(sequence)) {
            return false;
        }
        high = Math.max(high, sequence);
        return true;
    }

    /// After each poll that reached the database.
    void endOfPoll() {
        highs.add(high);
        if (highs.size() > polls) {
            low = Math.max(low, highs.remove());
            seen.headSet(low, true).clear();
        }
        while (seen.size() > MOST) {
            low = seen.removeFirst();
        }
        while (seen.remove(low + 1)) {
            low++;
        }
    }

    /// How many numbers are remembered.
    int size() {
        return seen.size();
    }
}

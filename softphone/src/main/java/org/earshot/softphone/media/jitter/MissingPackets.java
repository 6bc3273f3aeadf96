package org.earshot.softphone.media.jitter;

import org.earshot.softphone.media.rtp.SequenceNumber;

/// Counts the packets that had not come when their turn did, by the numbers of those that are played. Confined to one thread; doesn't allocate.
final class MissingPackets {
    private static final int MOST = 1_000; // more is another stream, not a loss
    private static final int NONE = -1;

    private final Counters counters;
    private final OtherNumbers others = new OtherNumbers();
    private int last = NONE; // number of the packet that was played last
    private long repairedBefore; // of [Counters#repaired], when it was

    MissingPackets(Counters counters) {
        this.counters = counters;
    }

    /// A packet came that is no audio: its number is none that is missing.
    void pass(int sequenceNumber) {
        if (last == NONE || SequenceNumber.distance(last, sequenceNumber) > 0) {
            others.add(sequenceNumber);
        }
    }

    /// A packet is played.
    ///
    /// @return how many were missing right before it
    int until(int sequenceNumber) {
        int missing = between(sequenceNumber);
        long repaired = counters.repaired.get();
        boolean counts = last != NONE && missing < MOST;
        if (counts) {
            counters.lost.addAndGet(missing);
            // RFC 3611 §4.7.1: what redundancy makes good is not lost
            counters.pattern.missing((int) (missing - (repaired - repairedBefore)));
        }
        counters.pattern.present();
        repairedBefore = repaired;
        last = sequenceNumber;
        return counts ? missing : 0;
    }

    /// Whether that is the packet right behind the one that was played last, so that nothing is missing between them however far apart their timestamps are.
    boolean isNext(int number) {
        int missing = (number - last - 1) & 0xFFFF;
        return last != NONE && missing < MOST && missing == others.count(last, number);
    }

    /// How many numbers lie between this packet and the one before and were never seen.
    private int between(int number) {
        int missing = (number - last - 1) & 0xFFFF;
        if (last == NONE) {
            others.take(number - OtherNumbers.SPAN / 2, number); // of what came before it
        } else if (missing < MOST) {
            missing -= others.take(last, number);
        } else {
            others.clear();
        }
        return missing;
    }

    /// What is played next continues nothing.
    void clear() {
        last = NONE;
        others.clear();
    }
}

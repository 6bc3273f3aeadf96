package org.earshot.interop;

import java.util.Random;

/// What a bad network does to the packets of a stream, in simulated time, the same for the same seed.
enum Impairment {
    /// Nothing but 5 ms on the way.
    NONE("none"),
    /// Each packet is lost with a probability of 5 %.
    LOSS_5("5 % lost"),
    /// With one of 10 %.
    LOSS_10("10 % lost"),
    /// 20 % are lost, four in a row on average (Gilbert's model: a good state without loss, a bad one without packets).
    BURSTS_20("20 % in bursts"),
    /// Each packet is late by up to 50 ms, all lengths alike; so they also come out of order.
    JITTER_50("50 ms jitter"),
    /// One in ten comes 25 ms later than the others: behind the one that was sent after it.
    REORDER("reordered"),
    /// Each packet is lost with a probability of 5 %, and of three of the others one comes twice, the copy up to 60 ms later.
    COPIES_5("5 % lost, copies"),
    /// The packets take another route for this time: each is 80 ms later, and none is lost. Where they go back to the first route, the new ones overtake
    /// the last of the slow ones.
    STEP("80 ms slower");

    /// What is said of a packet that never comes.
    static final long LOST = -1;

    private static final double BAD_TO_GOOD = 0.25;
    private static final double GOOD_TO_BAD = BAD_TO_GOOD * 0.2 / 0.8;
    private static final long MS = 1_000_000;

    private final String label;

    Impairment(String label) {
        this.label = label;
    }

    String label() {
        return label;
    }

    /// The network's way of handling one packet after the other.
    interface Network {
        /// When a packet arrives that was sent at `sentNanos`, or [#LOST].
        long arrival(long sentNanos);

        /// When a second copy of a packet arrives, or [#LOST] where there is none.
        ///
        /// @param sentNanos as the packet
        /// @param arrivalNanos of the packet, which is not lost
        default long copy(long sentNanos, long arrivalNanos) {
            return LOST;
        }
    }

    /// A new network: good before `fromNanos` and from `toNanos` on.
    Network between(long fromNanos, long toNanos, Random random) {
        Network first = first(fromNanos, toNanos, random);
        if (this != COPIES_5) {
            return first;
        }
        return new Network() {
            @Override
            public long arrival(long sentNanos) {
                return first.arrival(sentNanos);
            }

            @Override
            public long copy(long sentNanos, long arrivalNanos) {
                boolean twice =
                        sentNanos >= fromNanos && sentNanos < toNanos && random.nextInt(3) == 0;
                return twice ? arrivalNanos + random.nextLong(60 * MS) : LOST;
            }
        };
    }

    private Network first(long fromNanos, long toNanos, Random random) {
        boolean[] bad = {false};
        return sent -> {
            long usual = sent + 5 * MS;
            if (sent < fromNanos || sent >= toNanos) {
                return usual;
            }
            return switch (this) {
                case NONE -> usual;
                case LOSS_5, COPIES_5 -> random.nextInt(100) < 5 ? LOST : usual;
                case LOSS_10 -> random.nextInt(100) < 10 ? LOST : usual;
                case BURSTS_20 -> {
                    bad[0] = random.nextDouble() < (bad[0] ? 1 - BAD_TO_GOOD : GOOD_TO_BAD);
                    yield bad[0] ? LOST : usual;
                }
                case JITTER_50 -> usual + random.nextLong(50 * MS);
                case STEP -> usual + 80 * MS;
                case REORDER -> random.nextInt(10) == 0 ? usual + 25 * MS : usual;
            };
        };
    }
}

package org.earshot.softphone.media.ice;

/// A check on its way (RFC 8445 §7.2): repeated until answered, or given up after about six seconds.
final class Check {
    /// RFC 5245 §16.1 for media: less than what the audio itself takes.
    private static final long FIRST_WAIT_NANOS = 100_000_000L;

    private static final long LONGEST_WAIT_NANOS = 1_600_000_000L;
    private static final long SOONEST_NANOS = 50_000_000L;
    private static final int TRIES = 7;

    private final CandidatePair pair;
    private final TransactionId id;
    private final byte[] datagram;
    private final boolean nominates;
    private final boolean asControlling;
    private int tries;
    private long wait = FIRST_WAIT_NANOS;
    private long dueNanos;
    private long sentNanos;

    /// @param nominates whether it carries USE-CANDIDATE
    /// @param asControlling the role that it claims
    Check(
            CandidatePair pair,
            TransactionId id,
            byte[] datagram,
            boolean nominates,
            boolean asControlling) {
        this.pair = pair;
        this.id = id;
        this.datagram = datagram;
        this.nominates = nominates;
        this.asControlling = asControlling;
    }

    CandidatePair pair() {
        return pair;
    }

    TransactionId id() {
        return id;
    }

    byte[] datagram() {
        return datagram;
    }

    boolean nominates() {
        return nominates;
    }

    boolean asControlling() {
        return asControlling;
    }

    boolean isDue(long now) {
        return now - dueNanos >= 0;
    }

    /// Whether there is no sense in another try.
    boolean isSpent() {
        return tries >= TRIES;
    }

    /// To be repeated soon, and not only when it is due.
    void hurry() {
        dueNanos = Math.min(dueNanos, sentNanos + SOONEST_NANOS);
    }

    /// It was sent.
    void sent(long now) {
        tries++;
        sentNanos = now;
        dueNanos = now + wait;
        wait = Math.min(LONGEST_WAIT_NANOS, 2 * wait);
    }
}

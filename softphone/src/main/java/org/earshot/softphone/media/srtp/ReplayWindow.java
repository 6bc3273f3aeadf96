package org.earshot.softphone.media.srtp;

/// Which indices were seen (RFC 3711 §3.3.2), as a ring of bits that moves with the highest one (the way of RFC 6479).
final class ReplayWindow {

    private static final int WORDS = 16;
    private static final int WORD_BITS = 64;

    /// How far an index may lie behind the highest one: a second of packets of 10 ms, and nine more.
    static final int SIZE = WORD_BITS * (WORDS - 1);

    private final long[] seen = new long[WORDS];
    private long highest = -1;

    /// What can be told about an index.
    enum Verdict {
        NEW,
        SEEN,
        TOO_OLD
    }

    Verdict check(long index) {
        if (index > highest) {
            return Verdict.NEW;
        }
        if (highest - index >= SIZE) {
            return Verdict.TOO_OLD;
        }
        return (seen[word(index)] & bit(index)) == 0 ? Verdict.NEW : Verdict.SEEN;
    }

    /// Marks an index that `check` found new and whose packet was authentic.
    void mark(long index) {
        if (index > highest) {
            long ahead = index / WORD_BITS - Math.max(highest, 0) / WORD_BITS;
            for (long i = 0; i < Math.min(ahead, WORDS); i++) {
                seen[word(index - i * WORD_BITS)] = 0;
            }
            highest = index;
        }
        seen[word(index)] |= bit(index);
    }

    private static int word(long index) {
        return (int) (index / WORD_BITS % WORDS);
    }

    private static long bit(long index) {
        return 1L << (index % WORD_BITS);
    }
}

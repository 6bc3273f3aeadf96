package org.earshot.softphone.media.jitter;

import java.util.Arrays;

/// Sequence numbers of packets that came and are no audio, such as those of a key: between two packets of audio they are not missing.
/// Confined to one thread; doesn't allocate.
final class OtherNumbers {
    /// So many numbers are remembered at once.
    static final int SPAN = 1_024;

    private final long[] bits = new long[SPAN / Long.SIZE];

    /// A packet came that is no audio.
    ///
    /// @param sequenceNumber 0..65535
    void add(int sequenceNumber) {
        int at = sequenceNumber % SPAN;
        bits[at / Long.SIZE] |= 1L << at % Long.SIZE;
    }

    /// Forgets the numbers behind `after` up to `until`, less than [#SPAN] of them.
    ///
    /// @return how many had come
    int take(int after, int until) {
        int came = 0;
        for (int left = (until - after) & 0xFFFF; left > 0; left--) {
            int at = Math.floorMod(until - left + 1, SPAN);
            long bit = 1L << at % Long.SIZE;
            if ((bits[at / Long.SIZE] & bit) != 0) {
                bits[at / Long.SIZE] &= ~bit;
                came++;
            }
        }
        return came;
    }

    /// How many numbers behind `after` up to `until` had come, less than [#SPAN] of them.
    int count(int after, int until) {
        int came = 0;
        for (int left = (until - after) & 0xFFFF; left > 0; left--) {
            int at = Math.floorMod(until - left + 1, SPAN);
            came += (int) (bits[at / Long.SIZE] >>> at % Long.SIZE & 1);
        }
        return came;
    }

    void clear() {
        Arrays.fill(bits, 0);
    }
}

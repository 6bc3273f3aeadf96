package org.earshot.softphone.media.rtp;

import java.util.Arrays;

/// Which packets came lately, to tell a second copy from a packet. SRTP refuses copies itself (RFC 3711 §3.3.2); of plain RTP a network may
/// deliver some twice. Confined to one thread; doesn't allocate.
public final class SeenNumbers {
    /// So many numbers are remembered: more than a packet may come behind its time ([ReceiverStatistics#MAX_MISORDER]).
    private static final int SPAN = 128;

    private final long[] packets = new long[SPAN]; // number and timestamp of each
    private final boolean[] used = new boolean[SPAN];

    /// A packet came.
    ///
    /// @param sequenceNumber 0..65535
    /// @param timestamp with the same number and another timestamp it is another packet, of a sender that began anew
    /// @return whether it is new: none of the last 128 numbers is the same packet
    public boolean isNew(int sequenceNumber, int timestamp) {
        int at = sequenceNumber % SPAN;
        long packet = (long) sequenceNumber << Integer.SIZE | (timestamp & 0xFFFF_FFFFL);
        if (used[at] && packets[at] == packet) {
            return false;
        }
        used[at] = true;
        packets[at] = packet;
        return true;
    }

    /// Forgets all.
    public void clear() {
        Arrays.fill(used, false);
    }
}

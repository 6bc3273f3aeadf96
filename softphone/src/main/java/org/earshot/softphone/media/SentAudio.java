package org.earshot.softphone.media;

import java.util.Arrays;
import org.earshot.softphone.media.codec.Codec;
import org.earshot.softphone.media.rtp.RedundantPayload;

/// The payloads that went out last, to send them once more where packets get lost several in a row (RFC 2198). Confined to the capture thread;
/// allocates nothing.
///
/// A copy travels [#AGO_MILLIS] behind what it is a copy of: so far apart two packets are seldom lost together, and a receiver that waits for it
/// adds no more than that to the delay. The packet right behind a loss may repair it as well, by the codec's own redundancy.
final class SentAudio {
    /// Or a packet, where that is longer.
    static final int AGO_MILLIS = 80;

    private static final int KEPT = 16; // 160 ms of packets of 10 ms

    /// What a packet may hold without being cut in two on any usual network, and with room for SRTP.
    private static final int MOST_BYTES = 1_200;

    private final byte[][] payloads = new byte[KEPT][Codec.MAX_PAYLOAD];
    private final int[] lengths = new int[KEPT]; // 0: none
    private final int[] timestamps = new int[KEPT];
    private int next;

    /// A payload goes out, or would have done so.
    void add(int timestamp, byte[] bytes, int offset, int length) {
        System.arraycopy(bytes, offset, payloads[next], 0, length);
        lengths[next] = length;
        timestamps[next] = timestamp;
        next = (next + 1) % KEPT;
    }

    /// Puts an older payload before one that lies in `bytes` from `offset` on, where there is one and both fit.
    ///
    /// @param timestamp   of the packet
    /// @param ago         how much older, in ticks
    /// @param payloadType of both
    /// @return the new length; 0 where nothing was changed
    int putBefore(byte[] bytes, int offset, int length, int timestamp, int ago, int payloadType) {
        for (int i = 0; i < KEPT; i++) {
            if (lengths[i] > 0
                    && timestamps[i] == timestamp - ago
                    && lengths[i] <= RedundantPayload.MOST_BYTES
                    && ago <= RedundantPayload.MOST_AGO
                    && lengths[i] + length + RedundantPayload.HEADERS <= MOST_BYTES) {
                return RedundantPayload.write(
                        bytes, offset, length, payloadType, ago, payloads[i], lengths[i]);
            }
        }
        return 0;
    }

    /// Forgets all.
    void clear() {
        Arrays.fill(lengths, 0);
    }
}

package org.earshot.softphone.media.rtp;

/// A payload of RFC 2198: what a packet says, and before it what packets before it said, for where those got lost. A view that is used for one
/// packet after the other; allocates nothing. Confined to one thread; safe on hostile bytes.
public final class RedundantPayload {
    /// Of a header for an older block, and of that of the packet's own, in bytes (§3).
    private static final int OLDER_HEADER = 4;

    private static final int OWN_HEADER = 1;

    /// What writing adds to the two blocks, in bytes.
    public static final int HEADERS = OLDER_HEADER + OWN_HEADER;

    /// 10 bits tell the length of an older block.
    public static final int MOST_BYTES = 1_023;

    /// 14 bits tell how far back it lies, in ticks of the timestamp.
    public static final int MOST_AGO = 16_383;

    /// With more a packet is none that a phone would send.
    private static final int MOST_BLOCKS = 8;

    private static final int FOLLOWED = 0x80; // by another header
    private static final int PAYLOAD_TYPE = 0x7F;

    private final int[] payloadTypes = new int[MOST_BLOCKS];
    private final int[] agos = new int[MOST_BLOCKS];
    private final int[] offsets = new int[MOST_BLOCKS];
    private final int[] lengths = new int[MOST_BLOCKS];
    private int blocks;

    /// Looks at a payload.
    ///
    /// @return false where it is none of this format; then there are no blocks
    public boolean read(byte[] bytes, int offset, int length) {
        blocks = 0;
        int end = offset + length;
        int at = offset;
        int count = 0;
        while (at < end && (bytes[at] & FOLLOWED) != 0) {
            if (count == MOST_BLOCKS - 1 || end - at < OLDER_HEADER) {
                return false;
            }
            int fields =
                    (bytes[at + 1] & 0xFF) << 16
                            | (bytes[at + 2] & 0xFF) << 8
                            | (bytes[at + 3] & 0xFF);
            payloadTypes[count] = bytes[at] & PAYLOAD_TYPE;
            agos[count] = fields >> 10;
            lengths[count] = fields & MOST_BYTES;
            count++;
            at += OLDER_HEADER;
        }
        if (at >= end) {
            return false;
        }
        payloadTypes[count] = bytes[at] & PAYLOAD_TYPE;
        agos[count] = 0;
        at += OWN_HEADER;
        for (int i = 0; i < count; i++) {
            offsets[i] = at;
            at += lengths[i];
        }
        offsets[count] = at;
        lengths[count] = end - at;
        blocks = at > end ? 0 : count + 1;
        return blocks > 0;
    }

    /// How many there are: the last is the packet's own.
    public int blocks() {
        return blocks;
    }

    /// @param block 0 to [#blocks] − 1
    public int payloadType(int block) {
        return payloadTypes[block];
    }

    /// How far before the packet the block lies, in ticks of the timestamp.
    public int ago(int block) {
        return agos[block];
    }

    /// Where the block begins in what was read.
    public int offset(int block) {
        return offsets[block];
    }

    /// In bytes, 0 or more.
    public int length(int block) {
        return lengths[block];
    }

    /// Puts an older block before a packet's own, which lies in `bytes` from `offset` on, and is moved.
    ///
    /// @param payloadType of both
    /// @param ago 1 to [#MOST_AGO]
    /// @param olderLength at most [#MOST_BYTES]
    /// @return bytes from `offset` on, [#HEADERS] more than both blocks have
    public static int write(
            byte[] bytes,
            int offset,
            int length,
            int payloadType,
            int ago,
            byte[] older,
            int olderLength) {
        System.arraycopy(bytes, offset, bytes, offset + HEADERS + olderLength, length);
        bytes[offset] = (byte) (FOLLOWED | payloadType);
        int fields = ago << 10 | olderLength;
        bytes[offset + 1] = (byte) (fields >> 16);
        bytes[offset + 2] = (byte) (fields >> 8);
        bytes[offset + 3] = (byte) fields;
        bytes[offset + OLDER_HEADER] = (byte) payloadType;
        System.arraycopy(older, 0, bytes, offset + HEADERS, olderLength);
        return HEADERS + olderLength + length;
    }
}

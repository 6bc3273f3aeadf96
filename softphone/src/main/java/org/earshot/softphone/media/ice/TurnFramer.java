package org.earshot.softphone.media.ice;

/// Cuts a byte stream of a TURN server into STUN messages and ChannelData (RFC 8656 §3.1, §12.5; RFC 8489 §6.2.2). Pure, and
/// allocates nothing. Not for threads.
public final class TurnFramer {
    /// Larger ones are passed over: a peer may send the relay a datagram of 64 kB, which neither sound nor our requests are.
    static final int MAX_FRAME_BYTES = 4096;

    private static final int HEADER_BYTES = 4; // where both kinds have their length

    /// Takes what was cut out.
    @FunctionalInterface
    public interface Sink {
        /// A STUN message, or ChannelData with its padding; not checked further.
        ///
        /// @param buffer holds it from index 0 on; valid during the call only
        void onFrame(byte[] buffer, int length);
    }

    private final Sink sink;
    private final byte[] frame = new byte[MAX_FRAME_BYTES];
    private int have;
    private int want = HEADER_BYTES;
    private int skip;

    /// A framer at the beginning of a stream.
    public TurnFramer(Sink sink) {
        this.sink = sink;
    }

    /// Takes the next bytes of the stream, however many there are.
    ///
    /// @throws StunException when they can't be of a TURN server; nothing after that can be understood
    public void accept(byte[] bytes, int offset, int length) throws StunException {
        int at = offset;
        int end = offset + length;
        while (at < end) {
            if (skip > 0) {
                int skipped = Math.min(skip, end - at);
                skip -= skipped;
                at += skipped;
                continue;
            }
            int taken = Math.min(want - have, end - at);
            System.arraycopy(bytes, at, frame, have, taken);
            have += taken;
            at += taken;
            if (have == HEADER_BYTES && want == HEADER_BYTES) {
                onHeader();
            }
            if (have == want) {
                deliver();
            }
        }
    }

    private void onHeader() throws StunException {
        int length = StunWire.unsignedShort(frame, 2);
        if (frame[0] >= 0 && frame[0] <= 3 && length % 4 == 0) {
            want = StunWire.HEADER_BYTES + length;
        } else if ((frame[0] & 0xF0) == 0x40) {
            want = ChannelData.HEADER_BYTES + StunWire.padded(length);
        } else {
            throw new StunException("neither STUN nor ChannelData");
        }
        if (want > MAX_FRAME_BYTES) {
            skip = want - HEADER_BYTES;
            have = 0;
            want = HEADER_BYTES;
        }
    }

    // ChannelData without a packet is complete with its header
    private void deliver() {
        int length = have;
        have = 0;
        want = HEADER_BYTES;
        sink.onFrame(frame, length);
    }
}

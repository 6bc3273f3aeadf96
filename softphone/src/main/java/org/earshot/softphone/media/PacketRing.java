package org.earshot.softphone.media;

import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicLong;
import org.earshot.softphone.media.jitter.JitterBuffer;
import org.earshot.softphone.media.rtp.RtpHeader;

/// Audio packets on their way from the receive thread, the only one that puts, to the playout thread, the only one that
/// takes. Never waits, never allocates; a packet that finds it full is dropped and counted.
final class PacketRing {

    /// A power of two, and about as many packets as wait in the socket while the process stands still: they come at once, and what found
    /// no room would be the newest of them, which is what is to be played.
    private static final int SLOTS = 512;

    private static final int MAX_PAYLOAD_BYTES = 1_500;

    private final Slot[] slots = new Slot[SLOTS];
    private final AtomicLong put = new AtomicLong();
    private final AtomicLong taken = new AtomicLong();
    private volatile long dropped;

    private static final class Slot {
        private final byte[] payload = new byte[MAX_PAYLOAD_BYTES];
        private int length;
        private int payloadType;
        private int sequenceNumber;
        private int timestamp;
        private int ssrc;
        private long arrivalNanos;
    }

    PacketRing() {
        for (int i = 0; i < SLOTS; i++) {
            slots[i] = new Slot();
        }
    }

    /// Copies the payload. Receive thread.
    void put(RtpHeader header, long arrivalNanos) {
        int length = header.payloadLength();
        long next = put.get();
        if (length == 0 || length > MAX_PAYLOAD_BYTES || next - taken.get() >= SLOTS) {
            countDropped();
            return;
        }
        ByteBuffer packet = header.packet();
        Slot slot = slots[(int) (next % SLOTS)];
        packet.get(header.payloadOffset(), slot.payload, 0, length);
        slot.length = length;
        slot.payloadType = header.payloadType();
        slot.sequenceNumber = header.sequenceNumber();
        slot.timestamp = header.timestamp();
        slot.ssrc = header.ssrc();
        slot.arrivalNanos = arrivalNanos;
        put.set(next + 1); // publishes the slot
    }

    // one writer
    @SuppressWarnings("NonAtomicVolatileUpdate")
    private void countDropped() {
        dropped++;
    }

    /// Moves all packets into the jitter buffer. Playout thread.
    void drainTo(JitterBuffer jitterBuffer) {
        long next = taken.get();
        for (long end = put.get(); next < end; next++) {
            Slot slot = slots[(int) (next % SLOTS)];
            jitterBuffer.insert(
                    slot.payloadType,
                    slot.sequenceNumber,
                    slot.timestamp,
                    slot.ssrc,
                    slot.payload,
                    0,
                    slot.length,
                    slot.arrivalNanos);
            taken.set(next + 1); // gives the slot back
        }
    }

    /// Forgets all packets. Playout thread.
    void clear() {
        taken.set(put.get());
    }

    /// Packets that found no room.
    long dropped() {
        return dropped;
    }
}

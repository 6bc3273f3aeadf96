package org.earshot.softphone.media;

import java.util.concurrent.atomic.AtomicLong;
import org.earshot.softphone.media.jitter.JitterBuffer;
import org.earshot.softphone.media.rtp.RedundantPayload;
import org.earshot.softphone.media.rtp.RtpHeader;

/// Packets on their way from the receive thread, the only one that puts, to the playout thread, the only one that
/// takes. Never waits, never allocates; a packet that finds it full is dropped and counted.
final class PacketRing {

    /// A power of two, and about as many packets as wait in the socket while the process stands still: they come at once, and what found
    /// no room would be the newest of them, which is what is to be played.
    private static final int SLOTS = 512;

    private static final int MAX_PAYLOAD_BYTES = 1_500;
    private static final int NO_AUDIO = -1; // in place of a length

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
        private int ago; // ticks: of an older block (RFC 2198), else 0
    }

    PacketRing() {
        for (int i = 0; i < SLOTS; i++) {
            slots[i] = new Slot();
        }
    }

    /// Copies the payload. Receive thread.
    void put(RtpHeader header, long arrivalNanos) {
        put(
                header,
                header.payloadType(),
                0,
                header.payloadOffset(),
                header.payloadLength(),
                arrivalNanos);
    }

    /// Copies what a packet says and what it brings of older packets; where it says nothing itself, only its number. Receive thread.
    ///
    /// @param payloadType of the blocks that count
    void put(RtpHeader header, RedundantPayload blocks, int payloadType, long arrivalNanos) {
        int own = blocks.blocks() - 1;
        if (own < 0 || blocks.payloadType(own) != payloadType || blocks.length(own) == 0) {
            pass(header, arrivalNanos);
            return;
        }
        // the packet's own first: by it the stream is known
        for (int block = own; block >= 0; block--) {
            boolean isOlder = blocks.ago(block) > 0 && blocks.length(block) > 0;
            if (blocks.payloadType(block) == payloadType && (block == own || isOlder)) {
                put(
                        header,
                        payloadType,
                        blocks.ago(block),
                        blocks.offset(block),
                        blocks.length(block),
                        arrivalNanos);
            }
        }
    }

    /// @param ago how far the block lies before the packet, in ticks; 0: it is the packet's own
    private void put(
            RtpHeader header, int payloadType, int ago, int offset, int length, long arrivalNanos) {
        if (length == 0 || length > MAX_PAYLOAD_BYTES || isFull()) {
            countDropped();
            return;
        }
        Slot slot = slots[(int) (put.get() % SLOTS)];
        header.packet().get(offset, slot.payload, 0, length);
        slot.length = length;
        publish(slot, header, payloadType, ago, arrivalNanos);
    }

    /// A packet that is no audio: only its number is of interest, which is not missing. Receive thread.
    void pass(RtpHeader header, long arrivalNanos) {
        if (!isFull()) {
            Slot slot = slots[(int) (put.get() % SLOTS)];
            slot.length = NO_AUDIO;
            publish(slot, header, header.payloadType(), 0, arrivalNanos);
        }
    }

    private boolean isFull() {
        return put.get() - taken.get() >= SLOTS;
    }

    private void publish(Slot slot, RtpHeader header, int payloadType, int ago, long arrivalNanos) {
        slot.payloadType = payloadType;
        slot.ago = ago;
        slot.sequenceNumber = header.sequenceNumber();
        slot.timestamp = header.timestamp();
        slot.ssrc = header.ssrc();
        slot.arrivalNanos = arrivalNanos;
        put.set(put.get() + 1); // by the one thread that puts
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
            if (slot.length == NO_AUDIO) {
                jitterBuffer.pass(slot.sequenceNumber, slot.ssrc);
            } else if (slot.ago > 0) {
                jitterBuffer.restore(
                        slot.payloadType,
                        slot.sequenceNumber,
                        slot.timestamp,
                        slot.ago,
                        slot.ssrc,
                        slot.payload,
                        0,
                        slot.length);
            } else {
                jitterBuffer.insert(
                        slot.payloadType,
                        slot.sequenceNumber,
                        slot.timestamp,
                        slot.ssrc,
                        slot.payload,
                        0,
                        slot.length,
                        slot.arrivalNanos);
            }
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

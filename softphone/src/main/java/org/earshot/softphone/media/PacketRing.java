package org.earshot.softphone.media;

import java.util.concurrent.atomic.AtomicLong;
import org.earshot.softphone.media.jitter.JitterBuffer;
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
    }

    PacketRing() {
        for (int i = 0; i < SLOTS; i++) {
            slots[i] = new Slot();
        }
    }

    /// Copies the payload. Receive thread.
    void put(RtpHeader header, long arrivalNanos) {
        int length = header.payloadLength();
        if (length == 0 || length > MAX_PAYLOAD_BYTES || isFull()) {
            countDropped();
            return;
        }
        Slot slot = slots[(int) (put.get() % SLOTS)];
        header.packet().get(header.payloadOffset(), slot.payload, 0, length);
        slot.length = length;
        publish(slot, header, arrivalNanos);
    }

    /// A packet that is no audio: only its number is of interest, which is not missing. Receive thread.
    void pass(RtpHeader header, long arrivalNanos) {
        if (!isFull()) {
            Slot slot = slots[(int) (put.get() % SLOTS)];
            slot.length = NO_AUDIO;
            publish(slot, header, arrivalNanos);
        }
    }

    private boolean isFull() {
        return put.get() - taken.get() >= SLOTS;
    }

    private void publish(Slot slot, RtpHeader header, long arrivalNanos) {
        slot.payloadType = header.payloadType();
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

package org.earshot.softphone.media.jitter;

import org.earshot.softphone.media.codec.Decoder;

/// Packets that wait for their turn, ordered by timestamp, in memory that is taken once. Confined to one thread.
final class PacketStore {
    /// Packets: 2.5 s of 20 ms each.
    static final int CAPACITY = 128;

    /// Bytes: what fits into a datagram on any usual network.
    static final int MAX_PAYLOAD = 1_500;

    /// A packet in the store; valid until it is removed.
    static final class Packet {
        private final byte[] payload = new byte[MAX_PAYLOAD];
        private int length;
        private int rtpTimestamp;
        private long timestamp;
        private int sequenceNumber;
        private int samples;
        private Decoder decoder;

        byte[] payload() {
            return payload;
        }

        int length() {
            return length;
        }

        /// As it stood in the packet.
        int rtpTimestamp() {
            return rtpTimestamp;
        }

        /// In samples at 48 kHz, unwrapped.
        long timestamp() {
            return timestamp;
        }

        int sequenceNumber() {
            return sequenceNumber;
        }

        /// At 48 kHz.
        int samples() {
            return samples;
        }

        Decoder decoder() {
            return decoder;
        }

        /// Whether it begins or goes on with a pause.
        boolean pauses() {
            return decoder.pauses(length);
        }
    }

    private final Packet[] packets = new Packet[CAPACITY]; // [0, size) in order, the rest free
    private int size;

    PacketStore() {
        for (int i = 0; i < CAPACITY; i++) {
            packets[i] = new Packet();
        }
    }

    /// @return false when a packet with this timestamp waits already
    boolean insert(
            Decoder decoder,
            int sequenceNumber,
            int rtpTimestamp,
            long timestamp,
            int samples,
            byte[] payload,
            int offset,
            int length) {
        int at = size;
        while (at > 0 && packets[at - 1].timestamp >= timestamp) {
            at--;
        }
        if (at < size && packets[at].timestamp == timestamp) {
            return false;
        }
        Packet packet = packets[size];
        System.arraycopy(packets, at, packets, at + 1, size - at);
        packets[at] = packet;
        size++;
        packet.decoder = decoder;
        packet.sequenceNumber = sequenceNumber;
        packet.rtpTimestamp = rtpTimestamp;
        packet.timestamp = timestamp;
        packet.samples = samples;
        packet.length = length;
        System.arraycopy(payload, offset, packet.payload, 0, length);
        return true;
    }

    /// Packets that were for `before` are for `after`.
    void replace(Decoder before, Decoder after) {
        for (int i = 0; i < size; i++) {
            if (packets[i].decoder.equals(before)) {
                packets[i].decoder = after;
            }
        }
    }

    boolean isFull() {
        return size == CAPACITY;
    }

    int size() {
        return size;
    }

    /// The packet with the least timestamp, null when there is none.
    Packet first() {
        return size == 0 ? null : packets[0];
    }

    /// The packet with the greatest timestamp, null when there is none.
    Packet last() {
        return size == 0 ? null : packets[size - 1];
    }

    void removeFirst() {
        Packet packet = packets[0];
        size--;
        System.arraycopy(packets, 1, packets, 0, size);
        packets[size] = packet;
    }

    void clear() {
        size = 0;
    }
}

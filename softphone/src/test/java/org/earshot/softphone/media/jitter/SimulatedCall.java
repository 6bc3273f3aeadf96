package org.earshot.softphone.media.jitter;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.LongUnaryOperator;
import org.earshot.softphone.media.codec.Codec;
import org.earshot.softphone.media.codec.Decoder;
import org.earshot.softphone.media.codec.Encoder;

/// A call without time: speech through an encoder, a network that is a function, and a jitter buffer that is polled by a clock that we turn.
final class SimulatedCall {
    static final int PAYLOAD_TYPE = 96;
    static final long MS = 1_000_000;
    static final long LOST = -1;
    static final int NOTHING = -1;
    private static final int FIRST_TIMESTAMP = -10_000; // wraps soon

    @SuppressWarnings("ArrayRecordComponent") // nobody compares them
    record Packet(int sequence, int timestamp, byte[] payload, long arrival) {}

    /// What came out.
    ///
    /// @param delays the buffer's delay in ms after each poll
    /// @param wholeDelays ms from when the first sample of a packet was spoken to the frame in which it is heard, by poll; [#NOTHING] where none begins
    @SuppressWarnings("ArrayRecordComponent") // nobody compares them
    record Heard(short[] samples, JitterStatistics statistics, int[] delays, int[] wholeDelays) {}

    private final Codec codec;
    private final short[] speech;
    private final int packetSamples;
    private final JitterBuffer buffer = new JitterBuffer(JitterSettings.DEFAULT);
    private double senderPpm;
    private long pauseAt = Long.MAX_VALUE;
    private long pauseLength;

    SimulatedCall(Codec codec, short[] speech, int packetMs) {
        this.codec = codec;
        this.speech = speech;
        packetSamples = packetMs * 48;
    }

    /// The sender's crystal is faster than ours.
    SimulatedCall senderFasterBy(double ppm) {
        senderPpm = ppm;
        return this;
    }

    /// The receiving process stands still; what arrives waits in the socket.
    SimulatedCall pause(long atMs, long lengthMs) {
        pauseAt = atMs * MS;
        pauseLength = lengthMs * MS;
        return this;
    }

    /// @param network from the time a packet is sent to the time it arrives, both in ns, or [#LOST]
    Heard run(LongUnaryOperator network) {
        return play(packets(network));
    }

    List<Packet> packets(LongUnaryOperator network) {
        List<Packet> packets = new ArrayList<>();
        byte[] payload = new byte[Codec.MAX_PAYLOAD];
        try (Encoder encoder = codec.newEncoder()) {
            int sequence = 65_500; // wraps soon
            int timestamp = FIRST_TIMESTAMP;
            for (int at = 0; at + packetSamples <= speech.length; at += packetSamples) {
                int length = encoder.encode(speech, at, packetSamples, payload, 0);
                long sent = (long) ((at + packetSamples) / 48.0 * MS / (1 + senderPpm / 1e6));
                long arrival = network.applyAsLong(sent);
                if (arrival != LOST) {
                    packets.add(
                            new Packet(
                                    sequence, timestamp, Arrays.copyOf(payload, length), arrival));
                }
                sequence = (sequence + 1) & 0xFFFF;
                timestamp += codec.rtpTicks(packetSamples);
            }
        }
        packets.sort(Comparator.comparingLong(Packet::arrival));
        return packets;
    }

    Heard play(List<Packet> packets) {
        int frames = speech.length / 480 + 50;
        short[] heard = new short[frames * 480];
        int[] delays = new int[frames];
        int[] wholeDelays = new int[frames];
        short[] frame = new short[480];
        try (Decoder decoder = codec.newDecoder()) {
            buffer.decoder(PAYLOAD_TYPE, decoder);
            int next = 0;
            long now = 3 * MS + 7; // no special phase
            for (int i = 0; i < frames; i++) {
                if (now >= pauseAt) {
                    pauseAt = Long.MAX_VALUE;
                    now += pauseLength;
                }
                while (next < packets.size() && packets.get(next).arrival <= now) {
                    insert(packets.get(next++), now);
                }
                buffer.poll(now, frame);
                System.arraycopy(frame, 0, heard, i * 480, 480);
                delays[i] = buffer.statistics().delayMs();
                wholeDelays[i] = sinceSpoken(now);
                now += 10 * MS;
            }
        }
        return new Heard(heard, buffer.statistics(), delays, wholeDelays);
    }

    private int sinceSpoken(long now) {
        long played = buffer.playedTimestamp();
        if (played < 0) {
            return NOTHING;
        }
        long packet =
                Integer.toUnsignedLong((int) played - FIRST_TIMESTAMP)
                        / codec.rtpTicks(packetSamples);
        long spoken = (long) (packet * packetSamples / 48.0 * MS / (1 + senderPpm / 1e6));
        return (int) ((now - spoken) / MS);
    }

    private void insert(Packet packet, long now) {
        buffer.insert(
                PAYLOAD_TYPE,
                packet.sequence,
                packet.timestamp,
                0x1234,
                packet.payload,
                0,
                packet.payload.length,
                Math.max(
                        packet.arrival, now - 10 * MS)); // a process that stood still reads it late
    }
}

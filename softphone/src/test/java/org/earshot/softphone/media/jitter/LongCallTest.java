package org.earshot.softphone.media.jitter;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.PriorityQueue;
import java.util.Random;
import org.earshot.softphone.media.codec.Decoder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A day on the phone in simulated time: two clocks that drift apart, pauses of the sender and of our process, numbers that wrap. The
/// codec is a tone, so that a day takes seconds.
class LongCallTest {
    private static final long MS = 1_000_000;
    private static final long SECOND = 1_000 * MS;
    private static final long HOUR = 3_600 * SECOND;
    private static final int PACKET_MS = 20;
    private static final int PACKET = PACKET_MS * 48;
    private static final int VOICE = 96;
    private static final int NOISE = 13;
    private static final byte[] PAYLOAD = new byte[40];

    private final JitterBuffer buffer = new JitterBuffer(JitterSettings.DEFAULT);
    private final Random random = new Random(24);
    private final short[] frame = new short[480];
    private final PriorityQueue<Packet> network = new PriorityQueue<>();

    private double ppm;
    private int lossPercent;
    private long jitter = 2 * MS;
    private long sent; // packets' worth of time
    private int sequence = 65_000;
    private long silentUntil; // of the sender, in packets
    private long now = 7 * MS + 3;

    /// A packet on its way.
    private record Packet(long arrival, int type, int sequence, int timestamp)
            implements Comparable<Packet> {
        @Override
        public int compareTo(Packet other) {
            return Long.compare(arrival, other.arrival);
        }
    }

    /// 500 Hz, or for a pause a softer one.
    private static final class Tone implements Decoder {
        private static final short[] SAMPLES = new short[PACKET + 480];
        private final boolean pauses;

        static {
            for (int i = 0; i < SAMPLES.length; i++) {
                SAMPLES[i] = (short) (8_000 * Math.sin(2 * Math.PI * i / 96));
            }
        }

        Tone(boolean pauses) {
            this.pauses = pauses;
        }

        @Override
        public int clockRate() {
            return 48_000;
        }

        @Override
        public int samplesIn(byte[] payload, int offset, int length) {
            return pauses ? 480 : PACKET;
        }

        @Override
        public int decode(byte[] payload, int offset, int length, short[] pcm, int at) {
            int samples = samplesIn(payload, offset, length);
            System.arraycopy(SAMPLES, 0, pcm, at, samples);
            return samples;
        }

        @Override
        public void conceal(short[] pcm, int at, int samples) {
            System.arraycopy(SAMPLES, 0, pcm, at, samples);
        }

        @Override
        public boolean pauses() {
            return pauses;
        }

        @Override
        public void reset() {
            // has no past
        }

        @Override
        public void close() {
            // holds nothing
        }
    }

    private void begin() {
        buffer.decoder(VOICE, new Tone(false));
        buffer.decoder(NOISE, new Tone(true));
    }

    /// What the sender sends until now goes on its way.
    private void send() {
        while (sentAt() <= now) {
            boolean silent = sent < silentUntil;
            if (!silent && random.nextInt(100) >= lossPercent) {
                send(VOICE);
            }
            if (!silent) {
                sequence = (sequence + 1) & 0xFFFF;
            }
            sent++;
        }
    }

    private long sentAt() {
        return (long) ((sent + 1) * PACKET_MS * MS / (1 + ppm / 1e6));
    }

    private void send(int type) {
        // begins shortly before its wrap, and wraps again after a day
        int timestamp = (int) (sent * PACKET) - 1_000_000;
        network.add(new Packet(sentAt() + random.nextLong(jitter), type, sequence, timestamp));
    }

    /// The sender says that it is silent, and is.
    private void beSilent(int packets) {
        send(NOISE);
        sequence = (sequence + 1) & 0xFFFF;
        silentUntil = sent + packets;
    }

    private void pass(long nanos) {
        for (long end = now + nanos; now < end; now += 10 * MS) {
            send();
            while (!network.isEmpty() && network.peek().arrival <= now) {
                Packet packet = network.poll();
                buffer.insert(
                        packet.type,
                        packet.sequence,
                        packet.timestamp,
                        0x1234,
                        PAYLOAD,
                        0,
                        PAYLOAD.length,
                        now);
            }
            buffer.poll(now, frame);
        }
    }

    @ParameterizedTest(name = "{0} ppm")
    @ValueSource(ints = {200, -200})
    void aDayHasNoGlitchAndNoGrowingDelay(int drift) {
        ppm = drift;
        begin();
        pass(60 * SECOND);
        for (int hour = 0; hour < 24; hour++) {
            JitterStatistics before = buffer.statistics();
            for (int talk = 0; talk < 6; talk++) {
                pass(HOUR / 6 - 10 * SECOND);
                beSilent(400);
                pass(10 * SECOND);
            }
            JitterStatistics after = buffer.statistics();
            assertThat(after.concealedMs() - before.concealedMs()).as("hour " + hour).isZero();
            assertThat(after.lost() + after.late() + after.discarded())
                    .isEqualTo(before.lost() + before.late() + before.discarded());
            assertThat(after.noiseMs() - before.noiseMs()).isBetween(46_000L, 50_000L);
            assertThat(after.delayMs()).as("hour " + hour).isLessThanOrEqualTo(30);
            assertThat(after.resets()).isEqualTo(before.resets());

            now += 3 * SECOND; // our process stands still
            pass(5 * SECOND);
            JitterStatistics again = buffer.statistics();
            assertThat(again.resets()).isEqualTo(after.resets() + 1);
            assertThat(again.concealedMs() - after.concealedMs()).isLessThanOrEqualTo(60);
            assertThat(again.delayMs()).isLessThanOrEqualTo(30);
        }
    }

    @ParameterizedTest(name = "{0} s")
    @ValueSource(ints = {5, 20, 120})
    void afterABadSpellTheDelayIsBackToNormalWithinFiveSeconds(int seconds) {
        begin();
        pass(120 * SECOND);
        int normal = buffer.statistics().delayMs();

        lossPercent = 10;
        jitter = 50 * MS;
        pass(seconds * SECOND);
        assertThat(buffer.statistics().targetMs()).isGreaterThanOrEqualTo(40);

        lossPercent = 0;
        jitter = 2 * MS;
        pass(5 * SECOND);
        assertThat(buffer.statistics().targetMs()).isEqualTo(10);
        assertThat(buffer.statistics().delayMs()).isLessThanOrEqualTo(normal + 10);
        long concealed = buffer.statistics().concealedMs();
        pass(60 * SECOND);
        assertThat(buffer.statistics().concealedMs()).isEqualTo(concealed);
    }

    /// Spikes that come now and then are no change for the better when they stay away for a moment.
    @Test
    void spikesOfEachFewSecondsStayCovered() {
        begin();
        for (int i = 0; i < 60; i++) {
            pass(1_500 * MS);
            jitter = 60 * MS;
            pass(500 * MS);
            jitter = 2 * MS;
        }
        assertThat(buffer.statistics().targetMs()).isGreaterThanOrEqualTo(40);
        long concealed = buffer.statistics().concealedMs();
        for (int i = 0; i < 60; i++) {
            pass(1_500 * MS);
            jitter = 60 * MS;
            pass(500 * MS);
            jitter = 2 * MS;
        }
        assertThat(buffer.statistics().concealedMs() - concealed).isLessThan(1_000);
    }
}

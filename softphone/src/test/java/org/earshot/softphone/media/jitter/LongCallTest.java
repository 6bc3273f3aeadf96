package org.earshot.softphone.media.jitter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Queue;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// A call of a day: two crystals that differ, a sender that is silent between its words, a process that stands still now and then,
/// numbers that wrap. The sound is a tone of which each step is known, so that anything left out, put in or spliced badly shows.
class LongCallTest {
    private static final long MS = 1_000_000;
    private static final int HOUR = 3_600 * 100; // ticks
    private static final int DAY = 24 * HOUR;
    private static final int LOOK_EVERY = 10; // ticks
    private static final int DELAYS_IN_AN_HOUR = HOUR / LOOK_EVERY;
    private static final int PACKET = 960;
    private static final int PAUSE_EVERY = 5 * HOUR; // of the process
    private static final int SETTLING = 600; // ticks after one
    private static final int CYCLE = 1_000; // packets: 17 s of speech, 3 s of silence
    private static final int SPOKEN = 850;
    private static final int PACKETS_IN_AN_HOUR = 180_000;

    private record Packet(int number, long arrival, int timestamp) {}

    private final Random random = new Random(24);
    private final JitterBuffer buffer = new JitterBuffer(JitterSettings.DEFAULT);
    private final byte[] payload = new byte[3];
    private final Queue<Packet> onTheWay = new ArrayDeque<>();
    private int sequence = 65_000;
    private long sent; // packets, with those that were silence
    private long clock; // of the sender, by ours: its crystal is fast before noon and slow after it
    private long lastArrival;

    private final short[] line =
            new short[482]; // a frame, and before it the last two samples of the one before
    private int steps; // frames with a bend that no tone has

    @Test
    void aDayGoesByWithoutDriftOrGlitch() {
        ToneDecoder decoder = new ToneDecoder();
        buffer.decoder(0, decoder);
        short[] frame = new short[480];
        long now = 0;
        long standstill = 0;
        int worst = 0;
        long[] delays = new long[24]; // by hour
        for (int tick = 0; tick < DAY; tick++, now += 10 * MS) {
            if (tick % PAUSE_EVERY == PAUSE_EVERY - 1) {
                now += 3_000 * MS;
                standstill++;
            }
            deliver(now, tick < DAY / 2 ? 200 : -200);
            buffer.poll(now, frame);
            boolean settled = tick % PAUSE_EVERY > SETTLING && tick % PAUSE_EVERY < PAUSE_EVERY - 1;
            listen(frame, settled);
            if (tick % LOOK_EVERY != 0) {
                continue;
            }
            int delay = buffer.statistics().delayMs();
            worst = settled ? Math.max(worst, delay) : worst;
            delays[tick / HOUR] += delay;
        }

        JitterStatistics statistics = buffer.statistics();
        System.out.println(
                "delay of the jitter buffer in ms, by hour of a call of a day: "
                        + Arrays.stream(delays)
                                .mapToObj(sum -> "%.1f".formatted(sum / (double) DELAYS_IN_AN_HOUR))
                                .collect(Collectors.joining(" "))
                        + ", at most "
                        + worst);
        assertThat(steps).as("clicks").isZero();
        assertThat(worst).as("greatest delay").isLessThan(45);
        long millisecond = DELAYS_IN_AN_HOUR;
        assertThat(delays[10]).as("before noon").isCloseTo(delays[2], within(2 * millisecond));
        assertThat(delays[22]).as("after noon").isCloseTo(delays[14], within(2 * millisecond));
        assertThat(statistics.lost() + statistics.late()).isZero();
        assertThat(statistics.resets()).isEqualTo(standstill);
        // six hours without pauses at 200 ppm are 4.3 s, each way
        assertThat(statistics.acceleratedMs()).isBetween(4_000L, 20_000L);
        assertThat(statistics.expandedMs()).isBetween(4_000L, 20_000L);
    }

    /// What has arrived until `now`; each packet takes up to 4 ms more than the fastest, in order.
    private void deliver(long now, int ppm) {
        while (true) {
            if (onTheWay.isEmpty()) {
                clock += 20 * MS - 20L * ppm;
                lastArrival = Math.max(lastArrival, clock + random.nextLong(4 * MS));
                onTheWay.add(new Packet(sequence, lastArrival, (int) (sent * PACKET)));
            }
            if (onTheWay.element().arrival() > now) {
                return;
            }
            Packet packet = onTheWay.remove();
            if (spoken(sent)) {
                ToneDecoder.write(payload, sent * PACKET, !spoken(sent - 1), !spoken(sent + 1));
                buffer.insert(
                        0,
                        packet.number(),
                        packet.timestamp() - 5_000_000,
                        7,
                        payload,
                        0,
                        3,
                        Math.max(packet.arrival(), now - 10 * MS));
                sequence = (sequence + 1) & 0xFFFF;
            }
            sent++;
        }
    }

    /// One hour without a pause, the next one with many.
    private static boolean spoken(long packet) {
        return packet / PACKETS_IN_AN_HOUR % 2 == 0 || packet % CYCLE < SPOKEN;
    }

    /// A tone of 182 Hz bends by at most 8,000 · (2π / 264)² = 4.5 from sample to sample, a good splice by little more.
    private void listen(short[] frame, boolean count) {
        System.arraycopy(frame, 0, line, 2, frame.length);
        int bends = 0;
        for (int i = 0; i < frame.length; i++) {
            bends = Math.max(bends, Math.abs(line[i + 2] - 2 * line[i + 1] + line[i]));
        }
        steps += count && bends > 120 ? 1 : 0;
        line[0] = line[frame.length];
        line[1] = line[frame.length + 1];
    }
}

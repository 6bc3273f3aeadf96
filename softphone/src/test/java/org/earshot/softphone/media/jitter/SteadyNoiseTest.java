package org.earshot.softphone.media.jitter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import org.earshot.softphone.media.codec.Decoder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// An hour beside a fan, with two crystals that differ: noise has no pitch of which a period could be left out, and never pauses.
class SteadyNoiseTest {
    private static final long MS = 1_000_000;
    private static final int FRAME = 480;
    private static final int HOUR = 3_600 * 100; // ticks
    private static final int MINUTE = 60 * 100;
    private static final int LOUD = 2_000;

    /// A splice may reach so many frames.
    private static final int SPLICE = 3;

    private final Random random = new Random(55);
    private final Queue<Packet> onTheWay = new ArrayDeque<>();
    private long sent;
    private double clock; // of the sender, in our nanoseconds
    private long lastArrival;

    private record Packet(int number, long arrival) {}

    /// @param ppm by which the sender's crystal is faster
    /// @param millis of a packet
    /// @param smooth how alike neighbouring samples are; 0: white noise
    @ParameterizedTest(name = "{0} ppm, {1} ms, each sample like the next by {2}")
    @CsvSource({
        "200, 20, 0",
        "-200, 20, 0",
        "200, 10, 0",
        "-200, 10, 0",
        "200, 20, 0.9",
        "-200, 20, 0.9"
    })
    void nothingIsMadeUpAndNoDelayGrowsAndTheNoiseStaysAsLoud(int ppm, int millis, double smooth) {
        JitterBuffer buffer = new JitterBuffer(JitterSettings.DEFAULT);
        byte[] payload = new byte[4];
        short[] frame = new short[FRAME];
        List<Double> spliced = new ArrayList<>(); // levels of the frames around splices
        int splice = 0;
        long stretched = 0;
        int[] greatest = new int[60]; // delays, by minute
        try (Fan fan = new Fan(millis, smooth)) {
            buffer.decoder(0, fan);
            for (int tick = 0; tick < HOUR; tick++) {
                long now = 10L * tick * MS + 3 * MS;
                deliver(buffer, now, ppm, millis, payload);
                buffer.poll(now, frame);
                JitterStatistics statistics = buffer.statistics();
                long before = stretched;
                stretched = statistics.acceleratedMs() + statistics.expandedMs();
                splice = stretched > before ? SPLICE : splice - 1;
                if (splice > 0) {
                    spliced.add(Background.meanSquare(frame, 0, FRAME));
                }
                int minute = tick / MINUTE;
                greatest[minute] = Math.max(greatest[minute], statistics.delayMs());
            }
        }
        JitterStatistics statistics = buffer.statistics();
        assertThat(statistics.concealedMs()).as("made up").isZero();
        assertThat(statistics.lost() + statistics.late() + statistics.resets()).isZero();
        // 200 ppm of an hour are 720 ms
        assertThat(ppm > 0 ? statistics.acceleratedMs() : statistics.expandedMs())
                .isBetween(650L, 1_200L);
        for (int minute = 1; minute < 60; minute++) {
            assertThat(greatest[minute]).as("minute " + minute).isLessThan(40);
        }
        assertThat(greatest[59]).isCloseTo(greatest[5], within(12));
        double mean = spliced.stream().mapToDouble(each -> each).average().orElseThrow();
        assertThat(decibels(mean)).as("around the joins").isCloseTo(0, within(0.5));
        if (smooth == 0) { // of few frequencies 10 ms differ by more even without a join
            assertThat(spliced)
                    .allSatisfy(each -> assertThat(decibels(each)).isCloseTo(0, within(1.0)));
        }
    }

    private static double decibels(double meanSquare) {
        return 10 * Math.log10(meanSquare / ((double) LOUD * LOUD));
    }

    /// Each packet takes up to 2 ms more than the fastest, in order.
    private void deliver(JitterBuffer buffer, long now, int ppm, int millis, byte[] payload) {
        while (true) {
            if (onTheWay.isEmpty()) {
                clock += millis * MS / (1 + ppm / 1e6);
                lastArrival = Math.max(lastArrival, (long) clock + random.nextLong(2 * MS));
                onTheWay.add(new Packet((int) sent++, lastArrival));
            }
            if (onTheWay.element().arrival() > now) {
                return;
            }
            Packet packet = onTheWay.remove();
            int number = packet.number();
            for (int i = 0; i < payload.length; i++) {
                payload[i] = (byte) (number >> (8 * i));
            }
            buffer.insert(
                    0,
                    number & 0xFFFF,
                    number * millis * 48,
                    7,
                    payload,
                    0,
                    payload.length,
                    Math.max(packet.arrival(), now - 10 * MS));
        }
    }

    /// A codec for some seconds of noise, over and over: its payloads are numbers of packets.
    private static final class Fan implements Decoder {
        private static final int SECONDS = 20;

        private final short[] noise = new short[SECONDS * 48_000];
        private final int samples;

        Fan(int millis, double smooth) {
            samples = millis * 48;
            Random random = new Random(7);
            double last = 0;
            for (int i = -1_000; i < noise.length; i++) {
                // white noise of which each 10 ms are as loud as the others, so that only joins
                // differ
                double next = smooth == 0 ? random.nextInt(2) * 2 - 1 : random.nextGaussian();
                last = smooth * last + Math.sqrt(1 - smooth * smooth) * next;
                if (i >= 0) {
                    noise[i] = (short) Math.round(LOUD * last);
                }
            }
        }

        @Override
        public int clockRate() {
            return 48_000;
        }

        @Override
        public int samplesIn(byte[] payload, int offset, int length) {
            return samples;
        }

        @Override
        public int decode(byte[] payload, int offset, int length, short[] pcm, int pcmOffset) {
            int number = 0;
            for (int i = 0; i < Integer.BYTES; i++) {
                number |= (payload[offset + i] & 0xFF) << (8 * i);
            }
            int at = (int) ((long) number * samples % noise.length);
            System.arraycopy(noise, at, pcm, pcmOffset, samples);
            return samples;
        }

        @Override
        public void conceal(short[] pcm, int pcmOffset, int count) {
            Arrays.fill(pcm, pcmOffset, pcmOffset + count, (short) 0);
        }

        @Override
        public void reset() {
            // knows nothing of the past
        }

        @Override
        public void close() {
            // holds nothing
        }
    }
}

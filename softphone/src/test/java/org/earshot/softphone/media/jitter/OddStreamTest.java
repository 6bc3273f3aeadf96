package org.earshot.softphone.media.jitter;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.earshot.softphone.media.codec.Codecs;
import org.earshot.softphone.media.codec.Decoder;
import org.earshot.softphone.media.codec.Encoder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Senders and networks that do something odd in mid-call, once: a tone in G.711 goes on soon, and afterwards all is as before.
class OddStreamTest {
    private static final long MS = 1_000_000;
    private static final int ODD_AT = 250; // packets of 20 ms: 5 s
    private static final int PACKETS = 700;
    private static final int NORMAL_MS = 10_000;
    private static final int LOUD = 1_000;

    private final Codecs codecs = Codecs.pureJava();
    private int concealedAtNormal;

    @SuppressWarnings("ArrayRecordComponent") // nobody compares them
    private record Sent(
            int payloadType, int ssrc, int sequence, int timestamp, byte[] payload, long arrival) {
        Sent withNumbers(int sequenceBy, int timestampBy) {
            return new Sent(
                    payloadType,
                    ssrc,
                    (sequence + sequenceBy) & 0xFFFF,
                    timestamp + timestampBy,
                    payload,
                    arrival);
        }

        Sent of(int otherSsrc) {
            return new Sent(payloadType, otherSsrc, sequence, timestamp, payload, arrival);
        }

        Sent late(long by) {
            return new Sent(payloadType, ssrc, sequence, timestamp, payload, arrival + by);
        }
    }

    /// What is heard, by frames.
    @SuppressWarnings("ArrayRecordComponent") // nobody compares them
    private record Heard(boolean[] loud, int[] delays, JitterStatistics statistics) {
        int silentMs(int fromMs, int toMs) {
            return (int)
                    (10
                            * IntStream.range(fromMs / 10, toMs / 10)
                                    .filter(frame -> !loud[frame])
                                    .count());
        }

        double delay(int fromMs, int toMs) {
            return IntStream.range(fromMs / 10, toMs / 10)
                    .map(frame -> delays[frame])
                    .average()
                    .orElseThrow();
        }
    }

    private Encoder encoder(int payloadType) {
        return (payloadType == 8 ? codecs.pcma() : codecs.pcmu()).newEncoder();
    }

    /// A tone of 14 s.
    private List<Sent> tone(int payloadType, int packetMs) {
        List<Sent> packets = new ArrayList<>();
        try (Encoder encoder = encoder(payloadType)) {
            short[] pcm = new short[packetMs * 48];
            for (int i = 0; i * packetMs < PACKETS * 20; i++) {
                for (int s = 0; s < pcm.length; s++) {
                    pcm[s] = (short) (8_000 * Math.sin(2 * Math.PI * (i * pcm.length + s) / 240.0));
                }
                byte[] payload = new byte[packetMs * 8];
                encoder.encode(pcm, 0, pcm.length, payload, 0);
                packets.add(
                        new Sent(
                                payloadType,
                                7,
                                (65_400 + i) & 0xFFFF,
                                -9_999 + 8 * packetMs * i,
                                payload,
                                (packetMs * (i + 1) + 5) * MS));
            }
        }
        return packets;
    }

    private List<Sent> oddFromThere(UnaryOperator<Sent> odd) {
        List<Sent> packets = tone(0, 20);
        return Stream.concat(packets.stream().limit(ODD_AT), packets.stream().skip(ODD_AT).map(odd))
                .toList();
    }

    private Heard hear(List<Sent> packets) {
        List<Sent> coming = new ArrayList<>(packets);
        coming.sort(Comparator.comparingLong(Sent::arrival));
        int frames = PACKETS * 2;
        boolean[] loud = new boolean[frames];
        int[] delays = new int[frames];
        JitterBuffer buffer = new JitterBuffer(JitterSettings.DEFAULT);
        try (Decoder pcmu = codecs.pcmu().newDecoder();
                Decoder pcma = codecs.pcma().newDecoder()) {
            buffer.decoder(0, pcmu);
            buffer.decoder(8, pcma);
            short[] frame = new short[480];
            int next = 0;
            for (int i = 0; i < frames; i++) {
                long now = (10L * i + 3) * MS;
                while (next < coming.size() && coming.get(next).arrival <= now) {
                    Sent sent = coming.get(next++);
                    buffer.insert(
                            sent.payloadType,
                            sent.sequence,
                            sent.timestamp,
                            sent.ssrc,
                            sent.payload,
                            0,
                            sent.payload.length,
                            sent.arrival);
                }
                buffer.poll(now, frame);
                loud[i] = IntStream.range(0, frame.length).anyMatch(s -> frame[s] > LOUD);
                delays[i] = buffer.statistics().delayMs();
                if (i == NORMAL_MS / 10) {
                    concealedAtNormal = (int) buffer.statistics().concealedMs();
                }
            }
        }
        return new Heard(loud, delays, buffer.statistics());
    }

    private void goesOn(Heard heard, int mostSilent) {
        assertThat(heard.silentMs(5_000, NORMAL_MS)).as("silent").isLessThanOrEqualTo(mostSilent);
        assertThat(heard.silentMs(NORMAL_MS, PACKETS * 20)).as("silent later").isZero();
        assertThat(heard.statistics().concealedMs() - concealedAtNormal)
                .as("made up later")
                .isZero();
        assertThat(heard.delay(NORMAL_MS, PACKETS * 20))
                .as("delay")
                .isLessThanOrEqualTo(heard.delay(3_000, 5_000) + 10);
    }

    @ParameterizedTest(name = "timestamps leap by {0} ms")
    @CsvSource({
        "-100000, 100",
        "-2900, 100",
        "-700, 100",
        "-100, 100",
        "-20, 20",
        "7, 20",
        "20, 20",
        "100, 20",
        "300, 20",
        "700, 20",
        "790, 20",
        "900, 20",
        "2900, 20",
        "3100, 100",
        "100000, 100"
    })
    void theClockLeaps(int millis, int mostSilent) {
        goesOn(hear(oddFromThere(sent -> sent.withNumbers(0, 8 * millis))), mostSilent);
    }

    @ParameterizedTest(name = "numbers leap by {0}")
    @CsvSource({"-20000", "-500", "-101", "-50", "-1", "1", "50", "999", "3000", "32768"})
    void theNumbersLeap(int by) {
        goesOn(hear(oddFromThere(sent -> sent.withNumbers(by, 0))), 60);
    }

    @Test
    void theSenderBeginsAnew() {
        goesOn(hear(oddFromThere(sent -> sent.withNumbers(20_000, 1_000_000_007))), 100);
        goesOn(hear(oddFromThere(sent -> sent.of(8).withNumbers(20_000, 1_000_000_007))), 100);
        goesOn(hear(oddFromThere(sent -> sent.of(8))), 100);
    }

    @ParameterizedTest(name = "{0} ms come together")
    @CsvSource({"100", "300", "700", "1000", "2000"})
    void allIsHeldUpAndComesAtOnce(int millis) {
        long held = (5_000 + millis) * MS;
        goesOn(
                hear(
                        oddFromThere(sent ->
                                sent.arrival < held ? sent.late(held - sent.arrival) : sent)),
                millis + 100);
    }

    @ParameterizedTest(name = "{0} ms are lost")
    @CsvSource({"100", "300", "700", "1000", "2000"})
    void allIsLostForAWhile(int millis) {
        List<Sent> packets = new ArrayList<>(tone(0, 20));
        packets.subList(ODD_AT, ODD_AT + millis / 20).clear();
        goesOn(hear(packets), millis + 100);
    }

    @ParameterizedTest(name = "{0} packets change places")
    @CsvSource({"2", "5", "20"})
    void packetsComeInTheirReverseOrder(int count) {
        List<Sent> packets = new ArrayList<>(tone(0, 20));
        for (int i = 0; i < count; i++) {
            Sent sent = packets.get(ODD_AT + i);
            packets.set(ODD_AT + i, sent.late((2L * (count - i) - 1) * 20 * MS - 20 * MS));
        }
        goesOn(hear(packets), 20 * count + 150);
    }

    @Test
    void everyPacketComesThriceTheLastTimeASecondLater() {
        List<Sent> packets = new ArrayList<>(tone(0, 20));
        for (int i = ODD_AT; i < ODD_AT + 100; i++) {
            packets.add(packets.get(i).late(1));
            packets.add(packets.get(i).late(1_000 * MS));
        }
        goesOn(hear(packets), 0);
    }

    @ParameterizedTest(name = "packets of {0} ms")
    @CsvSource({"10", "30", "40", "60", "100"})
    void packetsBecomeLongerOrShorter(int packetMs) {
        List<Sent> packets = new ArrayList<>();
        tone(0, 20).stream().filter(s -> s.arrival < 4_820 * MS).forEach(packets::add);
        tone(0, packetMs).stream()
                .filter(s -> s.arrival - packetMs * MS >= 4_800 * MS)
                .forEach(s ->
                        packets.add(
                                new Sent(
                                        0,
                                        7,
                                        (65_400 + packets.size()) & 0xFFFF,
                                        s.timestamp,
                                        s.payload,
                                        s.arrival)));
        Heard heard = hear(packets);
        assertThat(heard.silentMs(4_700, NORMAL_MS)).isLessThanOrEqualTo(2 * packetMs);
        assertThat(heard.silentMs(NORMAL_MS, PACKETS * 20)).isZero();
        assertThat(heard.statistics().concealedMs() - concealedAtNormal).isZero();
        assertThat(heard.delay(NORMAL_MS, PACKETS * 20)).isLessThan(packetMs + 20);
    }

    @Test
    void thePayloadTypeChanges() {
        List<Sent> other = tone(8, 20);
        List<Sent> packets = new ArrayList<>(tone(0, 20).subList(0, ODD_AT));
        packets.addAll(other.subList(ODD_AT, other.size()));
        goesOn(hear(packets), 0);
    }
}

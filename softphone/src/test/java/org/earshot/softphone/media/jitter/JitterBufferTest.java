package org.earshot.softphone.media.jitter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.earshot.softphone.media.jitter.SimulatedCall.LOST;
import static org.earshot.softphone.media.jitter.SimulatedCall.MS;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.earshot.softphone.media.Speech;
import org.earshot.softphone.media.codec.Codec;
import org.earshot.softphone.media.codec.Codecs;
import org.earshot.softphone.media.codec.Decoder;
import org.earshot.softphone.media.jitter.SimulatedCall.Heard;
import org.earshot.softphone.media.jitter.SimulatedCall.Packet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JitterBufferTest {
    private static final Codecs CODECS = Codecs.detect();
    private static final Codec PCMU = CODECS.pcmu();
    private static final short[] SPEECH = Speech.alice(4_000);
    private static final int TAIL_MS = 490; // polled after the last packet, at most

    private final Random random = new Random(20_261_123);

    private static Codec codec(String name) {
        return CODECS.named(name).orElseThrow();
    }

    @ParameterizedTest
    @CsvSource({"opus, 20", "opus, 10", "G722, 20", "PCMU, 20", "PCMA, 20", "PCMU, 10", "G722, 10"})
    void onACleanNetworkNothingIsLostAndTheDelayIsSmall(String codec, int packetMs) {
        Heard heard = new SimulatedCall(codec(codec), SPEECH, packetMs).run(sent -> sent + MS);

        JitterStatistics statistics = heard.statistics();
        assertThat(Speech.correlation(SPEECH, heard.samples(), 80)).isGreaterThan(0.88);
        assertThat(statistics.lost() + statistics.late() + statistics.discarded()).isZero();
        assertThat(statistics.concealedMs()).isLessThanOrEqualTo(TAIL_MS);
        assertThat(statistics.targetMs()).isEqualTo(12);
        assertThat(heard.delays()[200]).isBetween(7, 20);
    }

    @ParameterizedTest
    @ValueSource(strings = {"opus", "G722", "PCMU"})
    void fivePerCentLossAndThirtyMillisecondsOfJitterAreBorne(String codec) {
        Heard heard =
                new SimulatedCall(codec(codec), SPEECH, 20)
                        .run(sent ->
                                random.nextInt(100) < 5 ? LOST : sent + random.nextLong(30 * MS));

        assertThat(Speech.correlation(SPEECH, heard.samples(), 150)).isGreaterThan(0.8);
        assertThat(heard.statistics().lost()).isBetween(5L, 20L);
    }

    @Test
    void opusRepairsALossFromTheNextPacket() {
        int[] packet = {0};

        Heard heard =
                new SimulatedCall(CODECS.opus(), SPEECH, 20)
                        .run(sent -> ++packet[0] % 10 == 0 ? LOST : sent + MS);

        assertThat(heard.statistics().lost()).isEqualTo(19);
        assertThat(heard.statistics().repaired()).isGreaterThanOrEqualTo(10);
    }

    /// Whichever packets they are; until the network is known to lose some, and where one has nothing of the one before, frames are made up.
    @Test
    void onANetworkThatLosesTheRepairIsWaitedForSoThatFewFramesAreMadeUp() {
        Heard whole = new SimulatedCall(CODECS.opus(), SPEECH, 20).run(sent -> sent + MS);
        long madeUp = 0;
        long lost = 0;
        for (int first = 0; first < 10; first++) {
            int[] packet = {first};
            Heard heard =
                    new SimulatedCall(CODECS.opus(), SPEECH, 20)
                            .run(sent -> ++packet[0] % 10 == 0 ? LOST : sent + MS);
            madeUp += heard.statistics().concealedMs() - whole.statistics().concealedMs();
            lost += heard.statistics().lost();
        }
        assertThat(madeUp).isBetween(1L, lost * 20 / 4);
    }

    @Test
    void jitterIsCoveredByDelay() {
        Heard heard =
                new SimulatedCall(PCMU, SPEECH, 20).run(sent -> sent + random.nextLong(30 * MS));

        assertThat(heard.statistics().concealedMs()).isLessThan(TAIL_MS + 50);
        assertThat(heard.statistics().lost()).isZero();
        assertThat(heard.statistics().targetMs()).isBetween(20, 40);
        assertThat(Arrays.stream(heard.delays()).skip(100).max().orElseThrow()).isLessThan(80);
    }

    /// However long the network was good before.
    @Test
    void jitterThatBeginsInMidCallIsFollowedBeforeMuchIsMadeUp() {
        short[] once = Speech.alice();
        short[] speech = new short[5 * once.length];
        for (int at = 0; at < speech.length; at += once.length) {
            System.arraycopy(once, 0, speech, at, once.length);
        }
        long begin = speech.length / 48 * MS * 4 / 5;
        Heard clean = new SimulatedCall(PCMU, speech, 20).run(sent -> sent + MS);

        Heard heard =
                new SimulatedCall(PCMU, speech, 20)
                        .run(sent -> sent < begin ? sent + MS : sent + random.nextLong(50 * MS));

        long madeUp = heard.statistics().concealedMs() - clean.statistics().concealedMs();
        assertThat(madeUp).isLessThanOrEqualTo(50);
        assertThat(heard.statistics().late()).isZero();
    }

    @Test
    void packetsOutOfOrderAndTwiceChangeNothing() {
        SimulatedCall call = new SimulatedCall(PCMU, SPEECH, 20);
        List<Packet> packets = new ArrayList<>(call.packets(sent -> sent + MS));
        List<Packet> shuffled = new ArrayList<>();
        for (int i = 0;
                i + 1 < packets.size();
                i += 2) { // each pair swapped, and each packet twice
            for (Packet packet : List.of(packets.get(i + 1), packets.get(i))) {
                var later =
                        new Packet(
                                packet.sequence(),
                                packet.timestamp(),
                                packet.payload(),
                                packets.get(i + 1).arrival());
                shuffled.add(later);
                shuffled.add(later);
            }
        }

        Heard heard = call.play(shuffled);

        assertThat(heard.statistics().lost()).isZero();
        assertThat(heard.statistics().duplicates() + heard.statistics().late())
                .isEqualTo(shuffled.size() / 2);
        assertThat(Speech.correlation(SPEECH, heard.samples(), 100)).isGreaterThan(0.9);
    }

    /// Of plain RTP: with SRTP copies don't come so far.
    @Test
    void secondCopiesAreNeitherLateNorInPlaceOfWhatIsMissing() {
        Random random = new Random(7);
        SimulatedCall once = new SimulatedCall(PCMU, SPEECH, 20);
        List<Packet> packets = once.packets(sent -> random.nextInt(100) < 5 ? LOST : sent + MS);
        List<Packet> withCopies = new ArrayList<>(packets);
        for (int i = 0; i < packets.size(); i += 2) { // when the first was played, or waits
            Packet packet = packets.get(i);
            withCopies.add(
                    new Packet(
                            packet.sequence(),
                            packet.timestamp(),
                            packet.payload(),
                            packet.arrival() + (i % 4 == 0 ? 5 : 90) * MS));
        }
        withCopies.sort(Comparator.comparingLong(Packet::arrival));

        JitterStatistics without = once.play(packets).statistics();
        Heard heard = new SimulatedCall(PCMU, SPEECH, 20).play(withCopies);

        JitterStatistics with = heard.statistics();
        assertThat(with.duplicates()).isEqualTo(withCopies.size() - packets.size());
        assertThat(with.late()).isZero();
        assertThat(with.lost()).isEqualTo(without.lost()).isPositive();
        assertThat(with.pattern()).isEqualTo(without.pattern());
        assertThat(with.targetMs()).isEqualTo(without.targetMs());
        assertThat(with.concealedMs()).isEqualTo(without.concealedMs());
    }

    /// Its numbers may be those of before.
    @Test
    void whoBeginsAnewWithTheSameNumbersIsHeard() {
        try (Decoder pcmu = PCMU.newDecoder()) {
            JitterBuffer buffer = buffer(pcmu);
            feed(buffer, 0, 0, 1, 50);
            feed(buffer, 0, 0, 2, 50);
            feed(buffer, 0, 1_000_000, 2, 50);
            assertThat(buffer.statistics().duplicates()).isZero();
            assertThat(buffer.statistics().discarded()).isLessThanOrEqualTo(4);
        }
    }

    @Test
    void aBurstThatComesLateIsStillPlayedAndTheDelayGoesDownAgain() {
        Heard heard =
                new SimulatedCall(PCMU, SPEECH, 20)
                        .run(sent -> sent > 1_000 * MS && sent < 1_200 * MS ? 1_200 * MS : sent);

        assertThat(heard.statistics().lost()).isZero();
        assertThat(Speech.correlation(SPEECH, heard.samples(), 300)).isGreaterThan(0.85);
        assertThat(heard.delays()[125]).isGreaterThan(100);
        assertThat(heard.delays()[heard.delays().length - 60])
                .isLessThanOrEqualTo(heard.statistics().targetMs() + 15);
    }

    @ParameterizedTest
    @ValueSource(doubles = {200, -200, 5_000, -5_000})
    void clocksThatDifferAreAbsorbed(double ppm) {
        Heard heard =
                new SimulatedCall(PCMU, Speech.alice(), 20)
                        .senderFasterBy(ppm)
                        .run(sent -> sent + MS);

        assertThat(heard.statistics().lost() + heard.statistics().resets()).isZero();
        assertThat(heard.statistics().concealedMs()).isLessThanOrEqualTo(TAIL_MS + 60);
        assertThat(Arrays.stream(heard.delays()).skip(100).max().orElseThrow()).isLessThan(60);
    }

    @Test
    void afterAPauseOfTheProcessTheNewestIsPlayed() {
        Heard heard =
                new SimulatedCall(PCMU, Speech.alice(), 20)
                        .pause(2_000, 2_000)
                        .run(sent -> sent + MS);

        assertThat(heard.statistics().resets()).isEqualTo(1);
        assertThat(heard.delays()[220]).isLessThan(60);
        assertThat(heard.statistics().targetMs()).isLessThanOrEqualTo(60);
    }

    @Test
    void silenceOfASenderThatStopsIsNoLossAndTheNextWordIsHeardWhole() {
        SimulatedCall call = new SimulatedCall(PCMU, SPEECH, 20);
        // RFC 3551 §4.1: timestamps run on through silence, sequence numbers don't
        List<Packet> spoken = new ArrayList<>();
        for (Packet packet : call.packets(sent -> sent + MS)) {
            long ms = packet.arrival() / MS;
            if (ms < 1_000) {
                spoken.add(packet);
            } else if (ms > 2_500) {
                spoken.add(
                        new Packet(
                                (packet.sequence() - 75) & 0xFFFF,
                                packet.timestamp(),
                                packet.payload(),
                                packet.arrival()));
            }
        }

        Heard heard = call.play(spoken);

        assertThat(heard.statistics().lost() + heard.statistics().discarded()).isZero();
        assertThat(heard.statistics().silenceMs()).isBetween(200L, 1_200L);
        assertThat(Arrays.stream(heard.delays()).skip(300).max().orElseThrow()).isLessThan(60);
    }

    @Test
    void speechAfterAGapThatIsTooLongToBeMadeUpBeginsWithoutAClick() {
        try (Decoder tone = new ToneDecoder()) {
            JitterBuffer buffer = buffer(tone);
            byte[] payload = new byte[3];
            short[] heard = new short[200 * 480];
            short[] frame = new short[480];
            for (int i = 0; i < 200; i++) {
                int packet = i / 2;
                if (i % 2 == 0 && (packet < 50 || packet >= 65)) { // 300 ms are lost
                    ToneDecoder.write(payload, 960L * packet, packet == 0, false);
                    buffer.insert(0, packet, 960 * packet, 1, payload, 0, 3, now);
                }
                buffer.poll(now += 10 * MS, frame);
                System.arraycopy(frame, 0, heard, 480 * i, 480);
            }

            assertThat(buffer.statistics().lost()).isEqualTo(15);
            assertThat(buffer.statistics().silenceMs()).isGreaterThan(50);
            int bend = 0;
            for (int i = 480 * 128; i + 2 < heard.length; i++) { // where silence ends
                bend = Math.max(bend, Math.abs(heard[i + 2] - 2 * heard[i + 1] + heard[i]));
            }
            assertThat(bend).isLessThan(120);
        }
    }

    @Test
    void anotherSsrcBeginsAnew() {
        try (Decoder decoder = PCMU.newDecoder()) {
            JitterBuffer buffer = buffer(decoder);
            feed(buffer, 0, 0, 1, 20);
            feed(buffer, 7_000, 123_456_789, 2, 20);

            assertThat(buffer.statistics().resets()).isEqualTo(1);
            assertThat(buffer.statistics().lost()).isZero();
            assertThat(buffer.statistics().delayMs()).isBetween(0, 60);
        }
    }

    @Test
    void aJumpOfTheTimestampIsFollowedOnceASecondPacketConfirmsIt() {
        try (Decoder decoder = PCMU.newDecoder()) {
            JitterBuffer buffer = buffer(decoder);
            feed(buffer, 0, 0, 1, 20);
            buffer.insert(0, 20, 777_777_777, 1, new byte[160], 0, 160, now);
            assertThat(buffer.statistics().discarded()).as("an odd packet").isEqualTo(1);
            assertThat(buffer.statistics().resets()).isZero();

            feed(buffer, 21, 777_777_937, 1, 20);
            assertThat(buffer.statistics().resets()).isEqualTo(1);
            assertThat(buffer.statistics().late()).isZero();
        }
    }

    @Test
    void aTimestampThatGoesBackALittleIsFollowedSoon() {
        try (Decoder decoder = PCMU.newDecoder()) {
            JitterBuffer buffer = buffer(decoder);
            feed(buffer, 0, 100_000, 1, 20);
            feed(buffer, 20, 90_000, 1, 50);

            assertThat(buffer.statistics().resets()).isEqualTo(1);
            assertThat(buffer.statistics().waiting()).isLessThan(5);
        }
    }

    @Test
    void thePlayedTimestampIsThatOfThePacketWhichBeginsInTheFrame() {
        try (Decoder decoder = PCMU.newDecoder()) {
            JitterBuffer buffer = buffer(decoder);
            List<Long> played = new ArrayList<>();
            short[] frame = new short[480];
            for (int i = 0; i < 200; i++) {
                if (i % 2 == 0) {
                    buffer.insert(0, i / 2, -800 + 80 * i, 1, new byte[160], 0, 160, now);
                }
                buffer.poll(now += 10 * MS, frame);
                if (buffer.playedTimestamp() >= 0) {
                    played.add(buffer.playedTimestamp());
                }
            }

            assertThat(played).startsWith(0xFFFF_FCE0L, 0xFFFF_FD80L).hasSizeBetween(96, 100);
            assertThat(played).contains(0L).doesNotHaveDuplicates();
        }
    }

    @Test
    void aDecoderThatWasReplacedIsNotUsedAnyMore() {
        Decoder first = CODECS.opus().newDecoder();
        try (Decoder second = CODECS.opus().newDecoder()) {
            JitterBuffer buffer = new JitterBuffer(JitterSettings.DEFAULT);
            buffer.decoder(0, first);
            List<Packet> packets =
                    new SimulatedCall(CODECS.opus(), SPEECH, 20).packets(sent -> sent);
            short[] frame = new short[480];
            for (Packet packet : packets.subList(0, 100)) {
                if (packet.sequence() == packets.get(50).sequence()) {
                    buffer.decoder(0, second);
                    first.close(); // from here on it throws
                }
                byte[] payload = packet.payload();
                buffer.insert(
                        0,
                        packet.sequence(),
                        packet.timestamp(),
                        1,
                        payload,
                        0,
                        payload.length,
                        now);
                buffer.poll(now += 10 * MS, frame);
                buffer.poll(now += 10 * MS, frame);
            }
            assertThat(buffer.statistics().lost() + buffer.statistics().discarded()).isZero();
        }
    }

    @Test
    void randomPacketsDoNoHarm() {
        byte[] payload = new byte[2_000];
        short[] frame = new short[480];
        try (Decoder opus = CODECS.opus().newDecoder();
                Decoder pcmu = PCMU.newDecoder()) {
            JitterBuffer buffer = buffer(pcmu);
            buffer.decoder(96, opus);
            for (int i = 0; i < 3_000; i++) {
                random.nextBytes(payload);
                int type = random.nextBoolean() ? 96 : random.nextInt(-300, 300);
                int timestamp = random.nextBoolean() ? random.nextInt() : 160 * i;
                int sequence = random.nextBoolean() ? i & 0xFFFF : random.nextInt(0x10000);
                int ssrc = random.nextInt(20) == 0 ? 2 : 1;
                buffer.insert(
                        type, sequence, timestamp, ssrc, payload, 0, random.nextInt(200), now);
                if (random.nextInt(3) == 0) {
                    buffer.poll(now += 10 * MS, frame);
                }
            }
            assertThat(buffer.statistics().waiting()).isLessThanOrEqualTo(PacketStore.CAPACITY);
            assertThat(buffer.statistics().received()).isEqualTo(3_000);
        }
    }

    private long now;

    private static JitterBuffer buffer(Decoder pcmu) {
        var buffer = new JitterBuffer(JitterSettings.DEFAULT);
        buffer.decoder(0, pcmu);
        return buffer;
    }

    /// Packets of 20 ms, one each 20 ms.
    private void feed(JitterBuffer buffer, int sequence, int timestamp, int ssrc, int packets) {
        short[] frame = new short[480];
        for (int i = 0; i < packets; i++) {
            buffer.insert(0, sequence + i, timestamp + 160 * i, ssrc, new byte[160], 0, 160, now);
            buffer.poll(now += 10 * MS, frame);
            buffer.poll(now += 10 * MS, frame);
        }
    }
}

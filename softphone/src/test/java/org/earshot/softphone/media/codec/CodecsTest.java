package org.earshot.softphone.media.codec;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.earshot.softphone.media.Speech;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What holds of each codec, and of both implementations of Opus where the machine has libopus.
class CodecsTest {
    private static final int PACKET = 960;
    private static final short[] SPEECH = Speech.alice(800);

    /// Distinct by their classes: where there is no libopus, `detect` gives Concentus again.
    static Stream<Codec> codecs() {
        List<Codec> all =
                Stream.of(Codecs.pureJava(), Codecs.detect())
                        .flatMap(c -> c.all().stream())
                        .toList();
        return all.stream()
                .filter(c ->
                        all.stream().filter(o -> same(o, c)).findFirst().orElseThrow().equals(c));
    }

    static Stream<Codec> opus() {
        return codecs().filter(codec -> codec.name().equals("opus"));
    }

    private static boolean same(Codec a, Codec b) {
        return a.name().equals(b.name()) && a.getClass().equals(b.getClass());
    }

    /// Encodes the speech, loses what `lost` says, decodes.
    private static short[] through(Codec codec, int samples, boolean... lost) {
        short[] out = new short[SPEECH.length + Codec.MAX_SAMPLES];
        byte[] payload = new byte[Codec.MAX_PAYLOAD];
        try (Encoder encoder = codec.newEncoder();
                Decoder decoder = codec.newDecoder()) {
            for (int at = 0; at + samples <= SPEECH.length; at += samples) {
                int length = encoder.encode(SPEECH, at, samples, payload, 0);
                int packet = at / samples;
                if (packet < lost.length && lost[packet]) {
                    decoder.conceal(out, at, samples);
                } else {
                    assertThat(decoder.samplesIn(payload, 0, length)).isEqualTo(samples);
                    assertThat(decoder.decode(payload, 0, length, out, at)).isEqualTo(samples);
                }
            }
        }
        return Arrays.copyOf(out, SPEECH.length);
    }

    @ParameterizedTest
    @MethodSource("codecs")
    void speechStaysSpeech(Codec codec) {
        assertThat(Speech.correlation(SPEECH, through(codec, PACKET), 20)).isGreaterThan(0.9);
        assertThat(Speech.correlation(SPEECH, through(codec, 480), 20)).isGreaterThan(0.85);
    }

    @ParameterizedTest
    @MethodSource("codecs")
    void aLossIsFilledWithSomethingLikeTheSpeechAroundIt(Codec codec) {
        boolean[] lost = new boolean[SPEECH.length / PACKET];
        for (int i = 4; i < lost.length; i += 8) {
            lost[i] = true;
        }

        assertThat(Speech.correlation(SPEECH, through(codec, PACKET, lost), 20)).isGreaterThan(0.8);
    }

    @ParameterizedTest
    @MethodSource("codecs")
    void aLongLossFadesToSilence(Codec codec) {
        boolean[] lost = new boolean[SPEECH.length / PACKET];
        Arrays.fill(lost, 10, lost.length, true);

        short[] heard = through(codec, PACKET, lost);

        short[] end = Arrays.copyOfRange(heard, 10 * PACKET + 24_000, heard.length);
        for (short sample : end) {
            assertThat(Math.abs(sample)).isLessThan(1_000);
        }
    }

    @ParameterizedTest
    @MethodSource("codecs")
    void hostilePayloadsAreRefusedWithoutAnException(Codec codec) {
        Random random = new Random(7);
        short[] pcm = new short[2 * Codec.MAX_SAMPLES];
        try (Decoder decoder = codec.newDecoder()) {
            for (int i = 0; i < 60; i++) {
                byte[] payload = new byte[random.nextInt(1_400)];
                random.nextBytes(payload);
                int samples = decoder.samplesIn(payload, 0, payload.length);
                assertThat(samples).isBetween(0, Codec.MAX_SAMPLES);
                assertThat(decoder.decode(payload, 0, payload.length, pcm, 0)).isIn(0, samples);
                assertThat(decoder.decodeRedundancy(payload, 0, payload.length, pcm, 0, PACKET))
                        .isIn(0, PACKET);
                decoder.conceal(pcm, 0, 480);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("opus")
    void truncatedOpusPayloadsAreBorne(Codec codec) {
        short[] pcm = new short[2 * Codec.MAX_SAMPLES];
        byte[] payload = new byte[Codec.MAX_PAYLOAD];
        try (Encoder encoder = codec.newEncoder();
                Decoder decoder = codec.newDecoder()) {
            int length = encoder.encode(SPEECH, 9_600, PACKET, payload, 0);
            for (int cut = 0; cut <= length; cut++) {
                assertThat(decoder.decode(payload, 0, cut, pcm, 0)).isIn(0, PACKET);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("opus")
    void opusCarriesThePacketBeforeOnceLossIsExpected(Codec codec) {
        short[] repaired = new short[SPEECH.length];
        short[] before = new short[SPEECH.length];
        short[] pcm = new short[Codec.MAX_SAMPLES];
        byte[] payload = new byte[Codec.MAX_PAYLOAD];
        int redundant = 0;
        try (Encoder encoder = codec.newEncoder();
                Decoder decoder = codec.newDecoder()) {
            encoder.expectLoss(20);
            for (int at = 0; at + PACKET <= SPEECH.length; at += PACKET) {
                int length = encoder.encode(SPEECH, at, PACKET, payload, 0);
                if (at / PACKET % 4 == 3) {
                    continue; // lost
                }
                if (at / PACKET % 4 == 0
                        && at > 0
                        && decoder.decodeRedundancy(payload, 0, length, pcm, 0, PACKET) > 0) {
                    redundant++;
                    System.arraycopy(pcm, 0, repaired, at - PACKET, PACKET);
                    System.arraycopy(SPEECH, at - PACKET, before, at - PACKET, PACKET);
                }
                decoder.decode(payload, 0, length, pcm, 0);
            }
        }

        assertThat(redundant).isGreaterThan(4);
        assertThat(Speech.correlation(before, repaired, 20)).isGreaterThan(0.6);
    }

    @ParameterizedTest
    @MethodSource("opus")
    void opusTravelsInLongPacketsToo(Codec codec) {
        assertThat(Speech.correlation(SPEECH, through(codec, 1_920), 20)).isGreaterThan(0.9);
        assertThat(Speech.correlation(SPEECH, through(codec, 2_880), 20)).isGreaterThan(0.9);
    }

    @ParameterizedTest
    @MethodSource("opus")
    void redundancyOfLongPacketsIsThatOfTheWholePacketBefore(Codec codec) {
        short[] pcm = new short[Codec.MAX_SAMPLES];
        byte[] payload = new byte[Codec.MAX_PAYLOAD];
        int redundant = 0;
        try (Encoder encoder = codec.newEncoder();
                Decoder decoder = codec.newDecoder()) {
            encoder.expectLoss(20);
            for (int at = 0; at + 2_880 <= SPEECH.length; at += 2_880) {
                int length = encoder.encode(SPEECH, at, 2_880, payload, 0);
                if (decoder.decodeRedundancy(payload, 0, length, pcm, 0, 2_880) > 0) {
                    redundant++;
                }
            }
        }
        assertThat(redundant).isGreaterThan(4);
    }

    /// The lengths of encrypted packets are seen by everybody (RFC 6562 §3).
    @ParameterizedTest
    @MethodSource("opus")
    void packetsOfAConstantBitrateHaveOneLength(Codec codec) {
        Set<Integer> lengths =
                lengths(codec, new OpusMode(true, true, false, false, 510_000, 48_000));

        assertThat(lengths).hasSize(1);
        assertThat(lengths(codec, OpusMode.USUAL)).hasSizeGreaterThan(5);
    }

    @ParameterizedTest
    @MethodSource("opus")
    void withoutRedundancyOrWithALowDelayThereIsNone(Codec codec) {
        assertThat(redundant(codec, OpusMode.USUAL)).isGreaterThan(10);
        assertThat(redundant(codec, new OpusMode(false, false, false, false, 510_000, 48_000)))
                .isZero();
        assertThat(redundant(codec, new OpusMode(true, false, false, true, 510_000, 48_000)))
                .isZero();
    }

    /// RFC 6716 §3.1, table 2: configurations 16 and above are of CELT alone.
    @ParameterizedTest
    @MethodSource("opus")
    void aLowDelayIsCeltAlone(Codec codec) {
        OpusMode mode = new OpusMode(true, false, false, true, 510_000, 48_000);

        assertThat(configurations(codec, mode)).allMatch(configuration -> configuration >= 16);
        assertThat(configurations(codec, OpusMode.USUAL))
                .contains(15); // hybrid, 20 ms, the whole band
    }

    /// The transform alone (16 and above) while nothing is lost and there are bits for it; the model (8 to 15) else.
    @ParameterizedTest
    @MethodSource("opus")
    void speechIsModelledWhereRedundancyOrFewBitsAskForIt(Codec codec) {
        assertThat(configurationsOf(codec, OpusMode.USUAL, 0, 48_000))
                .allMatch(configuration -> configuration >= 16);
        assertThat(configurationsOf(codec, OpusMode.USUAL, 5, 48_000))
                .allMatch(configuration -> configuration < 16);
        assertThat(configurationsOf(codec, OpusMode.USUAL, 0, 24_000))
                .allMatch(configuration -> configuration < 16);
        OpusMode silences = new OpusMode(true, false, true, false, 510_000, 48_000);
        assertThat(configurationsOf(codec, silences, 0, 48_000))
                .allMatch(configuration -> configuration < 16);
        OpusMode narrow = new OpusMode(true, false, false, false, 20_000, 48_000);
        assertThat(configurationsOf(codec, narrow, 0, 48_000))
                .allMatch(configuration -> configuration < 16);
    }

    /// The encoder searches less; RFC 6716 leaves to it how. What it makes stays speech.
    @ParameterizedTest
    @MethodSource("opus")
    void aComplexityThatIsToldCountsFromTheNextPacketOn(Codec codec) {
        List<String> usual = hex(packetsOfComplexity(codec, OpusCodec.COMPLEXITY, 0));
        assertThat(hex(packetsOfComplexity(codec, OpusCodec.COMPLEXITY, 10)))
                .as("what it is anyway")
                .isEqualTo(usual);
        for (int complexity : new int[] {0, 2, 10}) {
            List<byte[]> packets = packetsOfComplexity(codec, complexity, 10);
            List<String> changed = hex(packets);
            assertThat(changed.subList(0, 10)).isEqualTo(usual.subList(0, 10));
            assertThat(changed.get(10)).as("complexity %d", complexity).isNotEqualTo(usual.get(10));
            assertThat(Speech.correlation(SPEECH, decoded(codec, packets), 20)).isGreaterThan(0.9);
        }
        assertThat(hex(packetsOfComplexity(codec, 99, 10)))
                .as("there is none above 10")
                .isEqualTo(hex(packetsOfComplexity(codec, 10, 10)));
    }

    private static List<String> hex(List<byte[]> packets) {
        return packets.stream().map(HexFormat.of()::formatHex).toList();
    }

    private static List<byte[]> packetsOfComplexity(Codec codec, int complexity, int from) {
        List<byte[]> packets = new ArrayList<>();
        byte[] payload = new byte[Codec.MAX_PAYLOAD];
        try (Encoder encoder = codec.newEncoder()) {
            for (int at = 0; at + PACKET <= SPEECH.length; at += PACKET) {
                if (at / PACKET == from) {
                    encoder.complexity(complexity);
                }
                packets.add(Arrays.copyOf(payload, encoder.encode(SPEECH, at, PACKET, payload, 0)));
            }
        }
        return packets;
    }

    private static short[] decoded(Codec codec, List<byte[]> packets) {
        short[] heard = new short[SPEECH.length];
        try (Decoder decoder = codec.newDecoder()) {
            for (int i = 0; i < packets.size(); i++) {
                decoder.decode(packets.get(i), 0, packets.get(i).length, heard, i * PACKET);
            }
        }
        return heard;
    }

    /// As when loss comes and goes.
    @ParameterizedTest
    @MethodSource("opus")
    void aChangeBetweenTransformAndModelIsNotHeard(Codec codec) {
        short[] heard = new short[SPEECH.length];
        byte[] payload = new byte[Codec.MAX_PAYLOAD];
        try (Encoder encoder = codec.newEncoder();
                Decoder decoder = codec.newDecoder()) {
            for (int at = 0; at + PACKET <= SPEECH.length; at += PACKET) {
                encoder.expectLoss(at / PACKET / 5 % 2 == 0 ? 0 : 5); // each 100 ms
                int length = encoder.encode(SPEECH, at, PACKET, payload, 0);
                decoder.decode(payload, 0, length, heard, at);
            }
        }
        assertThat(Speech.correlation(SPEECH, heard, 20)).isGreaterThan(0.9);
    }

    /// RFC 6716 §3.1, table 2: 0–3 narrowband, 8–11 wideband, of SILK; 16–19 and 20–23, of CELT.
    @ParameterizedTest
    @MethodSource("opus")
    void noMoreOfTheBandIsSentThanCanBePlayed(Codec codec) {
        OpusMode narrow = new OpusMode(true, false, false, false, 510_000, 8_000);
        OpusMode wide = new OpusMode(true, false, false, false, 510_000, 16_000);

        assertThat(configurations(codec, narrow)).isSubsetOf(0, 1, 2, 3, 16, 17, 18, 19);
        assertThat(configurations(codec, wide))
                .isSubsetOf(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 16, 17, 18, 19, 20, 21, 22, 23);
    }

    @ParameterizedTest
    @MethodSource("opus")
    void nearlyNothingIsSentOfASilence(Codec codec) {
        OpusMode silent = new OpusMode(true, false, true, false, 510_000, 48_000);
        short[] room = new short[5 * 48_000];
        Random random = new Random(7_587);
        for (int i = 0; i < room.length; i++) {
            room[i] = (short) (random.nextGaussian() * 12);
        }

        List<byte[]> packets = packets(codec, silent, room);

        List<byte[]> later = packets.subList(packets.size() / 5, packets.size());
        assertThat(later)
                .as("of four seconds")
                .filteredOn(packet -> !Codec.isOpusSilence(packet.length))
                .hasSizeLessThan(later.size() / 8);
        assertThat(packets(codec, OpusMode.USUAL, room))
                .noneMatch(packet -> Codec.isOpusSilence(packet.length));
    }

    private static Set<Integer> lengths(Codec codec, OpusMode mode) {
        return packets(codec, mode, SPEECH).stream().map(p -> p.length).collect(Collectors.toSet());
    }

    private static Set<Integer> configurations(Codec codec, OpusMode mode) {
        return configurationsOf(codec, mode, OpusCodec.EXPECTED_LOSS, OpusCodec.BITRATE);
    }

    private static Set<Integer> configurationsOf(
            Codec codec, OpusMode mode, int lossPercent, int bitsPerSecond) {
        return packets(codec, mode, lossPercent, bitsPerSecond, SPEECH).stream()
                .map(p -> (p[0] & 0xFF) >> 3)
                .collect(Collectors.toSet());
    }

    private static long redundant(Codec codec, OpusMode mode) {
        return packets(codec, mode, SPEECH).stream()
                .filter(p -> OpusPacket.hasRedundancy(p, 0, p.length))
                .count();
    }

    private static List<byte[]> packets(Codec codec, OpusMode mode, short[] sound) {
        return packets(codec, mode, OpusCodec.EXPECTED_LOSS, OpusCodec.BITRATE, sound);
    }

    private static List<byte[]> packets(
            Codec codec, OpusMode mode, int lossPercent, int bitsPerSecond, short[] sound) {
        List<byte[]> packets = new ArrayList<>();
        byte[] payload = new byte[Codec.MAX_PAYLOAD];
        try (Encoder encoder = codec.newEncoder()) {
            encoder.follow(mode);
            encoder.expectLoss(lossPercent);
            encoder.bitrate(bitsPerSecond);
            for (int at = 0; at + PACKET <= sound.length; at += PACKET) {
                packets.add(Arrays.copyOf(payload, encoder.encode(sound, at, PACKET, payload, 0)));
            }
        }
        return packets;
    }

    @Test
    void namesAndClockRatesAreThoseOfTheRfcs() {
        Codecs codecs = Codecs.pureJava();

        assertThat(codecs.all())
                .extracting(Codec::name)
                .containsExactly("opus", "G722", "PCMU", "PCMA");
        assertThat(codecs.all())
                .extracting(Codec::clockRate)
                .containsExactly(48_000, 8_000, 8_000, 8_000);
        assertThat(codecs.named("OPUS")).contains(codecs.opus());
        assertThat(codecs.named("G729")).isEmpty();
        assertThat(codecs.pcmu().rtpTicks(960)).isEqualTo(160);
        assertThat(codecs.g722().rtpTicks(960)).as("RFC 3551 §4.5.2").isEqualTo(160);
    }
}

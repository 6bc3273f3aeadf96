package org.earshot.softphone.media;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.earshot.softphone.media.codec.Codec;
import org.earshot.softphone.media.codec.Codecs;
import org.earshot.softphone.media.codec.Encoder;
import org.earshot.softphone.media.codec.OpusMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// A real encoder, and a clock by which it takes as long as the test says.
class OpusSenderTest {
    private static final int PACKET = 960;
    private static final int PACKETS_PER_SECOND = 50;
    private static final short[] SPEECH = Speech.alice(4_000);

    private long now;
    private long eachLook; // ns that go by from one look at the clock to the next
    private final OpusSender sender = new OpusSender(() -> now += eachLook);

    static Stream<Codec> opus() {
        return Stream.of(Codecs.pureJava().opus(), Codecs.detect().opus());
    }

    @ParameterizedTest
    @MethodSource("opus")
    void aMachineThatIsTooSlowGetsSimplerPacketsAfterTwoSeconds(Codec codec) {
        eachLook = 6_000_000; // of the 20 ms in a packet
        List<List<Byte>> sent = sent(codec);
        assertThat(sent).isEqualTo(expected(codec, EncoderEffort.BEST - 1));
        assertThat(sent).isNotEqualTo(expected(codec, EncoderEffort.BEST));
    }

    @ParameterizedTest
    @MethodSource("opus")
    void oneThatHasTimeDoesNot(Codec codec) {
        eachLook = 500_000;
        assertThat(sent(codec)).isEqualTo(expected(codec, EncoderEffort.BEST));
    }

    private List<List<Byte>> sent(Codec codec) {
        List<List<Byte>> packets = new ArrayList<>();
        byte[] payload = new byte[Codec.MAX_PAYLOAD];
        try (Encoder encoder = codec.newEncoder()) {
            for (int at = 0; at + PACKET <= SPEECH.length; at += PACKET) {
                short[] pcm = Arrays.copyOfRange(SPEECH, at, at + PACKET);
                sender.encode(encoder, OpusMode.USUAL, Optional.empty(), pcm, PACKET, payload, 0);
                packets.add(bytes(payload, sender.length()));
            }
        }
        return packets.subList(0, 4 * PACKETS_PER_SECOND);
    }

    /// @param later the complexity from the third second on
    private static List<List<Byte>> expected(Codec codec, int later) {
        List<List<Byte>> packets = new ArrayList<>();
        byte[] payload = new byte[Codec.MAX_PAYLOAD];
        try (Encoder encoder = codec.newEncoder()) {
            for (int i = 0; i < 4 * PACKETS_PER_SECOND; i++) {
                encoder.complexity(i < 2 * PACKETS_PER_SECOND ? EncoderEffort.BEST : later);
                packets.add(bytes(payload, encoder.encode(SPEECH, i * PACKET, PACKET, payload, 0)));
            }
        }
        return packets;
    }

    private static List<Byte> bytes(byte[] payload, int length) {
        List<Byte> bytes = new ArrayList<>(length);
        for (int i = 0; i < length; i++) {
            bytes.add(payload[i]);
        }
        return bytes;
    }
}

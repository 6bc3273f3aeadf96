package org.earshot.softphone.media;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
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
    private static final int SECONDS = 8;
    private static final short[] SPEECH = Speech.alice(2_000);

    private long now;
    private long eachLook; // ns that go by from one look at the clock to the next
    private final OpusSender sender = new OpusSender(() -> now += eachLook);

    static Stream<Codec> opus() {
        return Stream.of(Codecs.pureJava().opus(), Codecs.detect().opus());
    }

    @ParameterizedTest
    @MethodSource("opus")
    void aMachineThatIsTooSlowGetsSimplerPacketsByAndBy(Codec codec) {
        eachLook = 6_000_000; // of the 20 ms in a packet
        List<String> sent = sent(codec);
        assertThat(sent).isEqualTo(expected(codec, 5, 5, 4, 4, 3, 3, 2, 2));
        assertThat(sent).isNotEqualTo(expected(codec, 5, 5, 5, 5, 5, 5, 5, 5));
    }

    @ParameterizedTest
    @MethodSource("opus")
    void oneThatHasTimeDoesNot(Codec codec) {
        eachLook = 500_000;
        assertThat(sent(codec)).isEqualTo(expected(codec, 5, 5, 5, 5, 5, 5, 5, 5));
    }

    private List<String> sent(Codec codec) {
        List<String> packets = new ArrayList<>();
        byte[] payload = new byte[Codec.MAX_PAYLOAD];
        try (Encoder encoder = codec.newEncoder()) {
            for (int i = 0; i < SECONDS * PACKETS_PER_SECOND; i++) {
                sender.encode(
                        encoder, OpusMode.USUAL, Optional.empty(), said(i), PACKET, payload, 0);
                packets.add(HexFormat.of().formatHex(payload, 0, sender.length()));
            }
        }
        return packets;
    }

    /// @param complexities by second
    private static List<String> expected(Codec codec, int... complexities) {
        List<String> packets = new ArrayList<>();
        byte[] payload = new byte[Codec.MAX_PAYLOAD];
        try (Encoder encoder = codec.newEncoder()) {
            for (int i = 0; i < SECONDS * PACKETS_PER_SECOND; i++) {
                encoder.complexity(complexities[i / PACKETS_PER_SECOND]);
                int length = encoder.encode(said(i), 0, PACKET, payload, 0);
                packets.add(HexFormat.of().formatHex(payload, 0, length));
            }
        }
        return packets;
    }

    private static short[] said(int packet) {
        int at = packet * PACKET % SPEECH.length;
        return Arrays.copyOfRange(SPEECH, at, at + PACKET);
    }
}

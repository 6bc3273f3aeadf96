package org.earshot.softphone.media.jitter;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.earshot.softphone.media.Speech;
import org.earshot.softphone.media.codec.Codec;
import org.earshot.softphone.media.codec.Codecs;
import org.earshot.softphone.media.codec.Decoder;
import org.earshot.softphone.media.codec.Encoder;
import org.earshot.softphone.media.codec.OpusMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// A silence of Opus (DTX) is no loss: it is filled with noise like that of the room, nothing counts as concealed, and what is said behind it
/// comes whole.
class OpusSilenceTest {
    private static final int PACKET = 960;
    private static final long MS = 1_000_000;
    private static final int NOISE = 30; // of the room, RMS

    @SuppressWarnings("ArrayRecordComponent") // nobody compares them
    private record Sent(int sequence, int timestamp, byte[] payload, long arrival) {}

    static Stream<Codec> opus() {
        return Stream.of(Codecs.detect().opus(), Codecs.pureJava().opus());
    }

    /// Speech, four seconds of a room, and the speech again.
    private static short[] conversation(short[] speech) {
        short[] all = new short[2 * speech.length + 4 * 48_000];
        System.arraycopy(speech, 0, all, 0, speech.length);
        System.arraycopy(speech, 0, all, all.length - speech.length, speech.length);
        Random random = new Random(6_716);
        for (int i = 0; i < all.length; i++) {
            all[i] =
                    (short)
                            Math.clamp(
                                    Math.round(all[i] + random.nextGaussian() * NOISE),
                                    -32_768,
                                    32_767);
        }
        return all;
    }

    private static List<Sent> send(Codec codec, short[] sound) {
        List<Sent> sent = new ArrayList<>();
        byte[] payload = new byte[Codec.MAX_PAYLOAD];
        try (Encoder encoder = codec.newEncoder()) {
            encoder.follow(new OpusMode(true, false, true, false, 510_000, 48_000));
            int sequence = 0;
            boolean silent = false;
            for (int at = 0; at + PACKET <= sound.length; at += PACKET) {
                int length = encoder.encode(sound, at, PACKET, payload, 0);
                boolean before = silent;
                silent = Codec.isOpusSilence(length);
                if (!silent || !before) {
                    sent.add(
                            new Sent(
                                    sequence++,
                                    at,
                                    Arrays.copyOf(payload, length),
                                    (at + PACKET) / 48 * MS));
                }
            }
        }
        return sent;
    }

    @ParameterizedTest
    @MethodSource("opus")
    void aSilenceIsNoLoss(Codec codec) {
        short[] speech = Speech.alice(2_400);
        short[] sound = conversation(speech);
        List<Sent> sent = send(codec, sound);
        assertThat(sent).hasSizeLessThan(sound.length / PACKET * 3 / 4);

        short[] heard = new short[sound.length + 48_000];
        JitterBuffer buffer = new JitterBuffer(JitterSettings.DEFAULT);
        short[] frame = new short[480];
        try (Decoder decoder = codec.newDecoder()) {
            buffer.decoder(96, decoder);
            int next = 0;
            for (int i = 0; i < heard.length / 480; i++) {
                long now = 10L * i * MS + 3 * MS;
                while (next < sent.size() && sent.get(next).arrival <= now) {
                    Sent packet = sent.get(next++);
                    buffer.insert(
                            96,
                            packet.sequence,
                            packet.timestamp,
                            1,
                            packet.payload,
                            0,
                            packet.payload.length,
                            packet.arrival);
                }
                buffer.poll(now, frame);
                System.arraycopy(frame, 0, heard, i * 480, 480);
            }
        }
        JitterStatistics statistics = buffer.statistics();
        assertThat(statistics.lost()).isZero();
        assertThat(statistics.late()).isZero();
        assertThat(statistics.concealedMs()).as("but for the end").isLessThan(1_300);
        int room = speech.length + 48_000;
        double rms = rms(heard, room, room + 2 * 48_000);
        assertThat(rms).isBetween(NOISE / 4.0, NOISE * 4.0);
        int again = sound.length - speech.length;
        assertThat(
                        Speech.correlation(
                                Arrays.copyOfRange(sound, again, sound.length),
                                Arrays.copyOfRange(heard, again, heard.length),
                                120))
                .isGreaterThan(0.85);
    }

    private static double rms(short[] sound, int from, int to) {
        double sum = 0;
        for (int i = from; i < to; i++) {
            sum += (double) sound[i] * sound[i];
        }
        return Math.sqrt(sum / (to - from));
    }
}

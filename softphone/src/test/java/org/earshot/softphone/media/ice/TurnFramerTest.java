package org.earshot.softphone.media.ice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TurnFramerTest {
    private final Random random = new Random(6062);
    private final List<String> frames = new ArrayList<>();
    private final TurnFramer framer =
            new TurnFramer(
                    (buffer, length) -> frames.add(HexFormat.of().formatHex(buffer, 0, length)));

    @Test
    void atEachPointTheStreamMayBeSplit() throws Exception {
        byte[] stream = stream(frames());
        for (int split = 0; split <= stream.length; split++) {
            frames.clear();
            framer.accept(stream, 0, split);
            framer.accept(stream, split, stream.length - split);
            assertThat(frames).as("split at %d", split).isEqualTo(hex(frames()));
        }
    }

    @Test
    void byteByByteIsAsGood() throws Exception {
        byte[] stream = stream(frames());
        for (int i = 0; i < stream.length; i++) {
            framer.accept(stream, i, 1);
        }
        assertThat(frames).isEqualTo(hex(frames()));
    }

    @Test
    void whatIsCutOffIsNotDelivered() throws Exception {
        for (byte[] frame : frames()) {
            for (int length = 0; length < frame.length; length++) {
                TurnFramer cut = new TurnFramer((buffer, count) -> frames.add("a frame"));
                cut.accept(frame, 0, length);
                assertThat(frames).isEmpty();
            }
        }
    }

    @Test
    void whatIsTooLargeIsPassedOver() throws Exception {
        byte[] most = new byte[TurnFramer.MAX_FRAME_BYTES - ChannelData.HEADER_BYTES];
        List<byte[]> sent =
                List.of(
                        channelData(0x4001, new byte[most.length + 1]),
                        channelData(0x4002, most),
                        channelData(0x4003, new byte[0xFFFF]),
                        StunMessage.request(StunMessage.BINDING, TransactionId.random(random))
                                .put(0x9000, new byte[60_000])
                                .unsigned(),
                        channelData(0x4004, new byte[1]));
        byte[] stream = stream(sent);
        for (int at = 0; at < stream.length; ) {
            int count = Math.min(1 + random.nextInt(3_000), stream.length - at);
            framer.accept(stream, at, count);
            at += count;
        }
        assertThat(frames).isEqualTo(hex(List.of(sent.get(1), sent.get(4))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"04000000", "16030300", "50000000", "80000000", "ff000000", "00010003"})
    void whatIsNotOfTurnEndsTheStream(String hex) {
        byte[] bytes = HexFormat.of().parseHex(hex);
        assertThatThrownBy(() -> framer.accept(bytes, 0, bytes.length))
                .isInstanceOf(StunException.class);
    }

    @Test
    void randomBytesGiveTheOneException() {
        int ended = 0;
        for (int round = 0; round < 20_000; round++) {
            TurnFramer next = new TurnFramer((buffer, length) -> checked(length));
            byte[] bytes = new byte[random.nextInt(6_000)];
            random.nextBytes(bytes);
            if (bytes.length > 3 && random.nextBoolean()) {
                bytes[0] = 0x40;
                bytes[2] = 0;
            }
            try {
                next.accept(bytes, 0, bytes.length);
            } catch (StunException e) {
                ended++;
            }
        }
        assertThat(ended).isBetween(10_000, 19_999);
        assertThat(frames).isNotEmpty();
    }

    private void checked(int length) {
        assertThat(length).isBetween(4, TurnFramer.MAX_FRAME_BYTES);
        assertThat(length % 4).isZero();
        frames.add("a frame");
    }

    private List<byte[]> frames() {
        TransactionId id = TransactionId.read(new byte[12], 0);
        return List.of(
                channelData(0x4000, new byte[0]),
                StunMessage.request(StunMessage.BINDING, id).plain(),
                channelData(0x4FFF, "sound".getBytes(StandardCharsets.US_ASCII)),
                channelData(0x4000, new byte[160]),
                StunMessage.request(StunMessage.ALLOCATE, id)
                        .putText(StunMessage.USERNAME, "alice")
                        .sign(new byte[16]));
    }

    private static byte[] channelData(int channel, byte[] packet) {
        return ChannelData.write(channel, ByteBuffer.wrap(packet), true);
    }

    private static byte[] stream(List<byte[]> frames) {
        ByteArrayOutputStream stream = new ByteArrayOutputStream();
        frames.forEach(stream::writeBytes);
        return stream.toByteArray();
    }

    private static List<String> hex(List<byte[]> frames) {
        return frames.stream().map(HexFormat.of()::formatHex).toList();
    }
}

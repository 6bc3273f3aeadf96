package org.earshot.server.bus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.earshot.common.event.Change;
import org.earshot.common.event.Topic;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class BusFrameTest {

    static Stream<BusFrame> frames() {
        return Stream.of(
                new BusFrame.Hello(1, "n0a1b2c3d", "n4e5f6071"),
                new BusFrame.Hello(1, "n".repeat(64), ""),
                new BusFrame.Heard(new Change(Topic.CALLS, "sip:alice@example.org")),
                new BusFrame.Heard(new Change(Topic.REGISTRATION, "sip:zoë-𝄞@example.org")),
                new BusFrame.Heard(new Change(Topic.GROUP, "x".repeat(512))),
                new BusFrame.Ping());
    }

    private static BusFrame read(byte[] bytes) throws IOException {
        return BusFrame.read(new ByteArrayInputStream(bytes));
    }

    @ParameterizedTest
    @MethodSource("frames")
    void whatIsWrittenIsRead(BusFrame frame) throws IOException {
        assertThat(read(frame.encoded())).isEqualTo(frame);
    }

    @Test
    void oneAfterTheOther() throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        List<BusFrame> frames = frames().toList();
        frames.forEach(frame -> all.writeBytes(frame.encoded()));
        ByteArrayInputStream in = new ByteArrayInputStream(all.toByteArray());
        for (BusFrame frame : frames) {
            assertThat(BusFrame.read(in)).isEqualTo(frame);
        }
        assertThatThrownBy(() -> BusFrame.read(in)).isInstanceOf(EOFException.class);
    }

    @ParameterizedTest
    @MethodSource("frames")
    void aPartIsNoFrame(BusFrame frame) {
        byte[] whole = frame.encoded();
        for (int length = 0; length < whole.length; length++) {
            byte[] cut = java.util.Arrays.copyOf(whole, length);
            assertThatThrownBy(() -> read(cut)).isInstanceOf(EOFException.class);
            if (length > 4) { // and one that says that it is whole
                ByteBuffer.wrap(cut).putInt(cut.length - 4);
                assertThatThrownBy(() -> read(cut)).isInstanceOf(MalformedFrame.class);
            }
        }
    }

    @Test
    void lengthsAreBounded() {
        for (int length : new int[] {0, -1, Integer.MIN_VALUE, BusFrame.LONGEST + 1, 1 << 30}) {
            byte[] bytes = ByteBuffer.allocate(4).putInt(length).array();
            assertThatThrownBy(() -> read(bytes)).isInstanceOf(MalformedFrame.class);
        }
    }

    @Test
    void whatIsUnknownIsSkipped() throws IOException {
        assertThat(read(frame(99, 1, 2, 3))).isEqualTo(new BusFrame.Unknown());
        byte[] topic = "WEATHER".getBytes(StandardCharsets.UTF_8);
        ByteBuffer heard = ByteBuffer.allocate(4 + 1 + 2 + topic.length + 3);
        heard.putInt(heard.capacity() - 4).put((byte) 2).putShort((short) topic.length).put(topic);
        heard.putShort((short) 1).put((byte) 'x');
        assertThat(read(heard.array())).isEqualTo(new BusFrame.Unknown());
    }

    @Test
    void anotherVersionSaysSo() throws IOException {
        assertThat(read(frame(1, 2, 77, 78))).isEqualTo(new BusFrame.Hello(2, "", ""));
    }

    @Test
    void whatHangsOverIsRefused() {
        assertThatThrownBy(() -> read(frame(3, 0))).isInstanceOf(MalformedFrame.class);
        assertThatThrownBy(() -> read(frame(1))).isInstanceOf(MalformedFrame.class);
    }

    @Test
    void textsAreUtf8() {
        assertThatThrownBy(() -> read(frame(2, 0, 1, 0xC3, 0, 1, 'x')))
                .isInstanceOf(MalformedFrame.class);
    }

    @Test
    void randomBytesGiveAFrameOrTheDeclaredException() {
        Random random = new Random(20261126);
        List<byte[]> frames = frames().map(BusFrame::encoded).toList();
        for (int i = 0; i < 50_000; i++) {
            byte[] bytes;
            if (i % 2 == 0) {
                bytes = new byte[random.nextInt(80)];
                random.nextBytes(bytes);
                if (bytes.length > 4 && i % 4 == 0) {
                    ByteBuffer.wrap(bytes).putInt(bytes.length - 4).put((byte) random.nextInt(5));
                }
            } else {
                bytes = frames.get(random.nextInt(frames.size())).clone();
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
            }
            try {
                assertThat(read(bytes)).isNotNull();
            } catch (IOException e) {
                assertThat(e).isInstanceOfAny(MalformedFrame.class, EOFException.class);
            }
        }
    }

    private static byte[] frame(int kind, int... rest) {
        ByteBuffer out = ByteBuffer.allocate(5 + rest.length).putInt(1 + rest.length);
        out.put((byte) kind);
        for (int one : rest) {
            out.put((byte) one);
        }
        return out.array();
    }
}

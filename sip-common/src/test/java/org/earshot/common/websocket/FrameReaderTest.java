package org.earshot.common.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.earshot.common.websocket.FrameReader.Event;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FrameReaderTest {
    private static final int MAX = 1000;

    /// What a stream says, that comes in pieces of up to so many bytes; the last is what the end of the bytes left open.
    private static List<String> events(byte[] stream, int most) throws IOException {
        FrameReader reader = new FrameReader(MAX);
        ByteArrayInputStream in = new ByteArrayInputStream(stream);
        List<String> events = new ArrayList<>();
        String open = "";
        while (reader.fill((b, off, len) -> in.read(b, off, Math.min(len, most)))) {
            open = null;
            while (open == null) {
                switch (reader.next()) {
                    case Event.Message(byte[] b, int off, int len) ->
                            events.add(new String(b, off, len, StandardCharsets.UTF_8));
                    case Event.Ping(byte[] payload) ->
                            events.add("ping " + HexFormat.of().formatHex(payload));
                    case Event.Pong _ -> events.add("pong");
                    case Event.Partial(boolean begun) -> open = begun ? "begun" : "";
                    case Event.Close(int status) -> {
                        events.add("close " + status);
                        return events;
                    }
                    case Event.Broken(int status, String reason) -> {
                        assertThat(reason).hasSizeBetween(1, 123);
                        events.add("broken " + status);
                        return events;
                    }
                }
            }
        }
        events.add(open);
        return events;
    }

    private static List<String> events(String hex) throws IOException {
        return events(HexFormat.of().parseHex(hex.replace(" ", "")), 4096);
    }

    /// As a client sends it; the mask is the length's, so that each is another.
    private static byte[] frame(int first, byte[] payload) {
        int length = payload.length;
        ByteBuffer frame = ByteBuffer.allocate(14 + length).put((byte) first);
        if (length < 126) {
            frame.put((byte) (0x80 | length));
        } else if (length < 65536) {
            frame.put((byte) (0x80 | 126)).putShort((short) length);
        } else {
            frame.put((byte) (0x80 | 127)).putLong(length);
        }
        byte[] mask = {(byte) length, 2, (byte) (length >> 8), (byte) 0xA5};
        frame.put(mask);
        for (int i = 0; i < length; i++) {
            frame.put((byte) (payload[i] ^ mask[i & 3]));
        }
        byte[] bytes = new byte[frame.position()];
        frame.get(0, bytes);
        return bytes;
    }

    private static byte[] frame(int first, String payload) {
        return frame(first, payload.getBytes(StandardCharsets.UTF_8));
    }

    private static byte[] all(byte[]... parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }

    /// RFC 6455 §5.7.
    @Test
    void theExamplesOfTheRfc() throws IOException {
        assertThat(events("81 85 37 fa 21 3d 7f 9f 4d 51 58")).containsExactly("Hello", "");
        assertThat(events("8a 85 37 fa 21 3d 7f 9f 4d 51 58")).containsExactly("pong", "");
        assertThat(Frames.message("Hello".getBytes(StandardCharsets.UTF_8)))
                .isEqualTo(HexFormat.of().parseHex("810548656c6c6f"));
        assertThat(Frames.pong("Hello".getBytes(StandardCharsets.UTF_8)))
                .isEqualTo(HexFormat.of().parseHex("8a0548656c6c6f"));
        assertThat(Frames.message(new byte[256]))
                .startsWith(HexFormat.of().parseHex("817e0100"))
                .hasSize(260);
        assertThat(Frames.message(new byte[65536]))
                .startsWith(HexFormat.of().parseHex("817f0000000000010000"))
                .hasSize(65546);
        assertThat(Frames.message(new byte[] {(byte) 0xC3})).startsWith(0x82, 1);
        assertThat(Frames.ping()).containsExactly(0x89, 0);
        assertThat(Frames.close(1002, "no")).containsExactly(0x88, 4, 0x03, 0xEA, 'n', 'o');
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7, 50, 5000})
    void messagesAreFoundWhereverTheSegmentsEnd(int most) throws IOException {
        byte[] stream =
                all(
                        frame(0x81, "one"),
                        frame(0x82, "x".repeat(126)),
                        frame(0x89, "still there?"),
                        frame(0x01, "a message "),
                        frame(0x8A, ""),
                        frame(0x00, "in three "),
                        frame(0x80, "pieces, the £ "),
                        frame(0x81, "y".repeat(MAX)),
                        frame(0x88, new byte[] {0x03, (byte) 0xE9}));
        assertThat(events(stream, most))
                .containsExactly(
                        "one",
                        "x".repeat(126),
                        "ping "
                                + HexFormat.of()
                                        .formatHex("still there?".getBytes(StandardCharsets.UTF_8)),
                        "pong",
                        "a message in three pieces, the £ ",
                        "y".repeat(MAX),
                        "close 1001");
    }

    @Test
    void aCharacterMayBeCutByAFragmentButNotByTheMessage() throws IOException {
        byte[] pound = "£".getBytes(StandardCharsets.UTF_8);
        byte[] first = {pound[0]};
        byte[] second = {pound[1]};
        assertThat(events(all(frame(0x01, first), frame(0x80, second)), 9))
                .containsExactly("£", "");
        assertThat(events(frame(0x81, first), 9)).containsExactly("broken 1007");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "no mask|81 05 48 65 6c 6c 6f|1002",
                "an extension's bit|c1 80 00 00 00 00|1002",
                "opcode 3|83 80 00 00 00 00|1002",
                "opcode 11|8b 80 00 00 00 00|1002",
                "a ping in pieces|09 80 00 00 00 00|1002",
                "a ping of 126|89 fe 00 7e|1002",
                "a fragment of nothing|80 80 00 00 00 00|1002",
                "a new message inside another|01 80 00 00 00 00 81 80 00 00 00 00|1002",
                "5 written as two bytes|82 fe 00 05 00 00 00 00|1002",
                "200 written as eight|82 ff 00 00 00 00 00 00 00 c8 00 00 00 00|1002",
                "a length below zero|82 ff ff ff ff ff ff ff ff ff 00 00 00 00|1002",
                "more than is taken|82 fe 03 e9 00 00 00 00|1009",
                "far more|82 ff 7f ff ff ff ff ff ff ff 00 00 00 00|1009",
                "half a status|88 81 00 00 00 00 03|1002",
                "status 1005|88 82 00 00 00 00 03 ed|1002",
                "status 999|88 82 00 00 00 00 03 e7|1002",
                "a reason that is no text|88 83 00 00 00 00 03 e8 c3|1007",
            })
    void whatTheRfcForbidsEndsIt(String what, String hex, int status) throws IOException {
        assertThat(events(hex)).as(what).containsExactly("broken " + status);
    }

    @Test
    void fragmentsTogetherMayNotBeMoreThanAMessage() throws IOException {
        byte[] half = frame(0x01, "x".repeat(MAX / 2));
        byte[] rest = frame(0x00, "x".repeat(MAX / 2));
        assertThat(events(all(half, rest, frame(0x80, "x")), 4096)).containsExactly("broken 1009");
        assertThat(events(all(half, rest, frame(0x80, "")), 4096))
                .containsExactly("x".repeat(MAX), "");
    }

    @Test
    void truncatedItSaysWhatIsOpenAndRandomBytesEndIt() throws IOException {
        byte[] whole = all(frame(0x81, "x".repeat(200)));
        for (int length = 1; length < whole.length; length++) {
            byte[] cut = java.util.Arrays.copyOf(whole, length);
            assertThat(events(cut, 64)).containsExactly("begun");
        }
        Random random = new Random(6455);
        byte[] noise = new byte[3000];
        for (int i = 0; i < 3_000; i++) {
            random.nextBytes(noise);
            noise[0] = (byte) (0x80 | random.nextInt(3));
            noise[1] |= (byte) 0x80;
            assertThat(events(noise, 1 + random.nextInt(500)).getLast())
                    .matches("broken 10\\d\\d|close \\d{4}|begun|");
        }
    }
}

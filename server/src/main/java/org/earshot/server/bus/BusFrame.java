package org.earshot.server.bus;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.earshot.common.event.Change;

/// What nodes send each other. On the wire: length of what follows (4 bytes), kind (1 byte), fields; a text is its length
/// in bytes (2 bytes) and UTF-8. All numbers are big-endian and unsigned.
///
/// ```
/// 1 Hello   version (1 byte), name of the sender (text), name of the node it means (text)
/// 2 Heard   topic (text), subject (text)
/// 3 Ping
/// ```
///
/// Both ends begin with Hello, the one that connected first. Kinds and topics that a reader doesn't know are skipped, so
/// that nodes of two versions can speak; another *version* ends the connection.
sealed interface BusFrame {
    int VERSION = 1;

    /// The longest that a length may say.
    int LONGEST = 2048;

    /// A node says who it is, and to whom it means to speak: an address may belong to another one by now.
    record Hello(int version, String from, String to) implements BusFrame {}

    /// Something changed.
    record Heard(Change change) implements BusFrame {}

    /// Nothing changed, but somebody is there.
    record Ping() implements BusFrame {}

    /// Nothing that this version knows.
    record Unknown() implements BusFrame {}

    private static int kind(BusFrame frame) {
        return switch (frame) {
            case Hello _ -> 1;
            case Heard _ -> 2;
            case Ping _ -> 3;
            case Unknown _ -> throw new IllegalArgumentException("is never sent");
        };
    }

    /// The bytes of a frame.
    default byte[] encoded() {
        ByteBuffer out = ByteBuffer.allocate(4 + LONGEST).putInt(0).put((byte) kind(this));
        switch (this) {
            case Hello(int version, String from, String to) -> {
                out.put((byte) version);
                put(out, from);
                put(out, to);
            }
            case Heard(Change change) -> {
                put(out, change.topic().name());
                put(out, change.subject());
            }
            case Ping _, Unknown _ -> {}
        }
        byte[] bytes = new byte[out.position()];
        out.putInt(0, bytes.length - 4).flip().get(bytes);
        return bytes;
    }

    private static void put(ByteBuffer out, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        out.putShort((short) bytes.length).put(bytes);
    }

    /// Reads one frame.
    ///
    /// @throws MalformedFrame if it is none
    /// @throws java.io.EOFException if the stream ends, before it or within
    static BusFrame read(InputStream in) throws IOException {
        DataInputStream data = new DataInputStream(in);
        int length = data.readInt();
        if (length < 1 || length > LONGEST) {
            throw new MalformedFrame("a length of " + length);
        }
        byte[] bytes = new byte[length];
        data.readFully(bytes);
        return parse(ByteBuffer.wrap(bytes));
    }

    private static BusFrame parse(ByteBuffer bytes) throws MalformedFrame {
        int kind = bytes.get() & 0xFF;
        BusFrame frame =
                switch (kind) {
                    case 1 -> hello(bytes);
                    case 2 -> heard(text(bytes), text(bytes));
                    case 3 -> new Ping();
                    default -> new Unknown();
                };
        if (bytes.hasRemaining() && !(frame instanceof Unknown)) {
            throw new MalformedFrame(bytes.remaining() + " bytes behind a frame's fields");
        }
        return frame;
    }

    /// The fields of another version's Hello are not read: who gets it only has to see that it is one.
    private static BusFrame hello(ByteBuffer bytes) throws MalformedFrame {
        if (!bytes.hasRemaining()) {
            throw new MalformedFrame("a Hello without a version");
        }
        int version = bytes.get() & 0xFF;
        if (version != VERSION) {
            bytes.position(bytes.limit());
            return new Hello(version, "", "");
        }
        return new Hello(version, text(bytes), text(bytes));
    }

    private static BusFrame heard(String topic, String subject) {
        return ChangeText.read(topic, subject).<BusFrame>map(Heard::new).orElseGet(Unknown::new);
    }

    private static String text(ByteBuffer bytes) throws MalformedFrame {
        if (bytes.remaining() < 2) {
            throw new MalformedFrame("a text without a length");
        }
        int length = bytes.getShort() & 0xFFFF;
        if (length > bytes.remaining()) {
            throw new MalformedFrame("a text longer than its frame");
        }
        ByteBuffer part = bytes.slice(bytes.position(), length);
        bytes.position(bytes.position() + length);
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(part).toString();
        } catch (CharacterCodingException e) {
            throw new MalformedFrame("a text that is not UTF-8");
        }
    }
}

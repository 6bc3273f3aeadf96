package org.earshot.common.websocket;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Reads what a client sends after the handshake: messages, whole or in fragments, and control frames (RFC 6455 §5).
/// Takes any bytes; what the RFC forbids is [Event.Broken] with the status that it names. One thread.
///
/// A frame: one byte FIN, three reserved bits, four bits of opcode; one byte MASK and seven bits of length (126: two
/// more bytes follow, 127: eight more); four bytes of masking key; the payload, masked.
public final class FrameReader {
    private static final int SMALL = 2048;
    private static final int MAX_CONTROL = 125; // RFC 6455 §5.5

    private static final int NORMAL = 1000;
    private static final int NO_STATUS = 1005;
    private static final int PROTOCOL_ERROR = 1002;
    private static final int BAD_DATA = 1007;
    private static final int TOO_BIG = 1009;

    private final int maxMessage;
    private byte[] buffer = new byte[SMALL];
    private int start; // of the frame
    private int end; // of what has been read
    private byte[] fragments = new byte[0]; // of the message that has begun
    private int fragmentBytes;
    private int messageOpcode; // of that message; 0 if none has begun

    /// @param maxMessage bytes of a message at most
    public FrameReader(int maxMessage) {
        this.maxMessage = maxMessage;
    }

    /// What comes next.
    public sealed interface Event {
        /// A whole message, of text (which is right UTF-8) or of bytes. The buffer is valid until the next [#fill].
        @SuppressWarnings("ArrayRecordComponent") // lent, never compared
        record Message(byte[] buffer, int offset, int length) implements Event {}

        /// To be answered with [Frames#pong] of the same payload, up to 125 bytes.
        @SuppressWarnings("ArrayRecordComponent") // made for this event, never compared
        record Ping(byte[] payload) implements Event {}

        /// The answer to a ping of ours, or a sign of life of its own accord.
        record Pong() implements Event {}

        /// The client ends it.
        ///
        /// @param status 1000 to 4999, to be given back; 1000 if it gave none
        record Close(int status) implements Event {}

        /// More bytes are needed.
        ///
        /// @param begun whether a message has begun
        record Partial(boolean begun) implements Event {}

        /// The end: to be told with [Frames#close].
        ///
        /// @param status RFC 6455 §7.4.1
        record Broken(int status, String reason) implements Event {}
    }

    /// Where bytes come from, such as an InputStream's `read`.
    @FunctionalInterface
    public interface Source {
        /// As [java.io.InputStream#read(byte[], int, int)].
        int read(byte[] buffer, int offset, int length) throws IOException;
    }

    private record Head(boolean fin, int opcode, long length, int payloadAt) {}

    /// Reads once from the source.
    ///
    /// @return false at its end
    public boolean fill(Source source) throws IOException {
        makeRoom();
        int read = source.read(buffer, end, buffer.length - end);
        if (read < 0) {
            return false;
        }
        end += read;
        return true;
    }

    /// Takes off the next event; to be called until it is [Event.Partial], [Event.Close] or [Event.Broken].
    public Event next() {
        while (true) {
            if (end - start < 2) {
                return partial();
            }
            String wrong = wrongFirstBytes();
            if (wrong != null) {
                return new Event.Broken(PROTOCOL_ERROR, wrong);
            }
            Head head = head();
            if (head == null) {
                return partial();
            }
            if (head.length() < 0) {
                return new Event.Broken(
                        PROTOCOL_ERROR, "a length that is not written as short as can be");
            }
            if (head.length() > maxMessage - fragmentBytes && !isControl(head.opcode())) {
                return new Event.Broken(TOO_BIG, "a message of more than " + maxMessage + " bytes");
            }
            if (end - head.payloadAt() < head.length()) {
                return partial();
            }
            Event event = take(head);
            if (event != null) {
                return event;
            }
        }
    }

    private Event partial() {
        return new Event.Partial(messageOpcode != 0 || end > start);
    }

    private String wrongFirstBytes() {
        int first = buffer[start];
        int opcode = first & 0x0F;
        boolean fin = (first & 0x80) != 0;
        if ((first & 0x70) != 0) {
            return "an extension that was not agreed";
        }
        if ((opcode > 2 && opcode < 8) || opcode > 10) {
            return "an unknown kind of frame";
        }
        if ((buffer[start + 1] & 0x80) == 0) {
            return "a client's frame without a mask";
        }
        if (isControl(opcode)) {
            return fin && (buffer[start + 1] & 0x7F) <= MAX_CONTROL
                    ? null
                    : "a control frame that is too long or in pieces";
        }
        return (opcode == 0) == (messageOpcode != 0)
                ? null
                : "a fragment that belongs to no message";
    }

    /// @return null if it is not whole yet; a length below 0 if it is not written as the RFC has it
    private Head head() {
        int first = buffer[start];
        int shortLength = buffer[start + 1] & 0x7F;
        int lengthBytes = shortLength == 126 ? 2 : shortLength == 127 ? 8 : 0;
        int payloadAt = start + 2 + lengthBytes + 4;
        if (end < payloadAt) {
            return null;
        }
        long length = shortLength;
        if (lengthBytes > 0) {
            length = 0;
            for (int i = 0; i < lengthBytes; i++) {
                length = length << 8 | (buffer[start + 2 + i] & 0xFF);
            }
            if (length < (lengthBytes == 2 ? 126 : 65536)) {
                length = -1; // also one with the highest bit set
            }
        }
        return new Head((first & 0x80) != 0, first & 0x0F, length, payloadAt);
    }

    /// @return null if nothing is to be told of it
    private Event take(Head head) {
        int length = (int) head.length();
        int at = head.payloadAt();
        for (int i = 0; i < length; i++) {
            buffer[at + i] ^= buffer[at - 4 + (i & 3)];
        }
        start = at + length;
        return switch (head.opcode()) {
            case Frames.CLOSE -> closed(at, length);
            case Frames.PING -> new Event.Ping(Arrays.copyOfRange(buffer, at, start));
            case Frames.PONG -> new Event.Pong();
            default -> data(head, at, length);
        };
    }

    private Event data(Head head, int at, int length) {
        int opcode = head.opcode() == 0 ? messageOpcode : head.opcode();
        if (head.fin() && head.opcode() != 0) {
            return message(opcode, buffer, at, length);
        }
        messageOpcode = opcode;
        if (fragments.length < fragmentBytes + length) {
            int room = Math.max(fragmentBytes + length, Math.min(maxMessage, 2 * fragments.length));
            fragments = Arrays.copyOf(fragments, room);
        }
        System.arraycopy(buffer, at, fragments, fragmentBytes, length);
        fragmentBytes += length;
        if (!head.fin()) {
            return null;
        }
        byte[] whole = fragments;
        int wholeBytes = fragmentBytes;
        fragments = new byte[0];
        fragmentBytes = 0;
        messageOpcode = 0;
        return message(opcode, whole, 0, wholeBytes);
    }

    private static Event message(int opcode, byte[] bytes, int offset, int length) {
        if (opcode == Frames.TEXT && !isUtf8(bytes, offset, length)) {
            return new Event.Broken(BAD_DATA, "text that is not UTF-8");
        }
        return new Event.Message(bytes, offset, length);
    }

    private Event closed(int at, int length) {
        if (length == 0) {
            return new Event.Close(NORMAL);
        }
        int status = length < 2 ? 0 : (buffer[at] & 0xFF) << 8 | (buffer[at + 1] & 0xFF);
        boolean reserved =
                status == 1004
                        || status == NO_STATUS
                        || status == 1006
                        || (status > 1014 && status < 3000);
        if (status < NORMAL || status > 4999 || reserved) {
            return new Event.Broken(PROTOCOL_ERROR, "a bad status in a close frame");
        }
        return isUtf8(buffer, at + 2, length - 2)
                ? new Event.Close(status)
                : new Event.Broken(BAD_DATA, "a reason that is not UTF-8");
    }

    static boolean isUtf8(byte[] bytes, int offset, int length) {
        CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder(); // reports what is malformed
        try {
            return decoder.decode(ByteBuffer.wrap(bytes, offset, length)) != null;
        } catch (CharacterCodingException e) {
            return false;
        }
    }

    private static boolean isControl(int opcode) {
        return opcode >= 8;
    }

    /// Moves what is left to the front, and grows by what has come, not by what a peer says will come.
    private void makeRoom() {
        if (start == end) {
            if (buffer.length > SMALL) {
                buffer = new byte[SMALL];
            }
            start = 0;
            end = 0;
        } else if (end == buffer.length) {
            System.arraycopy(buffer, start, buffer, 0, end - start);
            end -= start;
            start = 0;
            if (end > buffer.length / 2) {
                buffer = Arrays.copyOf(buffer, buffer.length * 2);
            }
        }
    }
}

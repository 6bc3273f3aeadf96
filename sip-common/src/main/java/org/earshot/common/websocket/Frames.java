package org.earshot.common.websocket;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/// Frames as a server sends them: never masked, never in fragments (RFC 6455 §5). Pure.
public final class Frames {
    static final int TEXT = 1;
    static final int BINARY = 2;
    static final int CLOSE = 8;
    static final int PING = 9;
    static final int PONG = 10;

    private static final int FIN = 0x80;

    private Frames() {}

    /// One SIP message in one frame (RFC 7118 §5): of text where it is that, which every browser phone reads; else of bytes.
    public static byte[] message(byte[] sip) {
        return frame(FrameReader.isUtf8(sip, 0, sip.length) ? TEXT : BINARY, sip);
    }

    /// Asks for a sign of life.
    public static byte[] ping() {
        return frame(PING, new byte[0]);
    }

    /// @param payload of the ping, up to 125 bytes
    public static byte[] pong(byte[] payload) {
        return frame(PONG, payload);
    }

    /// The end.
    ///
    /// @param status RFC 6455 §7.4.1
    /// @param reason up to 123 bytes
    public static byte[] close(int status, String reason) {
        byte[] text = reason.getBytes(StandardCharsets.UTF_8);
        return frame(
                CLOSE,
                ByteBuffer.allocate(2 + text.length).putShort((short) status).put(text).array());
    }

    private static byte[] frame(int opcode, byte[] payload) {
        int length = payload.length;
        int lengthBytes = length < 126 ? 0 : length < 65536 ? 2 : 8;
        ByteBuffer frame = ByteBuffer.allocate(2 + lengthBytes + length).put((byte) (FIN | opcode));
        switch (lengthBytes) {
            case 0 -> frame.put((byte) length);
            case 2 -> frame.put((byte) 126).putShort((short) length);
            default -> frame.put((byte) 127).putLong(length);
        }
        return frame.put(payload).array();
    }
}

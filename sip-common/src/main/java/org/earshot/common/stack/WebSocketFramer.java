package org.earshot.common.stack;

import java.io.IOException;
import org.earshot.common.websocket.AllowedOrigins;
import org.earshot.common.websocket.FrameReader;
import org.earshot.common.websocket.FrameReader.Event;
import org.earshot.common.websocket.Frames;
import org.earshot.common.websocket.OpeningHandshake;

/// The server's end of a WebSocket (RFC 7118): its handshake, then one SIP message in each of its messages. What a page sends to
/// keep the connection, an empty line or two (RFC 5626 §3.5.1) in a message of its own, is answered likewise. Pure but
/// for the reading, which it is given. One thread.
final class WebSocketFramer implements Framing {
    private static final byte[] PONG = {'\r', '\n'};
    private static final int PING_BYTES = 4;

    private final AllowedOrigins origins;
    private final FrameReader frames;
    private byte[] head = new byte[OpeningHandshake.MAX_BYTES]; // null once the handshake is done
    private int headBytes;

    /// @param maxMessage bytes of a message
    WebSocketFramer(AllowedOrigins origins, int maxMessage) {
        this.origins = origins;
        this.frames = new FrameReader(maxMessage);
    }

    @Override
    public boolean fill(Source source) throws IOException {
        if (head == null) {
            return frames.fill(source::read);
        }
        int read = source.read(head, headBytes, head.length - headBytes);
        if (read < 0) {
            return false;
        }
        headBytes += read;
        return true;
    }

    @Override
    public Frame next() {
        return head == null ? nextFrame() : handshake();
    }

    private Frame handshake() {
        int end = OpeningHandshake.end(head, headBytes);
        if (end < 0 && headBytes < head.length) {
            return new Frame.Partial(true);
        }
        OpeningHandshake.Answer answer = answer(end);
        if (!answer.accepted()) {
            return new Frame.End(answer.bytes(), answer.reason());
        }
        head = null;
        return new Frame.Opened(answer.bytes());
    }

    private OpeningHandshake.Answer answer(int end) {
        if (end < 0) {
            return OpeningHandshake.tooLong();
        }
        return headBytes > end
                ? OpeningHandshake.tooEarly()
                : OpeningHandshake.answer(head, end, origins);
    }

    private Frame nextFrame() {
        return switch (frames.next()) {
            case Event.Message(byte[] buffer, int offset, int length) ->
                    message(buffer, offset, length);
            case Event.Ping(byte[] payload) -> new Frame.Reply(Frames.pong(payload));
            case Event.Pong _ -> new Frame.Pong();
            case Event.Close(int status) ->
                    new Frame.End(Frames.close(status, ""), "closed by the peer");
            case Event.Broken(int status, String reason) ->
                    new Frame.End(Frames.close(status, reason), reason);
            case Event.Partial(boolean begun) -> new Frame.Partial(begun);
        };
    }

    private static Frame message(byte[] buffer, int offset, int length) {
        for (int i = offset; i < offset + length; i++) {
            if (buffer[i] != '\r' && buffer[i] != '\n') {
                return new Frame.Whole(buffer, i, offset + length - i);
            }
        }
        return length < PING_BYTES ? new Frame.Pong() : new Frame.Reply(Frames.message(PONG));
    }

    @Override
    public byte[] wrap(byte[] message) {
        return Frames.message(message);
    }

    @Override
    public byte[] ping() {
        return Frames.ping();
    }
}

package org.earshot.common.stack;

import java.io.IOException;
import java.util.Arrays;

/// Cuts a stream of bytes into messages by their Content-Length (RFC 3261 §18.3). Pure but for the
/// reading, which it is given. One thread.
final class MessageFramer implements Framing {
    private static final byte[] PING = {'\r', '\n', '\r', '\n'};
    private static final int SMALL = 2048;

    private final int maxHeader;
    private final int maxBody;
    private byte[] buffer = new byte[SMALL];
    private int start; // of the message, or of what comes between messages
    private int scanned; // up to here no end of the headers was seen
    private int end; // of what has been read
    private int bodyStart = -1;
    private int bodyLength;

    private static final Frame EMPTY_LINE = new Frame.EmptyLine();
    private static final Frame BETWEEN = new Frame.Partial(false);
    private static final Frame WITHIN = new Frame.Partial(true);

    /// @param maxHeader bytes of start line and headers
    /// @param maxBody bytes of body
    MessageFramer(int maxHeader, int maxBody) {
        this.maxHeader = maxHeader;
        this.maxBody = maxBody;
    }

    @Override
    public boolean fill(Source source) throws IOException {
        makeRoom();
        int read = source.read(buffer, end, buffer.length - end);
        if (read < 0) {
            return false;
        }
        end += read;
        return true;
    }

    @Override
    public Frame next() {
        if (bodyStart < 0) {
            if (scanned == start) {
                Frame between = betweenMessages();
                if (between != null) {
                    return between;
                }
            }
            if (!findBody()) {
                return end - start > maxHeader ? broken(513, "Headers Too Long") : WITHIN;
            }
            if (bodyStart - start > maxHeader) {
                return broken(513, "Headers Too Long");
            }
            long length = ContentLengthScan.find(buffer, start, bodyStart);
            if (length < 0) {
                return broken(400, ContentLengthScan.reason(length));
            }
            if (length > maxBody) {
                return broken(413, "Request Entity Too Large");
            }
            bodyLength = (int) length;
        }
        if (end - bodyStart < bodyLength) {
            return WITHIN;
        }
        Frame whole = new Frame.Whole(buffer, start, bodyStart - start + bodyLength);
        restart(bodyStart + bodyLength);
        return whole;
    }

    @Override
    public byte[] wrap(byte[] message) {
        return message;
    }

    @Override
    public byte[] ping() {
        return PING;
    }

    /// @return null if a message begins here
    private Frame betweenMessages() {
        if (start == end) {
            return BETWEEN;
        }
        byte first = buffer[start];
        if (first == '\n') {
            restart(start + 1);
            return EMPTY_LINE;
        }
        if (first == '\r') {
            if (start + 1 == end) {
                return BETWEEN;
            }
            if (buffer[start + 1] == '\n') {
                restart(start + 2);
                return EMPTY_LINE;
            }
        }
        if (!Tokens.isToken((char) (first & 0xFF))) {
            return broken(
                    400, "Not SIP"); // such as TLS on a TCP port: no need to wait for more of it
        }
        return null;
    }

    private boolean findBody() {
        for (int i = Math.max(scanned, start + 1); i < end; i++) {
            if (buffer[i] == '\n'
                    && (buffer[i - 1] == '\n'
                            || (buffer[i - 1] == '\r'
                                    && i - 2 >= start
                                    && buffer[i - 2] == '\n'))) {
                bodyStart = i + 1;
                return true;
            }
        }
        scanned = end;
        return false;
    }

    private Frame broken(int status, String reason) {
        int headers = (bodyStart < 0 ? end : bodyStart) - start;
        return new Frame.Broken(BadMessageAnswer.to(status, reason, buffer, start, headers));
    }

    private void restart(int at) {
        start = at;
        scanned = at;
        bodyStart = -1;
    }

    /// Moves what is left to the front, and grows by what has come, not by what a peer says will come.
    private void makeRoom() {
        if (start == end) {
            if (buffer.length > SMALL) {
                buffer = new byte[SMALL];
            }
            end = 0;
            restart(0);
        } else if (end == buffer.length) {
            if (start > 0) {
                System.arraycopy(buffer, start, buffer, 0, end - start);
                end -= start;
                scanned -= start;
                bodyStart = bodyStart < 0 ? -1 : bodyStart - start;
                start = 0;
            }
            if (end > buffer.length / 2) {
                buffer = Arrays.copyOf(buffer, buffer.length * 2);
            }
        }
    }
}

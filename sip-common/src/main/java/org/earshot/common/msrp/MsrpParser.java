package org.earshot.common.msrp;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Reads frames off a connection (RFC 4975 §7, §9). Takes any bytes, in any pieces; holds one buffer and nothing else, however long a
/// body is. One thread.
public final class MsrpParser {
    /// Bytes of a frame's head at most, first line and fields together.
    public static final int MAX_HEAD = 8192;

    private static final int BUFFER = 1 << 16;
    private static final int DASHES = 7;
    private static final int AFTER_ID = 3; // flag, CR, LF

    private final byte[] buffer = new byte[BUFFER];
    private final HeadReader head = new HeadReader();
    private State state = State.START;
    private int start; // of what has not been handed on
    private int scanned; // in a head: no line end before it
    private int end; // of what has been read
    private int headBytes; // of this head, in the lines before `start`
    private byte[] endLine = new byte[0]; // CR LF, seven dashes, id
    private int beforeBody; // bytes at `start` that belong to the head
    private boolean found; // the end-line, by the last search
    private Event.End ending = new Event.End(Continuation.COMPLETE); // of a frame without a body

    private enum State {
        START,
        FIELDS,
        BODY,
        ENDING
    }

    /// What comes next.
    public sealed interface Event {
        /// A frame begins; [Body] and [End] follow.
        record Head(MsrpFrame frame) implements Event {}

        /// Bytes of the body, in their order; valid until the next [#fill].
        @SuppressWarnings("ArrayRecordComponent") // lent, never compared
        record Body(byte[] buffer, int offset, int length) implements Event {}

        /// The frame ends.
        record End(Continuation continuation) implements Event {}

        /// More bytes are needed.
        ///
        /// @param begun whether a frame has begun
        record Partial(boolean begun) implements Event {}
    }

    /// Where bytes come from, such as an InputStream's `read`.
    @FunctionalInterface
    public interface Source {
        /// As [java.io.InputStream#read(byte[], int, int)].
        int read(byte[] buffer, int offset, int length) throws IOException;
    }

    /// Reads once from the source. Only when [#next] has said [Event.Partial].
    ///
    /// @return false at its end
    public boolean fill(Source source) throws IOException {
        if (start > 0) {
            System.arraycopy(buffer, start, buffer, 0, end - start);
            scanned -= start;
            end -= start;
            start = 0;
        }
        int read = source.read(buffer, end, buffer.length - end);
        if (read < 0) {
            return false;
        }
        end += read;
        return true;
    }

    /// Takes off the next event.
    ///
    /// @throws MalformedMsrpException if what came is no MSRP; nothing else can be read then
    public Event next() throws MalformedMsrpException {
        return switch (state) {
            case START, FIELDS -> head();
            case BODY -> body();
            case ENDING -> {
                state = State.START;
                yield ending;
            }
        };
    }

    private Event head() throws MalformedMsrpException {
        while (true) {
            int lineEnd = lineEnd();
            headBytes += lineEnd < 0 ? 0 : lineEnd + 2 - start;
            if (headBytes + (lineEnd < 0 ? end - start : 0) > MAX_HEAD) {
                throw new MalformedMsrpException("a head of more than " + MAX_HEAD + " bytes");
            }
            if (lineEnd < 0) {
                return new Event.Partial(state != State.START || end > start);
            }
            if (state == State.START) {
                begin(head.startLine(buffer, start, lineEnd));
            } else if (lineEnd == start) {
                // An empty body has a line break of its own (RFC 4975 §9). Where that is left out,
                // this one is the end-line's.
                beforeBody = 2;
                headBytes = 0;
                state = State.BODY;
                return new Event.Head(head.frame(true));
            } else if (endsWithoutBody(lineEnd)) {
                return new Event.Head(head.frame(false));
            } else {
                head.fieldLine(buffer, start, lineEnd);
            }
            start = lineEnd + 2;
            scanned = start;
        }
    }

    private int lineEnd() {
        int at = Math.max(scanned, start);
        for (; at + 1 < end; at++) {
            if (buffer[at] == '\r' && buffer[at + 1] == '\n') {
                return at;
            }
        }
        scanned = at;
        return -1;
    }

    private void begin(String transaction) {
        endLine = ("\r\n-------" + transaction).getBytes(StandardCharsets.US_ASCII);
        state = State.FIELDS;
    }

    /// Whether the line at `start` is the end-line; then it is taken off.
    private boolean endsWithoutBody(int lineEnd) {
        int flag = lineEnd - 1;
        if (!Arrays.equals(buffer, start, flag, endLine, 2, endLine.length)
                || !Continuation.isFlag(buffer[flag])) {
            return false;
        }
        ending = new Event.End(Continuation.of(buffer[flag]));
        beginAnew(lineEnd + 2);
        state = State.ENDING;
        return true;
    }

    private void beginAnew(int at) {
        start = at;
        scanned = at;
        headBytes = 0;
        beforeBody = 0;
        state = State.START;
    }

    private Event body() {
        int bodyFrom = start + beforeBody;
        int upTo = search();
        if (upTo > bodyFrom) {
            start = upTo;
            beforeBody = 0;
            return new Event.Body(buffer, bodyFrom, upTo - bodyFrom);
        }
        if (!found) {
            return new Event.Partial(true);
        }
        int flag = buffer[upTo + endLine.length];
        beginAnew(upTo + endLine.length + AFTER_ID);
        return new Event.End(Continuation.of(flag));
    }

    /// Looks for the end-line, whose mark are seven dashes: so it looks at each seventh byte, and closer only where that is a dash.
    /// Each byte is looked at three times at most, whatever they are.
    ///
    /// @return where it is, and then `found`; else where it could begin at the earliest
    private int search() {
        found = false;
        int first = start + 2; // where the first dash could be at the earliest
        int at = first + DASHES - 1;
        while (at < end) {
            if (buffer[at] != '-') {
                first = at + 1;
                at = first + DASHES - 1;
                continue;
            }
            int from = at;
            while (from > first && buffer[from - 1] == '-') {
                from--;
            }
            int to = at + 1;
            while (to < end && buffer[to] == '-') {
                to++;
            }
            if (couldBe(from - 2, to)) {
                found = end - (from - 2) >= endLine.length + AFTER_ID;
                return from - 2;
            }
            first = Math.min(to + 1, end);
            at = first + DASHES - 1;
        }
        return Math.max(start, first - 2);
    }

    /// Whether the end-line may begin there, as far as its bytes have come.
    private boolean couldBe(int at, int dashesTo) {
        if (dashesTo - at - 2 > DASHES) {
            return false;
        }
        int length = Math.min(endLine.length, end - at);
        if (!Arrays.equals(buffer, at, at + length, endLine, 0, length)) {
            return false;
        }
        int flag = at + endLine.length;
        return (flag >= end || Continuation.isFlag(buffer[flag]))
                && (flag + 1 >= end || buffer[flag + 1] == '\r')
                && (flag + 2 >= end || buffer[flag + 2] == '\n');
    }
}

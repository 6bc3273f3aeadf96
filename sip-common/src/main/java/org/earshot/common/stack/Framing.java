package org.earshot.common.stack;

import java.io.IOException;

/// How SIP messages stand in the bytes of a connection: one after the other (RFC 3261 §18.3), or in the frames of a
/// WebSocket (RFC 7118 §5). One thread reads; any thread wraps.
interface Framing {
    /// Where bytes come from, such as an InputStream's `read`.
    @FunctionalInterface
    interface Source {
        int read(byte[] buffer, int offset, int length) throws IOException;
    }

    /// What stands at the beginning of what has come and not been taken off.
    sealed interface Frame {
        /// A message. The buffer is valid until the next [#fill].
        @SuppressWarnings("ArrayRecordComponent") // lent, never compared
        record Whole(byte[] buffer, int offset, int length) implements Frame {}

        /// An empty line between messages: half a ping, or a pong (RFC 5626 §3.5.1).
        record EmptyLine() implements Frame {}

        /// The connection is ready for messages, as this answer says.
        @SuppressWarnings("ArrayRecordComponent") // made for this frame, never compared
        record Opened(byte[] answer) implements Frame {}

        /// To be sent back as it is.
        @SuppressWarnings("ArrayRecordComponent") // made for this frame, never compared
        record Reply(byte[] bytes) implements Frame {}

        /// The answer to a ping of ours.
        record Pong() implements Frame {}

        /// More bytes are needed.
        ///
        /// @param begun whether a message has begun
        record Partial(boolean begun) implements Frame {}

        /// No message can be found any more: the end of the connection.
        ///
        /// @param broken with an answer as far as the headers could be read
        record Broken(MalformedMessage broken) implements Frame {}

        /// The end of the connection, behind some last words.
        @SuppressWarnings("ArrayRecordComponent") // made for this frame, never compared
        record End(byte[] lastWords, String reason) implements Frame {}
    }

    /// Reads once from the source.
    ///
    /// @return false at its end
    boolean fill(Source source) throws IOException;

    /// Takes off the next frame; to be called until it is [Frame.Partial], [Frame.Broken] or [Frame.End].
    Frame next();

    /// A message as it is written to the connection.
    byte[] wrap(byte[] message);

    /// What asks the peer for a sign of life.
    byte[] ping();
}

package org.earshot.proxy.message;

import java.nio.charset.StandardCharsets;
import org.earshot.proxy.archive.Bytes;

/// By what a message is known when it comes again, after its sender has lost the answer: who wrote to whom, and the
/// Message-ID, or where there is none Call-ID, From-tag and CSeq.
///
/// @param hash SHA-256 of all that
public record RepeatKey(Bytes hash) {

    /// Of a message with an id of its own.
    static RepeatKey ofMessageId(String sender, String recipient, String messageId) {
        return hash(sender, recipient, "id", messageId);
    }

    /// Of one without.
    static RepeatKey ofRequest(
            String sender, String recipient, String callId, String fromTag, long cSeq) {
        return hash(sender, recipient, "request", callId, fromTag, Long.toString(cSeq));
    }

    /// Of what is told of a message.
    ///
    /// @param reader who says so
    static RepeatKey ofNotification(String reader, String author, String messageId, String status) {
        return hash(reader, author, "notification", status, messageId);
    }

    private static RepeatKey hash(String... parts) {
        // no part holds a zero: they come from lines of SIP
        return new RepeatKey(
                Bytes.of(Hashes.sha256(String.join("\0", parts).getBytes(StandardCharsets.UTF_8))));
    }
}

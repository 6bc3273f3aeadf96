package org.earshot.server.ladder;

/// A SIP message of a call as it is kept: what one needs to see why a call failed, and nothing of what was said or of passwords. Fields
/// that a message does not have are empty. Immutable.
///
/// @param micros when it came or went, by the node's clock: microseconds since 1970
/// @param node which start of which node saw it
/// @param sent whether it went from here
/// @param transport such as `udp`
/// @param peer address and port of the other end, as seen from here
/// @param method of the request, also for its responses
/// @param cseq its number (RFC 3261 §8.1.1.5)
/// @param status of a response; 0: it is a request
/// @param phrase of a response that we sent; of what others send only the status is kept, since people can write there
/// @param branch of the topmost Via, which is the transaction's name (RFC 3261 §8.1.1.7)
/// @param vias how many Via fields it has: one of a phone's own
/// @param from address of From, without display name
/// @param to address of To, without display name
/// @param target Request-URI of a request
/// @param agent User-Agent or Server
/// @param reason Reason (RFC 3326), without text where others wrote it
/// @param warning Warning, as above
/// @param sdp what its session description says, see [SdpLine]
/// @param credentials whether it has any; they are not kept
public record LadderMessage(
        long micros,
        String node,
        boolean sent,
        String transport,
        String peer,
        String method,
        long cseq,
        int status,
        String phrase,
        String branch,
        int vias,
        String from,
        String fromTag,
        String to,
        String toTag,
        String target,
        String agent,
        String reason,
        String warning,
        String sdp,
        boolean credentials) {

    /// Whether it is a request of that method.
    boolean asks(String wanted) {
        return status == 0 && method.equals(wanted);
    }

    /// Whether it is a response to a request of that method.
    boolean answers(String wanted) {
        return status > 0 && method.equals(wanted);
    }

    /// Whether it came or went before any dialog was there (RFC 3261 §12).
    boolean isOutsideDialog() {
        return toTag.isEmpty();
    }
}

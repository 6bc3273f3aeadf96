package org.earshot.common.stack;

import java.util.concurrent.Executor;
import javax.sip.message.Request;
import javax.sip.message.Response;

/// A request that came in, with its server transaction (RFC 3261 §17.2); an ACK to a 2xx has none.
///
/// The top Via already carries `received` and `rport` (RFC 3581 §4). All callbacks run on [#queue()].
public interface InboundRequest {

    /// The message. Don't change it: clone it to forward it.
    Request message();

    /// Where it came from.
    Flow flow();

    /// The serial queue of this request: tasks run one after the other, each may block.
    Executor queue();

    /// A response by RFC 3261 §8.2.6: Via, From, To, Call-ID, CSeq and Timestamp copied; a To-tag
    /// added unless the status is 100 or there is one (the same tag each time); Record-Route copied for
    /// 101–299.
    Response createResponse(int status, String reason);

    /// Sends a response through the server transaction: a provisional, or the final one. After the first
    /// final one only 2xx to INVITE go out (RFC 6026), all others are dropped. Any thread.
    ///
    /// @throws IllegalStateException for an ACK
    void respond(Response response);

    /// As [#createResponse] and [#respond(Response)].
    default void respond(int status, String reason) {
        respond(createResponse(status, reason));
    }

    /// To be told when a matching CANCEL comes (RFC 3261 §9.2); the layer has answered the CANCEL
    /// itself. Runs at once if it came already.
    void onCancel(CancelListener listener);

    /// The method, in upper case.
    default String method() {
        return message().getMethod();
    }

    /// The Call-ID, or "" where a broken request has none.
    String callId();

    /// What to do when a CANCEL came.
    @FunctionalInterface
    interface CancelListener {
        /// @param cancel the CANCEL, for its Reason header (RFC 3326)
        void onCancel(Request cancel);
    }
}

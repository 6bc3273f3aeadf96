package org.earshot.common.stack;

import java.util.List;
import javax.sip.header.Header;
import javax.sip.message.Response;

/// A request that we sent (RFC 3261 §17.1, RFC 6026 for INVITE).
public interface ClientTransaction {

    /// The branch of the Via that we put on top.
    String branch();

    /// For an INVITE: sends a CANCEL as soon as a provisional response has come (RFC 3261 §9.1); nothing
    /// when a final one came first. If no final response follows within 64*T1 the listener gets
    /// [Listener#onTimeout()].
    ///
    /// @param headers to add to the CANCEL, such as Reason
    void cancel(List<Header> headers);

    /// Ends it without another word; responses that still come are absorbed or dropped.
    void abandon();

    /// The transaction user. Called on the executor given to [RequestSender#send], in order.
    interface Listener {
        /// A response; our Via is still on top. For an INVITE every 2xx comes, also repeated ones; the
        /// ACK to a 3xx–6xx has been sent by the transaction.
        ///
        /// @param flow over which it came
        void onResponse(Response response, Flow flow);

        /// No final response came in time (timer B or F): treat as 408.
        void onTimeout();

        /// It could not be sent, or the connection broke: treat as 503 (RFC 3261 §8.1.3.1, §16.9).
        ///
        /// @param reason in words, for the log
        void onTransportError(String reason);
    }
}

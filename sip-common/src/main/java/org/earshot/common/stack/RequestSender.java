package org.earshot.common.stack;

import java.util.concurrent.Executor;
import javax.sip.message.Request;
import javax.sip.message.Response;

/// The client side of the transaction layer, as proxy and user agent see it.
public interface RequestSender {

    /// Sends a request in a new client transaction. Puts our Via on top (with `rport`), so the request must
    /// have none of ours; over UDP, a request of more than 1,300 bytes goes by TCP instead where
    /// `destination` is an address that takes it (RFC 3261 §18.1.1).
    ///
    /// Never blocks: names are resolved and connections opened elsewhere.
    ///
    /// @param request sent as it is; the caller no longer changes it
    /// @param branchSuffix characters of a token put at the end of the branch, such as a proxy's loop
    ///     detection hash (RFC 3261 §16.6 step 8); "" for none
    /// @param executor on which the listener is called; a serial one
    ClientTransaction send(
            Request request,
            Destination destination,
            String branchSuffix,
            ClientTransaction.Listener listener,
            Executor executor);

    /// Sends the ACK to a 2xx (RFC 3261 §13.2.2.4): a Via on top as in [#send], no transaction.
    void sendAck(Request ack, Destination destination);

    /// Forwards a response without a transaction by its topmost Via, after ours has been removed
    /// (RFC 3261 §16.7 step 9 and §18.2.2).
    ///
    /// @param flow of the request that it answers, where known: for a connection the response goes back over
    ///     it
    void sendResponse(Response response, Flow flow);

    /// Whether a connection still stands; for UDP always true. False for a flow of another node.
    boolean isOpen(Flow flow);

    /// Whether the peer of a connection by TLS has shown a certificate that is to be trusted and names a domain (RFC 5922 §7): the one that we
    /// connected to, or one that connected to us and was asked for it.
    default boolean isCertified(Flow flow, String domain) {
        return false;
    }
}

package org.earshot.common.stack;

import java.net.InetSocketAddress;
import java.util.concurrent.CompletableFuture;

/// What the transaction layer needs of the transport layer (RFC 3261 §18). Thread-safe; no method blocks.
interface Outlet {

    /// A flow to a destination: at once for UDP and for a connection that stands, else after connecting.
    ///
    /// @return fails with an exception whose message says why, for the log
    CompletableFuture<Flow> open(Destination destination);

    /// Sends one message.
    ///
    /// @return whether it could be handed to the transport; a connection that breaks later is told by
    ///     [TransactionLayer#onFlowClosed]
    boolean send(Flow flow, byte[] message);

    /// Whether the flow can be used; for UDP always true, for another node's false.
    boolean isOpen(Flow flow);

    /// As [RequestSender#isCertified].
    default boolean isCertified(Flow flow, String domain) {
        return false;
    }

    /// The sent-by of a Via for requests over this flow (RFC 3261 §18.1.1): our address on it, with the
    /// port on which we listen for that transport where we do.
    InetSocketAddress sentBy(Flow flow);
}

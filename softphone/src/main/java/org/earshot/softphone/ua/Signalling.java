package org.earshot.softphone.ua;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.earshot.common.stack.Destination;
import org.earshot.common.stack.Flow;
import org.earshot.common.stack.RequestSender;

/// What the phone needs of the SIP stack. Its requests come to [SipUserAgent#handle], the end of its
/// connections to [SipUserAgent#flowClosed].
public interface Signalling {

    /// Sends requests.
    RequestSender sender();

    /// Connects to a server, where its transport knows connections and none stands, and tells where we can be
    /// reached from its side of the network.
    ///
    /// @return fails with an IOException that says why there is no way to the server; completed on any thread
    CompletionStage<Connected> connect(Destination.Address server);

    /// Finds where a domain has its servers, as its SRV records say (RFC 3263 §4.2).
    ///
    /// @param domain where it is itself, by the transport that is wanted
    /// @return in the order in which they are to be tried; the domain itself where it has no such records or no name server answers. Fails with an IOException that says that
    ///     the domain has none; completed on any thread
    default CompletionStage<List<Destination.Address>> places(Destination.Address domain) {
        return CompletableFuture.completedFuture(List.of(domain));
    }

    /// A way to a server.
    ///
    /// @param contact what a Contact names
    record Connected(Flow flow, InetSocketAddress contact) {}

    /// Closes a connection, so that the next request gets a new one. Nothing over UDP.
    void close(Flow flow);

    /// Sends a CRLF keep-alive (RFC 5626 §4.4.1). Without an answer a connection closes; over UDP nobody
    /// answers, it only keeps a NAT awake.
    void keepAlive(Flow flow);
}

package org.earshot.softphone.app;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.earshot.common.stack.Destination;
import org.earshot.common.stack.Flow;
import org.earshot.common.stack.RequestSender;
import org.earshot.common.stack.SipNode;
import org.earshot.softphone.ua.Signalling;

/// The SIP stack as the user agent sees it.
///
/// @param servers where domains have their servers; empty: nowhere but at the domain itself
record StackSignalling(SipNode node, Optional<ServerPlaces> servers) implements Signalling {

    StackSignalling(SipNode node) {
        this(node, Optional.empty());
    }

    @Override
    public RequestSender sender() {
        return node.sender();
    }

    @Override
    public CompletionStage<List<Destination.Address>> places(Destination.Address domain) {
        return servers.map(names -> names.of(domain))
                .orElseGet(() -> Signalling.super.places(domain));
    }

    @Override
    public CompletionStage<Connected> connect(Destination.Address server) {
        return node.connect(server).thenApply(flow -> new Connected(flow, contact(flow)));
    }

    /// The node remembers by which address a UDP socket at all addresses reaches a peer, and the network may have changed
    /// since.
    private InetSocketAddress contact(Flow flow) {
        InetSocketAddress remembered = node.contactAddress(flow);
        if (!flow.local().getAddress().isAnyLocalAddress()) {
            return remembered;
        }
        InetAddress now = RouteLookup.towards(flow.remote()).orElse(remembered.getAddress());
        return new InetSocketAddress(now, remembered.getPort());
    }

    @Override
    public void close(Flow flow) {
        node.close(flow);
    }

    @Override
    public void keepAlive(Flow flow) {
        var _ = node.ping(flow); // if it is gone, its end is told
    }
}

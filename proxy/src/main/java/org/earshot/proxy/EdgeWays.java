package org.earshot.proxy;

import java.net.InetSocketAddress;
import java.util.Optional;
import org.earshot.common.stack.Destination;
import org.earshot.common.stack.Flow;
import org.earshot.common.stack.Transport;
import org.earshot.proxy.message.EdgeNode;
import org.earshot.proxy.message.FlowOwners;

/// The ways over flows of other nodes: by TLS to the node, which shows a certificate of the domain. Thread-safe.
final class EdgeWays {
    /// For what never goes by another node.
    static final EdgeWays NONE = new EdgeWays(FlowOwners.ALONE, "none.invalid");

    private final FlowOwners owners;
    private final String domain;

    EdgeWays(FlowOwners owners, String domain) {
        this.owners = owners;
        this.domain = domain;
    }

    /// @return empty for a flow of this node, or of one that is not there or takes nothing
    Optional<Way> over(Flow flow) {
        return owners.edge(flow).map(node -> way(flow, node));
    }

    private Way way(Flow flow, EdgeNode node) {
        InetSocketAddress sip = node.sip();
        return new Way(
                new Destination.Address(
                        Transport.TLS, sip.getAddress().getHostAddress(), sip.getPort(), domain),
                Optional.of(new EdgeFlow(flow, node)));
    }
}

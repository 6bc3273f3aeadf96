package org.earshot.server;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.earshot.common.event.Nodes;
import org.earshot.common.stack.Flow;
import org.earshot.proxy.message.EdgeNode;
import org.earshot.proxy.message.FlowOwners;

/// Which node delivers over a flow: a flow's name begins with that of the start of the node that holds it. A registrar
/// alone, which says so by its name, delivers over the connections that phones opened to it, and nothing else: whoever
/// serves messages reaches all other phones of it by their address. Thread-safe.
final class FlowsOfNodes implements FlowOwners {
    private static final Duration REMEMBERED = Duration.ofSeconds(5);
    private static final int MOST = 1000;
    private static final String REGISTRAR = "r";
    private static final String OTHERS = "n";

    private final Nodes nodes;
    private final boolean isRegistrar;
    private final InstantSource clock;
    // to ask for one that is gone costs a look into the database
    private final Map<String, Instant> goneUntil = new ConcurrentHashMap<>();

    FlowsOfNodes(Nodes nodes, InstantSource clock) {
        this.nodes = nodes;
        this.isRegistrar = nodes.self().startsWith(REGISTRAR);
        this.clock = clock;
    }

    /// The name of a start of a node.
    ///
    /// @param random so that no two have the same
    static String name(ServerMain.Role role, int random) {
        return (role == ServerMain.Role.REGISTRAR ? REGISTRAR : OTHERS)
                + HexFormat.of().toHexDigits(random);
    }

    @Override
    public boolean isElsewhere(Flow flow) {
        String node = node(flow);
        if (isRegistrar) {
            return !(isHere(flow) && flow.transport().isReliable());
        }
        boolean byAddress = node.startsWith(REGISTRAR) && !flow.transport().isReliable();
        if (node.isEmpty() || byAddress || node.equals(nodes.self())) {
            return false;
        }
        Instant now = clock.instant();
        Instant until = goneUntil.get(node);
        if (until != null && until.isAfter(now)) {
            return false;
        }
        if (nodes.isLive(node)) {
            return true;
        }
        if (goneUntil.size() >= MOST) {
            goneUntil.clear();
        }
        goneUntil.put(node, now.plus(REMEMBERED));
        return false;
    }

    /// A registrar sends nothing itself.
    @Override
    public Optional<EdgeNode> edge(Flow flow) {
        if (isRegistrar || !isElsewhere(flow)) {
            return Optional.empty();
        }
        String node = node(flow);
        return nodes.sip(node).map(sip -> new EdgeNode(sip, !node.startsWith(REGISTRAR)));
    }

    @Override
    public boolean hasOthers() {
        return nodes.hasOthers();
    }

    private static String node(Flow flow) {
        return flow.node().substring(0, Math.max(0, flow.node().lastIndexOf('-')));
    }

    @Override
    public boolean isHere(Flow flow) {
        return node(flow).equals(nodes.self());
    }
}

package org.earshot.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.earshot.common.event.Nodes;
import org.earshot.common.stack.FakeTimers;
import org.earshot.common.stack.Flow;
import org.earshot.common.stack.Transport;
import org.earshot.proxy.message.EdgeNode;
import org.junit.jupiter.api.Test;

class FlowsOfNodesTest {
    private final FakeTimers clock = new FakeTimers();
    private final Set<String> live = new HashSet<>(Set.of("n1"));
    private final Map<String, InetSocketAddress> sip = new HashMap<>();
    private int looks;

    private final FlowsOfNodes flows = of("n1");

    private FlowsOfNodes of(String self) {
        return new FlowsOfNodes(
                new Nodes() {
                    @Override
                    public String self() {
                        return self;
                    }

                    @Override
                    public boolean isLive(String node) {
                        looks++;
                        return live.contains(node);
                    }

                    @Override
                    public Optional<InetSocketAddress> sip(String node) {
                        return Optional.ofNullable(sip.get(node));
                    }

                    @Override
                    public boolean hasOthers() {
                        return live.size() > 1;
                    }

                    @Override
                    public Runnable subscribe(Listener listener) {
                        return () -> {};
                    }
                },
                clock);
    }

    private boolean isElsewhere(String node) {
        return isElsewhere(node, Transport.UDP);
    }

    private boolean isElsewhere(String node, Transport transport) {
        return flows.isElsewhere(flow(node, transport));
    }

    private static Flow flow(String node, Transport transport) {
        InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 5060);
        return new Flow(node, transport, address, address, 0);
    }

    @Test
    void toARegistrarAllElseIsElsewhere() {
        String self = FlowsOfNodes.name(ServerMain.Role.REGISTRAR, 7);
        live.add("n1");
        FlowsOfNodes registrars = of(self);
        assertThat(registrars.isElsewhere(flow(self + "-abc", Transport.TLS))).isFalse();
        assertThat(registrars.isElsewhere(flow(self + "-abc", Transport.UDP))).isTrue();
        assertThat(registrars.isElsewhere(flow("n1-abc", Transport.TLS))).isTrue();
        assertThat(registrars.isElsewhere(flow("n9-gone", Transport.UDP))).isTrue();
        assertThat(registrars.isHere(flow(self + "-abc", Transport.TLS))).isTrue();
        assertThat(registrars.isHere(flow("n1-abc", Transport.TLS))).isFalse();
    }

    @Test
    void whatThisNodeHoldsOrNobodyHoldsIsThisNodes() {
        live.add("n2");
        assertThat(isElsewhere("n1-abc")).isFalse();
        assertThat(isElsewhere("n2-abc")).isTrue();
        assertThat(isElsewhere("n3-abc")).isFalse();
        assertThat(isElsewhere("odd")).isFalse();
    }

    @Test
    void aRegistrarAloneDeliversOverItsConnectionsOnly() {
        String registrar = FlowsOfNodes.name(ServerMain.Role.REGISTRAR, 7);
        String both = FlowsOfNodes.name(ServerMain.Role.BOTH, 7);
        live.addAll(Set.of(registrar, both));
        assertThat(isElsewhere(registrar + "-abc")).isFalse();
        assertThat(isElsewhere(registrar + "-abc", Transport.TLS)).isTrue();
        assertThat(isElsewhere(both + "-abc")).isTrue();
    }

    @Test
    void aFlowOfAnotherNodeIsReachedThroughIt() {
        InetSocketAddress at = new InetSocketAddress(InetAddress.getLoopbackAddress(), 5061);
        String registrar = FlowsOfNodes.name(ServerMain.Role.REGISTRAR, 7);
        live.addAll(Set.of("n2", "n3", registrar));
        sip.putAll(Map.of("n1", at, "n2", at, "n4", at, registrar, at));
        assertThat(edge("n2", Transport.TLS)).contains(new EdgeNode(at, true));
        assertThat(edge("n2", Transport.UDP)).contains(new EdgeNode(at, true));
        assertThat(edge(registrar, Transport.WSS)).contains(new EdgeNode(at, false));
        assertThat(edge(registrar, Transport.UDP)).as("by its address").isEmpty();
        assertThat(edge("n1", Transport.TLS)).as("of this node").isEmpty();
        assertThat(edge("n3", Transport.TLS)).as("takes nothing").isEmpty();
        assertThat(edge("n4", Transport.TLS)).as("gone").isEmpty();
        assertThat(of(registrar).edge(flow("n2-abc", Transport.TLS))).isEmpty();
    }

    private Optional<EdgeNode> edge(String node, Transport transport) {
        return flows.edge(flow(node + "-abc", transport));
    }

    @Test
    void oneThatIsGoneIsAskedForNowAndThen() {
        assertThat(isElsewhere("n2-abc")).isFalse();
        assertThat(isElsewhere("n2-abc")).isFalse();
        assertThat(looks).isEqualTo(1);
        live.add("n2");
        clock.advance(Duration.ofSeconds(6));
        assertThat(isElsewhere("n2-abc")).isTrue();
    }
}

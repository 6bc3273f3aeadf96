package org.earshot.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import org.earshot.common.event.Nodes;
import org.earshot.common.stack.FakeTimers;
import org.earshot.common.stack.Flow;
import org.earshot.common.stack.Transport;
import org.junit.jupiter.api.Test;

class FlowsOfNodesTest {
    private final FakeTimers clock = new FakeTimers();
    private final Set<String> live = new HashSet<>(Set.of("n1"));
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
    void oneThatIsGoneIsAskedForNowAndThen() {
        assertThat(isElsewhere("n2-abc")).isFalse();
        assertThat(isElsewhere("n2-abc")).isFalse();
        assertThat(looks).isEqualTo(1);
        live.add("n2");
        clock.advance(Duration.ofSeconds(6));
        assertThat(isElsewhere("n2-abc")).isTrue();
    }
}

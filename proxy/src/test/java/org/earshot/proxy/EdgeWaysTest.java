package org.earshot.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.earshot.proxy.ProxyFixture.ALICE_TLS;
import static org.earshot.proxy.ProxyFixture.BOB;
import static org.earshot.proxy.ProxyFixture.KEYED_SDP;
import static org.earshot.proxy.ProxyFixture.PLAIN_SDP;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import org.earshot.common.stack.Destination;
import org.earshot.common.stack.Flow;
import org.earshot.common.stack.LoopbackNode;
import org.earshot.common.stack.RecordedRequest;
import org.earshot.common.stack.Transport;
import org.earshot.proxy.message.EdgeNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Which way leads to a phone of another node, by what that phone is and where it has registered.
class EdgeWaysTest {
    @TempDir static Path directory;

    private final TwoNodes nodes = new TwoNodes(directory);
    private final ProxyFixture here = nodes.here;
    private final ProxyFixture there = nodes.there;

    @Test
    void keysGoToNoFlowThatIsReadableAtItsEnd() {
        bobIsAt(TwoNodes.THAT, "sip:bob@192.0.2.5:40006;transport=tcp", TwoNodes.BOB_TCP);
        RecordedRequest keyed = here.send(ALICE_TLS, here.text("INVITE", "", KEYED_SDP));
        assertThat(keyed.finalResponse().getStatusCode()).isEqualTo(488);
        assertThat(here.node.sent()).isEmpty();
        here.send(ALICE_TLS, here.text("INVITE", "", PLAIN_SDP));
        assertThat(here.node.sent()).hasSize(1);
    }

    @Test
    void aRegistrarAloneIsAnEdgeTooAndItsPhonesCallBackHere() {
        here.isAt(TwoNodes.node("192.0.2.3", false), TwoNodes.BOB_TLS);
        here.send("INVITE");
        LoopbackNode.Sent hop = here.node.take();
        assertThat(TwoNodes.routes(hop.request()))
                .singleElement()
                .asString()
                .contains("@192.0.2.3:5061");
        assertThat(ProxyFixture.recordRoutes(hop.request()))
                .singleElement()
                .asString()
                .contains("@192.0.2.1:5061");
    }

    @Test
    void aPathOfAnEdgeProxyFollowsTheHop() {
        here.unbind(BOB);
        here.bind(BOB, "sip:bob@10.0.0.5", TwoNodes.BOB_TLS, List.of("<sip:edge.example.net;lr>"));
        here.send("INVITE");
        LoopbackNode.Sent hop = here.node.take();
        assertThat(TwoNodes.routes(hop.request())).hasSize(2);
        TwoNodes.carried(hop.request(), there);
        assertThat(TwoNodes.routes(there.node.take().request()))
                .containsExactly("<sip:edge.example.net;lr>");
    }

    @Test
    void aPhoneOnAWebSocketStaysOnThat() {
        Flow socket = overThere(Transport.WSS, 7443, "192.0.2.5", 40007);
        bobIsAt(TwoNodes.THAT, "sip:x@y.invalid;transport=ws", socket);
        here.send(ALICE_TLS, here.text("INVITE", "", KEYED_SDP));
        LoopbackNode.Sent hop = here.node.take();
        assertThat(ProxyFixture.recordRoutes(hop.request()).getFirst())
                .matches("sip:[A-Za-z0-9_-]+@192\\.0\\.2\\.2:7443;transport=wss;lr");
        TwoNodes.carried(hop.request(), there);
        assertThat(there.node.take().destination()).isEqualTo(new Destination.Existing(socket));
    }

    /// A router lets datagrams through from the node alone to which its phone has sent some.
    @Test
    void aPhoneOverUdpIsReachedThroughItsNodeBehindARouterOnly() {
        Flow udp = overThere(Transport.UDP, 5060, "192.0.2.6", 31000);
        bobIsAt(TwoNodes.THAT, "sip:bob@10.0.0.6:5060", udp);
        here.send("INVITE");
        LoopbackNode.Sent hop = here.node.take();
        assertThat(TwoNodes.routes(hop.request())).hasSize(1);
        TwoNodes.carried(hop.request(), there);
        assertThat(there.node.take().destination()).isEqualTo(new Destination.Existing(udp));

        here.unbind(BOB);
        here.bind(BOB, "sip:bob@192.0.2.6:5060", udp);
        here.send("INVITE", text -> text.replace("1@phone", "2@phone"));
        LoopbackNode.Sent straight = here.node.take();
        assertThat(straight.destination().transport()).isEqualTo(Transport.UDP);
        assertThat(straight.request().getHeader("Route")).isNull();
    }

    /// Bob's connection went, and he is back at a third node: found by where he has registered.
    @Test
    void whoHasMovedIsReachedWhereHeIs() {
        nodes.call();
        Flow moved = RecordedRequest.flow(Transport.TLS, "192.0.2.5", 41005, 15);
        bobIsAt(TwoNodes.node("192.0.2.3", true), "sip:bob@192.0.2.5:41005;transport=tls", moved);
        here.send(ALICE_TLS, TwoNodes.inDialog("BYE", true, nodes.routesOfCaller));
        assertThat(TwoNodes.routes(here.node.take().request()))
                .singleElement()
                .asString()
                .contains("@192.0.2.3:5061");
    }

    /// Bob's node is gone, and what he had registered there still stands; he is back here, with the same Contact.
    @Test
    void whatADeadNodeHasLeftBehindIsInNobodysWay() {
        nodes.call();
        here.edges.remove(TwoNodes.BOB_TLS);
        here.unbind(BOB);
        String contact = "sip:bob@192.0.2.5:40005;transport=tls";
        here.bind(BOB, contact.replace(":40005", ":40005;ob"), TwoNodes.BOB_TLS);
        Flow back = RecordedRequest.flow(Transport.TLS, "192.0.2.5", 40005, 15);
        here.bind(BOB, contact, back);
        here.send(ALICE_TLS, TwoNodes.inDialog("BYE", true, nodes.routesOfCaller));
        assertThat(here.node.take().destination()).isEqualTo(new Destination.Existing(back));
    }

    /// The store knows nothing of a party that never registered, or can't say it now.
    @Test
    void aPartyOfWhomTheStoreKnowsNothingIsReachedOverItsFlow() {
        nodes.call();
        here.storeIsAway = true;
        here.send(ALICE_TLS, TwoNodes.inDialog("BYE", true, nodes.routesOfCaller));
        assertThat(TwoNodes.routes(here.node.take().request()))
                .singleElement()
                .asString()
                .contains("@192.0.2.2:5061");
    }

    /// A flow of bob's node.
    ///
    /// @param port where the node takes such
    private static Flow overThere(Transport transport, int port, String host, int hostPort) {
        return new Flow(
                "there-1",
                transport,
                new InetSocketAddress("192.0.2.2", port),
                new InetSocketAddress(host, hostPort),
                transport.isReliable() ? 7 : 0);
    }

    private void bobIsAt(EdgeNode node, String contact, Flow flow) {
        here.unbind(BOB);
        here.bind(BOB, contact, flow);
        here.isAt(node, flow);
    }
}

package org.earshot.proxy;

import static org.earshot.proxy.ProxyFixture.ALICE;
import static org.earshot.proxy.ProxyFixture.ALICE_TLS;
import static org.earshot.proxy.ProxyFixture.BOB;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import javax.sip.message.Request;
import org.earshot.common.stack.Flow;
import org.earshot.common.stack.LoopbackNode;
import org.earshot.common.stack.RecordedRequest;
import org.earshot.common.stack.Transport;
import org.earshot.proxy.message.EdgeNode;

/// Two nodes with one key ring: alice is connected to this one, bob to that one. For one test.
final class TwoNodes {
    /// What one node has opened to the other.
    static final Flow BETWEEN = RecordedRequest.flow(Transport.TLS, "192.0.2.99", 50001, 99);

    static final EdgeNode THIS = node("192.0.2.1", true);
    static final EdgeNode THAT = node("192.0.2.2", true);
    static final Flow BOB_TCP = RecordedRequest.flow(Transport.TCP, "192.0.2.5", 40006, 6);

    /// Bob's phone, over TLS, at that node.
    static final Flow BOB_TLS =
            new Flow(
                    "there-1",
                    Transport.TLS,
                    THAT.sip(),
                    new InetSocketAddress("192.0.2.5", 40005),
                    5);

    final ProxyFixture here;
    final ProxyFixture there;
    List<String> routesOfCaller = List.of();
    List<String> routesOfCallee = List.of();

    TwoNodes(Path directory) {
        here = new ProxyFixture(directory, BETWEEN);
        there = new ProxyFixture(directory, BOB_TLS);
        for (ProxyFixture each : List.of(here, there)) { // one database
            each.bind(BOB, "sip:bob@192.0.2.5:40005;transport=tls", BOB_TLS);
            each.bind(ALICE, "sip:alice@192.0.2.4:40004;transport=tls", ALICE_TLS);
        }
        here.isAt(THAT, BOB_TLS);
        there.isAt(THIS, ALICE_TLS);
        there.authenticator.trust(BOB_TLS, there.bob);
    }

    static EdgeNode node(String host, boolean takesCalls) {
        return new EdgeNode(new InetSocketAddress(host, 5061), takesCalls);
    }

    /// Alice calls bob, who answers.
    void call() {
        RecordedRequest invite = here.send("INVITE");
        LoopbackNode.Sent hop = here.node.take();
        RecordedRequest arrived = carried(hop.request(), there);
        LoopbackNode.Sent last = there.node.take();
        routesOfCallee = ProxyFixture.recordRoutes(last.request());
        last.respond(200, "OK");
        arrived.responses().forEach(hop::respond);
        routesOfCaller = ProxyFixture.recordRoutes(invite.finalResponse()).reversed();
    }

    /// What one node has sent comes to the other.
    static RecordedRequest carried(Request request, ProxyFixture to) {
        return new RecordedRequest((Request) request.clone(), BETWEEN).handledBy(to.handler());
    }

    static List<String> routes(Request request) {
        return Headers.all(request, "Route").stream().map(Headers::value).toList();
    }

    /// What is sent in the call that [#call] makes.
    ///
    /// @param byCaller whether alice sends it, else bob
    static String inDialog(String method, boolean byCaller, List<String> routes) {
        return DialogText.of(
                method,
                byCaller,
                byCaller
                        ? "sip:bob@192.0.2.5:40005;transport=tls"
                        : "sip:alice@192.0.2.4:40004;transport=tls",
                routes);
    }
}

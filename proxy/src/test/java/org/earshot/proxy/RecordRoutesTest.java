package org.earshot.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.sip.message.Request;
import org.earshot.common.address.LocalDomain;
import org.earshot.common.stack.Destination;
import org.earshot.common.stack.Flow;
import org.earshot.common.stack.ListenPoint;
import org.earshot.common.stack.RecordedRequest;
import org.earshot.common.stack.Transport;
import org.earshot.proxy.message.EdgeNode;
import org.junit.jupiter.api.Test;

class RecordRoutesTest {
    private final RecordRoutes recordRoutes =
            new RecordRoutes(
                    ProxyConfig.of(
                            new LocalDomain(
                                    "example.org",
                                    Set.of(),
                                    Set.of(5060),
                                    Set.of(5060, 5061, 5070)),
                            List.of(
                                    new ListenPoint(
                                            Transport.UDP, new InetSocketAddress("0.0.0.0", 5060)),
                                    new ListenPoint(
                                            Transport.UDP,
                                            new InetSocketAddress(
                                                    InetAddress.ofLiteral("::1"), 5070)),
                                    new ListenPoint(
                                            Transport.TLS,
                                            new InetSocketAddress("192.0.2.1", 5061)))));

    @Test
    void theAddressThatThePeerReachedNotTheWildcard() {
        assertThat(
                        inserted(
                                "INVITE sip:bob@example.org",
                                udp("192.0.2.77", 5060),
                                udp("192.0.2.77", 5060)))
                .containsExactly("sip:token@192.0.2.77:5060;transport=udp;lr");
    }

    @Test
    void eachSideAtItsOwnAddress() {
        assertThat(
                        inserted(
                                "INVITE sip:bob@example.org",
                                udp("192.0.2.77", 5060),
                                udp("::1", 5070)))
                .containsExactly(
                        "sip:[0:0:0:0:0:0:0:1]:5070;transport=udp;lr",
                        "sip:token@192.0.2.77:5060;transport=udp;lr");
    }

    @Test
    void aConnectionThatWeOpenedIsToldWhereWeListen() {
        Flow opened = flow(Transport.TLS, "192.0.2.1", 49152);
        assertThat(inserted("INVITE sip:bob@example.org", opened, opened))
                .containsExactly("sip:token@192.0.2.1:5061;transport=tls;lr");
    }

    @Test
    void sipsStaysSips() {
        Flow tls = flow(Transport.TLS, "192.0.2.1", 5061);
        assertThat(inserted("INVITE sips:bob@example.org", tls, tls))
                .containsExactly("sips:token@192.0.2.1:5061;lr");
    }

    @Test
    void aWildcardAndNoFlowYetIsTheAddressOfTheOtherSide() {
        Request request = request("INVITE sip:bob@example.org");
        recordRoutes.insert(
                request,
                flow(Transport.TLS, "192.0.2.1", 5061),
                Way.to(new Destination.Address(Transport.UDP, "192.0.2.9", 5060, "192.0.2.9")),
                "token");
        assertThat(ProxyFixture.recordRoutes(request))
                .containsExactly(
                        "sip:192.0.2.1:5060;transport=udp;lr",
                        "sip:token@192.0.2.1:5061;transport=tls;lr");
    }

    @Test
    void aPeerWhoseAddressWeKnowIsToldTheSocketThatItKnows() {
        Request request = request("INVITE sip:bob@example.org");
        recordRoutes.insert(
                request,
                flow(Transport.TLS, "192.0.2.1", 5061),
                Way.to(
                        new Destination.Address(
                                Transport.UDP, "::9", 5060, "::9", Optional.of(udp("::1", 5070)))),
                "token");
        assertThat(ProxyFixture.recordRoutes(request))
                .contains("sip:[0:0:0:0:0:0:0:1]:5070;transport=udp;lr");
    }

    @Test
    void aPhoneOfAnotherNodeStaysWithThatOne() {
        assertThat(byEdge(flow(Transport.TLS, "192.0.2.2", 5071), true))
                .containsExactly(
                        "sip:token@192.0.2.2:5071;transport=tls;lr",
                        "sip:token@192.0.2.1:5061;transport=tls;lr");
        assertThat(byEdge(udp("0.0.0.0", 5062), true))
                .contains("sip:token@192.0.2.2:5062;transport=udp;lr");
    }

    @Test
    void aRegistrarTakesNoCallsSoItsPhonesComeToUs() {
        assertThat(byEdge(flow(Transport.TLS, "192.0.2.2", 5071), false))
                .containsExactly("sip:token@192.0.2.1:5061;transport=tls;lr");
        assertThat(byEdge(udp("192.0.2.2", 5062), false))
                .containsExactly(
                        "sip:token@192.0.2.1:5060;transport=udp;lr",
                        "sip:token@192.0.2.1:5061;transport=tls;lr");
    }

    private List<String> byEdge(Flow flow, boolean takesCalls) {
        EdgeNode node = new EdgeNode(new InetSocketAddress("192.0.2.2", 5071), takesCalls);
        Request request = request("INVITE sip:bob@example.org");
        recordRoutes.insert(
                request,
                flow(Transport.TLS, "192.0.2.1", 5061),
                new Way(
                        new Destination.Address(Transport.TLS, "192.0.2.2", 5071, "example.org"),
                        Optional.of(new EdgeFlow(flow, node))),
                "token");
        return ProxyFixture.recordRoutes(request);
    }

    private List<String> inserted(String line, Flow ingress, Flow egress) {
        Request request = request(line);
        recordRoutes.insert(request, ingress, Way.over(egress), "token");
        return ProxyFixture.recordRoutes(request);
    }

    private static Request request(String line) {
        return (Request)
                RecordedRequest.parse(
                        line
                                + """
                                 SIP/2.0
                                Via: SIP/2.0/UDP 192.0.2.4;branch=z9hG4bK1
                                From: <sip:alice@example.org>;tag=a
                                To: <sip:bob@example.org>
                                Call-ID: 1
                                CSeq: 1 INVITE
                                """);
    }

    private static Flow udp(String local, int port) {
        return flow(Transport.UDP, local, port);
    }

    private static Flow flow(Transport transport, String local, int port) {
        return new Flow(
                "test",
                transport,
                new InetSocketAddress(InetAddress.ofLiteral(local), port),
                new InetSocketAddress(InetAddress.ofLiteral("192.0.2.4"), 5060),
                1);
    }
}

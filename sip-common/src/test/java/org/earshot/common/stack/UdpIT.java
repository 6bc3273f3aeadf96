package org.earshot.common.stack;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.BindException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.sip.header.ViaHeader;
import org.earshot.common.stack.Wires.Heard;
import org.earshot.common.stack.Wires.Node;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class UdpIT {
    private final Wires wires = new Wires();

    @AfterEach
    void close() {
        wires.close();
    }

    private Node node(String address) throws IOException {
        return wires.start(
                WireConfig.plain(
                        "u",
                        new ListenPoint(
                                Transport.UDP,
                                new InetSocketAddress(InetAddress.ofLiteral(address), 0))));
    }

    private static Destination to(Node node) {
        return Wires.to(Transport.UDP, node.address(Transport.UDP), "example.com");
    }

    @Test
    void aRequestGoesThereAndItsFlowLeadsBack() throws Exception {
        Node alice = node("127.0.0.1");
        Node bob = node("127.0.0.1");
        Flow flow = Wires.open(alice.wire(), to(bob));
        alice.wire().send(flow, Wires.request("one", "hello"));

        Heard heard = bob.ear().message();
        assertThat(Wires.body(heard)).isEqualTo("hello");
        assertThat(heard.flow().remote()).isEqualTo(alice.address(Transport.UDP));
        assertThat(heard.flow().local()).isEqualTo(bob.address(Transport.UDP));
        ViaHeader via = (ViaHeader) heard.message().getHeader("Via");
        assertThat(via.getReceived()).isEqualTo("127.0.0.1");
        assertThat(via.getRPort()).isEqualTo(alice.address(Transport.UDP).getPort());

        bob.wire().send(heard.flow(), Wires.request("back", "you"));
        assertThat(alice.ear().message().text()).isEqualTo("back");
    }

    @Test
    void aKeepAliveGoesOut() throws Exception {
        Node bob = node("127.0.0.1");
        try (DatagramSocket alice = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            alice.setSoTimeout(5_000);
            Flow flow =
                    Wires.open(
                            bob.wire(),
                            Wires.to(
                                    Transport.UDP,
                                    (InetSocketAddress) alice.getLocalSocketAddress(),
                                    "example.com"));
            bob.wire().ping(flow);
            DatagramPacket got = new DatagramPacket(new byte[100], 100);
            alice.receive(got);
            assertThat(Arrays.copyOf(got.getData(), got.getLength()))
                    .asString(US_ASCII)
                    .isEqualTo("\r\n\r\n");
        }
    }

    @Test
    void whatComesFromElsewhereIsDropped() throws Exception {
        Node bob =
                wires.start(
                        new WireConfig(
                                "u",
                                Wires.points(Transport.UDP, Transport.TCP),
                                Optional.empty(),
                                Optional.empty(),
                                WireLimits.DEFAULT,
                                org.earshot.common.websocket.AllowedOrigins.NONE,
                                source -> source.getHostAddress().equals("127.0.0.3")));
        for (String host : List.of("127.0.0.2", "127.0.0.3")) {
            try (DatagramSocket alice = new DatagramSocket(0, InetAddress.ofLiteral(host))) {
                byte[] message = Wires.request(host, "hello");
                alice.send(new DatagramPacket(message, message.length, bob.address(Transport.UDP)));
            }
        }
        assertThat(bob.ear().message().text()).isEqualTo("127.0.0.3");
        try (java.net.Socket alice = new java.net.Socket()) {
            alice.bind(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.2"), 0));
            alice.setSoTimeout(5_000);
            alice.connect(bob.address(Transport.TCP));
            assertThat(alice.getInputStream().read()).isEqualTo(-1);
        }
        assertThat(bob.ear().isSilent()).isTrue();
    }

    @Test
    void ipv6() throws Exception {
        Node bob;
        try {
            bob = node("::1");
        } catch (IOException e) {
            assumeTrue(false, "SKIPPED: no IPv6 here: " + e.getMessage());
            return;
        }
        Node alice = node("::1");
        alice.wire().send(Wires.open(alice.wire(), to(bob)), Wires.request("six", "x"));
        Heard heard = bob.ear().message();
        assertThat(((ViaHeader) heard.message().getHeader("Via")).getReceived())
                .isEqualTo("0:0:0:0:0:0:0:1");
        bob.wire().send(heard.flow(), Wires.request("back", "x"));
        assertThat(alice.ear().message().text()).isEqualTo("back");
    }

    @Test
    void theSocketOnTheWayToThePeerSends() throws Exception {
        Node alice =
                wires.start(
                        WireConfig.plain(
                                "u",
                                new ListenPoint(
                                        Transport.UDP,
                                        new InetSocketAddress(
                                                InetAddress.ofLiteral("127.0.0.2"), 0)),
                                new ListenPoint(
                                        Transport.UDP,
                                        new InetSocketAddress(
                                                InetAddress.ofLiteral("127.0.0.1"), 0))));
        Flow flow = Wires.open(alice.wire(), to(node("127.0.0.1")));
        assertThat(flow.local().getAddress()).isEqualTo(InetAddress.ofLiteral("127.0.0.1"));
    }

    private static Destination toldBy(Flow flow, String host, InetSocketAddress address) {
        return new Destination.Address(
                Transport.UDP, host, address.getPort(), host, Optional.of(flow));
    }

    /// A flow as it would be of a peer elsewhere.
    private static Flow fromElsewhere(Node node) {
        return new Flow(
                "u",
                Transport.UDP,
                node.address(Transport.UDP),
                new InetSocketAddress(InetAddress.ofLiteral("192.0.2.9"), 5060),
                0);
    }

    @Test
    void theSocketThatThePeerKnowsSends() throws Exception {
        ListenPoint point =
                new ListenPoint(Transport.UDP, new InetSocketAddress(Wires.LOOPBACK, 0));
        Node server = wires.start(WireConfig.plain("u", point, point));
        InetSocketAddress second = server.wire().listenPoints().getLast().address();
        Node phone = node("127.0.0.1");
        phone.wire()
                .send(
                        Wires.open(phone.wire(), Wires.to(Transport.UDP, second, "x")),
                        Wires.request("register", "x"));
        Flow known = server.ear().message().flow();
        assertThat(known.local()).isEqualTo(second);

        Flow flow =
                Wires.open(server.wire(), toldBy(known, "127.0.0.1", phone.address(Transport.UDP)));
        assertThat(flow.local()).isEqualTo(second);
        assertThat(new WireOutlet(server.wire(), StackObserver.NONE).sentBy(flow))
                .isEqualTo(second);
    }

    @Test
    void aNameOfAPeerLeadsNeitherToUsNorToLoopback() throws Exception {
        Node server = node("0.0.0.0");
        Node victim = node("127.0.0.1");
        Flow stranger = fromElsewhere(server);
        for (String host : List.of("localhost", "127.0.0.1", "127.1", "0.0.0.0")) {
            assertThatThrownBy(() ->
                            Wires.open(
                                    server.wire(),
                                    toldBy(stranger, host, victim.address(Transport.UDP))))
                    .hasMessageContaining(host);
        }
        assertThatThrownBy(() ->
                        Wires.open(
                                server.wire(),
                                toldBy(stranger, "localhost", server.address(Transport.UDP))))
                .hasMessageContaining("localhost");
        assertThat(Wires.open(server.wire(), to(victim)).remote())
                .isEqualTo(victim.address(Transport.UDP));
    }

    @Test
    void whatAPeerSendsStaysInItsOrder() throws Exception {
        Node alice = node("127.0.0.1");
        Node bob = node("127.0.0.1");
        Flow flow = Wires.open(alice.wire(), to(bob));
        for (int i = 0; i < 200; i++) {
            alice.wire().send(flow, Wires.request("long" + i, "x".repeat(20_000)));
            alice.wire().send(flow, Wires.request("short" + i, "x"));
            assertThat(bob.ear().message().text()).isEqualTo("long" + i);
            assertThat(bob.ear().message().text()).isEqualTo("short" + i);
        }
    }

    @Test
    void theSocketIsChosenByAddressFamily() throws Exception {
        Node alice = node("127.0.0.1");
        assertThatThrownBy(() ->
                        Wires.open(
                                alice.wire(),
                                new Destination.Address(Transport.UDP, "::1", 5060, "x")))
                .hasMessageContaining("no UDP socket");
    }

    @Test
    void namesAreResolved() throws Exception {
        Node alice = node("127.0.0.1");
        Node bob = node("127.0.0.1");
        int port = bob.address(Transport.UDP).getPort();
        Flow flow =
                Wires.open(
                        alice.wire(),
                        new Destination.Address(Transport.UDP, "localhost", port, "x"));
        alice.wire().send(flow, Wires.request("named", "x"));
        assertThat(bob.ear().message().text()).isEqualTo("named");
    }

    @Test
    void largeDatagramsArrive() throws Exception {
        Node alice = node("127.0.0.1");
        Node bob = node("127.0.0.1");
        String body = "x".repeat(60_000);
        alice.wire().send(Wires.open(alice.wire(), to(bob)), Wires.request("large", body));
        assertThat(Wires.body(bob.ear().message())).isEqualTo(body);
    }

    @Test
    void whatDoesNotFitIsAnErrorOfTheSender() throws Exception {
        Node alice = node("127.0.0.1");
        Flow flow = Wires.open(alice.wire(), to(alice));
        assertThatThrownBy(() -> alice.wire().send(flow, new byte[70_000]))
                .isInstanceOf(IOException.class);
        alice.wire().send(flow, Wires.request("still", "x"));
        assertThat(alice.ear().message().text()).isEqualTo("still");
    }

    @Test
    void keepAlivesAreSwallowedAndNonsenseHurtsNobody() throws Exception {
        Node alice = node("127.0.0.1");
        Node bob = node("127.0.0.1");
        Flow flow = Wires.open(alice.wire(), to(bob));
        for (byte[] nothing :
                new byte[][] {{}, {'\r', '\n', '\r', '\n'}, {0, 0, 0, 0}, {0, 1, 0, 0}, {'\n'}}) {
            alice.wire().send(flow, nothing);
        }
        alice.wire().send(flow, Wires.request("after", "x"));
        assertThat(bob.ear().message().text()).isEqualTo("after");
        assertThat(bob.ear().isSilent()).isTrue();
    }

    @Test
    void aBadRequestGetsItsAnswer() throws Exception {
        Node alice = node("127.0.0.1");
        Node bob = node("127.0.0.1");
        Flow flow = Wires.open(alice.wire(), to(bob));
        alice.wire()
                .send(
                        flow,
                        SipMessagesTest.bytes(
                                """
                                OPTIONS sip:a SIP/2.0
                                Via: SIP/2.0/UDP h;branch=z9hG4bK1
                                From: <sip:a>;tag=1
                                To: <sip:a>
                                Call-ID: bad
                                CSeq: 1 INVITE

                                """));
        assertThat(bob.ear().next("malformed").text()).contains("CSeq");
        Heard answer = alice.ear().message();
        assertThat(answer.message().toString()).startsWith("SIP/2.0 400 ");
    }

    @Test
    void manyAtOnce() throws Exception {
        Node alice = node("127.0.0.1");
        Node bob = node("127.0.0.1");
        Flow flow = Wires.open(alice.wire(), to(bob));
        Set<String> sent = new HashSet<>();
        for (int i = 0; i < 500; i++) {
            sent.add("m" + i);
            alice.wire().send(flow, Wires.request("m" + i, "x"));
        }
        Set<String> heard = new HashSet<>();
        for (int i = 0; i < 500; i++) {
            heard.add(bob.ear().message().text());
        }
        assertThat(heard).isEqualTo(sent);
    }

    @Test
    void anInterruptedSenderLeavesTheSocketOpen() throws Exception {
        Node alice = node("127.0.0.1");
        Flow flow = Wires.open(alice.wire(), to(alice));
        Thread.currentThread().interrupt();
        alice.wire().send(flow, Wires.request("interrupted", "x"));
        assertThat(Thread.interrupted()).isTrue();
        assertThat(alice.ear().message().text()).isEqualTo("interrupted");
    }

    @Test
    void aPortThatIsTakenLeavesNothingOpen() throws Exception {
        Node alice = node("127.0.0.1");
        ListenPoint taken = new ListenPoint(Transport.UDP, alice.address(Transport.UDP));
        ListenPoint free = new ListenPoint(Transport.UDP, new InetSocketAddress(Wires.LOOPBACK, 0));
        assertThatThrownBy(() -> wires.start(WireConfig.plain("x", free, taken)))
                .isInstanceOf(BindException.class);
    }

    @Test
    void flowsOfOthersAreNotOurs() throws Exception {
        Node alice = node("127.0.0.1");
        Flow flow = Wires.open(alice.wire(), to(alice));
        Flow foreign = new Flow("other", Transport.UDP, flow.local(), flow.remote(), 0);
        assertThat(alice.wire().isOpen(flow)).isTrue();
        assertThat(alice.wire().isOpen(foreign)).isFalse();
        assertThatThrownBy(() -> alice.wire().send(foreign, new byte[1]))
                .isInstanceOf(IOException.class);
    }
}

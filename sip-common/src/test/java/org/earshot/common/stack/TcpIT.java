package org.earshot.common.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import javax.sip.header.ViaHeader;
import org.earshot.common.stack.Wires.Heard;
import org.earshot.common.stack.Wires.Node;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TcpIT {
    private final Wires wires = new Wires();
    private final List<Socket> sockets = new ArrayList<>();

    @AfterEach
    void close() throws IOException {
        for (Socket socket : sockets) {
            socket.close();
        }
        wires.close();
    }

    private Node node() throws IOException {
        return wires.start(WireLimits.DEFAULT, Transport.TCP);
    }

    private Node impatientNode() throws IOException {
        return wires.start(Wires.shortLimits(), Transport.TCP);
    }

    private static Destination to(Node node) {
        return Wires.to(Transport.TCP, node.address(Transport.TCP), "example.com");
    }

    /// A peer that does with the bytes whatever the test wants.
    private Socket peer(Node node) throws IOException {
        Socket socket = new Socket();
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(10_000);
        socket.connect(node.address(Transport.TCP), 5_000);
        sockets.add(socket);
        return socket;
    }

    private static String read(Socket socket, int bytes) throws IOException {
        return new String(socket.getInputStream().readNBytes(bytes), StandardCharsets.UTF_8);
    }

    private static String readAll(Socket socket) throws IOException {
        return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    @Test
    void aNameOfAPeerOpensNoConnectionToUsOrToLoopback() throws Exception {
        Node server =
                wires.start(
                        WireConfig.plain(
                                "t",
                                new ListenPoint(
                                        Transport.TCP, new InetSocketAddress("0.0.0.0", 0))));
        Node victim = node();
        Flow stranger =
                new Flow(
                        "t",
                        Transport.TCP,
                        server.address(Transport.TCP),
                        new InetSocketAddress("192.0.2.9", 40000),
                        7);
        // not even over a connection that is open there for somebody else
        assertThat(Wires.open(server.wire(), named("localhost", victim, Optional.empty())).remote())
                .isEqualTo(victim.address(Transport.TCP));
        for (Node target : List.of(victim, server)) {
            assertThatThrownBy(() ->
                            Wires.open(
                                    server.wire(),
                                    named("localhost", target, Optional.of(stranger))))
                    .hasMessageContaining("localhost leads to");
        }
    }

    private static Destination named(String host, Node target, Optional<Flow> by) {
        return new Destination.Address(
                Transport.TCP, host, target.address(Transport.TCP).getPort(), host, by);
    }

    @Test
    void aConnectionIsUsedInBothDirectionsAndAgain() throws Exception {
        Node alice = node();
        Node bob = node();
        Flow there = Wires.open(alice.wire(), to(bob));
        alice.wire().send(there, Wires.request("one", "hello"));
        Heard one = bob.ear().message();
        assertThat(Wires.body(one)).isEqualTo("hello");
        assertThat(((ViaHeader) one.message().getHeader("Via")).getRPort())
                .isEqualTo(there.local().getPort());

        bob.wire().send(one.flow(), Wires.request("back", "you"));
        Heard back = alice.ear().message();
        assertThat(back.flow()).isEqualTo(there);

        assertThat(Wires.open(alice.wire(), to(bob))).isEqualTo(there);
        assertThat(Wires.open(bob.wire(), new Destination.Existing(one.flow())))
                .isEqualTo(one.flow());
    }

    @Test
    void callersWhoOpenAtTheSameTimeShare() throws Exception {
        Node alice = node();
        Node bob = node();
        var first = alice.wire().open(to(bob));
        var second = alice.wire().open(to(bob));
        assertThat(first.get()).isEqualTo(second.get());
    }

    @Test
    void piecesOfAnySizeMakeMessages() throws Exception {
        Node bob = node();
        Socket peer = peer(bob);
        Random random = new Random(3);
        for (int i = 0; i < 20; i++) {
            byte[] message = Wires.request("m" + i, "x".repeat(random.nextInt(3000)));
            int at = 0;
            while (at < message.length) {
                int length = Math.min(message.length - at, 1 + random.nextInt(400));
                peer.getOutputStream().write(message, at, length);
                at += length;
            }
        }
        for (int i = 0; i < 20; i++) {
            assertThat(bob.ear().message().text()).isEqualTo("m" + i);
        }
    }

    @Test
    void twoMessagesInOneSegment() throws Exception {
        Node bob = node();
        Socket peer = peer(bob);
        String two =
                new String(Wires.request("a", "x"), StandardCharsets.UTF_8)
                        + new String(Wires.request("b", "y"), StandardCharsets.UTF_8);
        peer.getOutputStream().write(two.getBytes(StandardCharsets.UTF_8));
        assertThat(bob.ear().message().text()).isEqualTo("a");
        assertThat(bob.ear().message().text()).isEqualTo("b");
    }

    @Test
    void aBadMessageIsAnsweredAndTheConnectionGoesOn() throws Exception {
        Node bob = node();
        Socket peer = peer(bob);
        String bad =
                new String(Wires.request("bad", ""), StandardCharsets.UTF_8)
                        .replace("CSeq: 1 MESSAGE", "CSeq: 1 OPTIONS");
        peer.getOutputStream().write(bad.getBytes(StandardCharsets.UTF_8));
        assertThat(read(peer, 12)).isEqualTo("SIP/2.0 400 ");
        peer.getOutputStream().write(Wires.request("good", ""));
        assertThat(bob.ear().message().text()).isEqualTo("good");
    }

    @Test
    void withoutContentLengthThereIs400AndTheEnd() throws Exception {
        Node bob = node();
        Socket peer = peer(bob);
        String bad =
                new String(Wires.request("bad", ""), StandardCharsets.UTF_8)
                        .replace("Content-Length: 0\r\n", "");
        peer.getOutputStream().write(bad.getBytes(StandardCharsets.UTF_8));
        assertThat(readAll(peer)).startsWith("SIP/2.0 400 No Content-Length\r\n");
        assertThat(bob.ear().next("malformed").text()).contains("Content-Length");
        bob.ear().next("closed");
    }

    @Test
    void tooLargeIsRefusedBeforeItHasCome() throws Exception {
        Node bob = impatientNode();
        Socket body = peer(bob);
        String claim =
                new String(Wires.request("body", ""), StandardCharsets.UTF_8)
                        .replace("Content-Length: 0", "Content-Length: 2049");
        body.getOutputStream().write(claim.getBytes(StandardCharsets.UTF_8));
        assertThat(readAll(body)).startsWith("SIP/2.0 413 ");

        Socket headers = peer(bob);
        String endless =
                new String(Wires.request("head", ""), StandardCharsets.UTF_8)
                        .replace("Content-Length: 0", "X: " + "x".repeat(1200));
        headers.getOutputStream().write(endless.getBytes(StandardCharsets.UTF_8));
        assertThat(readAll(headers)).startsWith("SIP/2.0 513 ");
    }

    @Test
    void somethingElseThanSipIsCutOff() throws Exception {
        Node bob = impatientNode();
        Socket peer = peer(bob);
        peer.getOutputStream().write(new byte[] {22, 3, 1, 0});
        assertThat(readAll(peer)).isEmpty();
        bob.ear().next("malformed");
        bob.ear().next("closed");
    }

    @Test
    void whoSaysNothingOrDripsIsClosed() throws Exception {
        Node bob = impatientNode();
        Socket silent = peer(bob);
        Socket dripping = peer(bob);
        InputStream in = dripping.getInputStream();
        byte[] message = Wires.request("never", "");
        dripping.setSoTimeout(100);
        int at = 0;
        boolean open = true;
        while (open && at < message.length - 1) {
            try {
                dripping.getOutputStream().write(message[at++]);
                open = in.read() >= 0;
            } catch (java.net.SocketTimeoutException e) {
                open = true;
            } catch (IOException e) {
                open = false;
            }
        }
        assertThat(open).isFalse();
        assertThat(readAll(silent)).isEmpty();
        assertThat(bob.ear().next("closed").text()).contains("no whole message");
        assertThat(bob.ear().next("closed").text()).contains("no whole message");
    }

    @Test
    void theEndIsHeardOf() throws Exception {
        Node alice = node();
        Node bob = node();
        Flow there = Wires.open(alice.wire(), to(bob));
        alice.wire().send(there, Wires.request("one", ""));
        Flow here = bob.ear().message().flow();

        alice.wire().close(there);
        assertThat(alice.ear().next("closed").flow()).isEqualTo(there);
        assertThat(bob.ear().next("closed").flow()).isEqualTo(here);
        assertThat(alice.wire().isOpen(there)).isFalse();
        assertThatThrownBy(() -> alice.wire().send(there, new byte[1]))
                .isInstanceOf(IOException.class);
        assertThatThrownBy(() -> Wires.open(bob.wire(), new Destination.Existing(here)))
                .hasMessageContaining("gone");

        Flow again = Wires.open(alice.wire(), to(bob));
        assertThat(again).isNotEqualTo(there);
    }

    @Test
    void aPingGetsAPong() throws Exception {
        Node alice = node();
        Node bob = node();
        Flow there = Wires.open(alice.wire(), to(bob));
        alice.wire().ping(there);
        assertThat(alice.ear().next("pong").flow()).isEqualTo(there);
        alice.wire().send(there, Wires.request("after", ""));
        assertThat(bob.ear().message().text()).isEqualTo("after");

        Socket peer = peer(bob);
        peer.getOutputStream().write("\r\n\r\n\r\n\r\n".getBytes(StandardCharsets.UTF_8));
        assertThat(read(peer, 4)).isEqualTo("\r\n\r\n");
    }

    @Test
    void withoutAPongTheConnectionEnds() throws Exception {
        Node alice = impatientNode();
        try (ServerSocket deaf = new ServerSocket()) {
            deaf.bind(new InetSocketAddress(Wires.LOOPBACK, 0));
            InetSocketAddress address = (InetSocketAddress) deaf.getLocalSocketAddress();
            Flow flow = Wires.open(alice.wire(), Wires.to(Transport.TCP, address, "x"));
            alice.wire().ping(flow);
            assertThat(alice.ear().next("closed").text()).isEqualTo("no pong");
        }
    }

    @Test
    void whoTakesNothingIsGivenUp() throws Exception {
        Node alice = impatientNode();
        try (ServerSocket deaf = new ServerSocket()) {
            deaf.setReceiveBufferSize(4096);
            deaf.bind(new InetSocketAddress(Wires.LOOPBACK, 0));
            InetSocketAddress address = (InetSocketAddress) deaf.getLocalSocketAddress();
            Flow flow = Wires.open(alice.wire(), Wires.to(Transport.TCP, address, "x"));
            alice.wire().send(flow, new byte[16 * 1024 * 1024]);
            assertThat(alice.ear().next("closed").text()).isEqualTo("the peer takes nothing");
        }
    }

    @Test
    void anUnreachablePeerIsAnErrorAndIsTriedAgain() throws Exception {
        Node alice = node();
        InetSocketAddress nobody;
        try (ServerSocket gone = new ServerSocket()) {
            gone.bind(new InetSocketAddress(Wires.LOOPBACK, 0));
            nobody = (InetSocketAddress) gone.getLocalSocketAddress();
        }
        Destination destination = Wires.to(Transport.TCP, nobody, "x");
        assertThatThrownBy(() -> Wires.open(alice.wire(), destination))
                .hasCauseInstanceOf(IOException.class);
        try (ServerSocket back = new ServerSocket()) {
            back.setReuseAddress(true);
            back.bind(nobody);
            assertThat(Wires.open(alice.wire(), destination).remote()).isEqualTo(nobody);
        }
    }

    @Test
    void thereIsALimitOfConnectionsAndEndsMakeRoom() throws Exception {
        Node bob = impatientNode();
        List<Socket> peers = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            Socket peer = peer(bob);
            peer.getOutputStream().write(Wires.request("c" + i, ""));
            bob.ear().message();
            peers.add(peer);
        }
        assertThat(peer(bob).getInputStream().read()).isEqualTo(-1);
        peers.getFirst().close();
        bob.ear().next("closed");
        boolean served = false;
        for (int i = 0;
                !served && i < 100;
                i++) { // the place is free a moment after the end was heard
            Socket next = peer(bob);
            next.getOutputStream().write(Wires.request("again", ""));
            next.setSoTimeout(200);
            try {
                served = next.getInputStream().read() >= 0;
            } catch (java.net.SocketTimeoutException e) {
                served = true;
            } catch (IOException e) {
                served = false;
            }
        }
        assertThat(served).isTrue();
    }

    @Test
    void twoHundredAtOnce() throws Exception {
        Node bob = node();
        List<Socket> peers = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            peers.add(peer(bob));
        }
        for (int i = 0; i < 200; i++) {
            peers.get(i).getOutputStream().write(Wires.request("p" + i, "x"));
        }
        Set<String> heard = new HashSet<>();
        for (int i = 0; i < 200; i++) {
            Heard one = bob.ear().message();
            heard.add(one.text());
            bob.wire().send(one.flow(), Wires.request("to-" + one.text(), "y"));
        }
        assertThat(heard).hasSize(200);
        for (int i = 0; i < 200; i++) {
            byte[] expected = Wires.request("to-p" + i, "y");
            assertThat(peers.get(i).getInputStream().readNBytes(expected.length))
                    .isEqualTo(expected);
        }
    }

    @Test
    void closingTheWireEndsItsConnections() throws Exception {
        Node alice = node();
        Node bob = node();
        Flow there = Wires.open(alice.wire(), to(bob));
        bob.wire().close();
        assertThat(alice.ear().next("closed").flow()).isEqualTo(there);
    }
}

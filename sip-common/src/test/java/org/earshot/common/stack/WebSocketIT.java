package org.earshot.common.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import org.bouncycastle.asn1.x509.GeneralName;
import org.earshot.common.stack.Wires.Heard;
import org.earshot.common.stack.Wires.Node;
import org.earshot.common.websocket.AllowedOrigins;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// The JDK's own WebSocket client, and plain sockets, against a wire.
class WebSocketIT {
    private static final AllowedOrigins ORIGINS =
            AllowedOrigins.of("example.com", List.of("https://phone.example.org"));
    private static final String HANDSHAKE =
            """
            GET /sip HTTP/1.1
            Host: 127.0.0.1
            Upgrade: websocket
            Connection: Upgrade
            Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==
            Origin: https://example.com
            Sec-WebSocket-Protocol: sip
            Sec-WebSocket-Version: 13

            """
                    .replace("\n", "\r\n");

    private final Wires wires = new Wires();

    @AfterEach
    void close() {
        wires.close();
    }

    private Node node(WireLimits limits, Transport transport, Optional<SSLContext> tls)
            throws IOException {
        return wires.start(
                new WireConfig(
                        "n0", Wires.points(transport), tls, Optional.empty(), limits, ORIGINS));
    }

    private Node node() throws IOException {
        return node(WireLimits.DEFAULT, Transport.WS, Optional.empty());
    }

    /// A page's end: what it hears, as text; "closed STATUS" at its end.
    private static final class Page implements WebSocket.Listener {
        private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();
        private final StringBuilder text = new StringBuilder();

        @Override
        public CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
            text.append(data);
            if (last) {
                heard.add(text.toString());
                text.setLength(0);
            }
            socket.request(1);
            return null;
        }

        @Override
        public CompletionStage<?> onPong(WebSocket socket, ByteBuffer message) {
            heard.add("pong " + StandardCharsets.UTF_8.decode(message));
            socket.request(1);
            return null;
        }

        @Override
        public CompletionStage<?> onClose(WebSocket socket, int status, String reason) {
            heard.add("closed " + status);
            return null;
        }

        @Override
        public void onError(WebSocket socket, Throwable error) {
            heard.add("closed " + error);
        }

        private String next() throws InterruptedException {
            return heard.poll(60, TimeUnit.SECONDS);
        }
    }

    private static WebSocket open(
            HttpClient client, String scheme, Node node, Transport by, String origin, Page page) {
        InetSocketAddress at = node.address(by);
        return client.newWebSocketBuilder()
                .subprotocols("sip")
                .header("Origin", origin)
                .buildAsync(
                        URI.create(scheme + "://" + at.getHostString() + ":" + at.getPort()), page)
                .join();
    }

    private static WebSocket open(HttpClient client, Node node, Page page) {
        return open(client, "ws", node, Transport.WS, "https://example.com", page);
    }

    @Test
    void messagesGoBothWaysOneInEachMessage() throws Exception {
        Node server = node();
        Page page = new Page();
        try (HttpClient client = HttpClient.newHttpClient()) {
            WebSocket socket = open(client, server, page);
            assertThat(socket.getSubprotocol()).isEqualTo("sip");
            String request = new String(Wires.request("one", "grüße"), StandardCharsets.UTF_8);
            String withoutLength = request.replaceAll("Content-Length: \\d+\r?\n", "");
            socket.sendText(withoutLength.substring(0, 50), false).join();
            socket.sendText(withoutLength.substring(50), true).join();
            Heard one = server.ear().message();
            assertThat(Wires.body(one)).isEqualTo("grüße");
            assertThat(one.flow().transport()).isEqualTo(Transport.WS);
            socket.sendBinary(ByteBuffer.wrap(Wires.request("two", "b")), true).join();
            assertThat(server.ear().message().text()).isEqualTo("two");

            String back =
                    new String(Wires.request("back", "x".repeat(70_000)), StandardCharsets.UTF_8);
            server.wire().send(one.flow(), back.getBytes(StandardCharsets.UTF_8));
            assertThat(page.next()).isEqualTo(back);
            socket.abort();
        }
    }

    @Test
    void bothKindsOfKeepAliveAreAnswered() throws Exception {
        Node server = node();
        Page page = new Page();
        try (HttpClient client = HttpClient.newHttpClient()) {
            WebSocket socket = open(client, server, page);
            socket.sendText("\r\n\r\n", true).join();
            assertThat(page.next()).isEqualTo("\r\n");
            socket.sendPing(ByteBuffer.wrap("now".getBytes(StandardCharsets.UTF_8))).join();
            assertThat(page.next()).isEqualTo("pong now");
            socket.sendText(new String(Wires.request("one", ""), StandardCharsets.UTF_8), true)
                    .join();
            server.wire().ping(server.ear().message().flow()); // which the JDK's client answers
            assertThat(server.ear().next("pong").text()).isEmpty();
            socket.abort();
        }
    }

    @Test
    void whatIsNotSipIsAnsweredAndTheConnectionStays() throws Exception {
        Node server = node();
        Page page = new Page();
        try (HttpClient client = HttpClient.newHttpClient()) {
            WebSocket socket = open(client, server, page);
            String bad =
                    new String(Wires.request("one", ""), StandardCharsets.UTF_8)
                            .replace("CSeq: 1", "CSeq: one");
            socket.sendText(bad, true).join();
            assertThat(page.next()).startsWith("SIP/2.0 400 ");
            server.ear().next("malformed");
            socket.sendText("hello?", true).join();
            server.ear().next("malformed");
            socket.sendText(new String(Wires.request("two", ""), StandardCharsets.UTF_8), true)
                    .join();
            assertThat(server.ear().message().text()).isEqualTo("two");
            socket.abort();
        }
    }

    @Test
    void anEndIsAnsweredAndTold() throws Exception {
        Node server = node();
        Page page = new Page();
        try (HttpClient client = HttpClient.newHttpClient()) {
            WebSocket socket = open(client, server, page);
            socket.sendClose(WebSocket.NORMAL_CLOSURE, "bye").join();
            assertThat(page.next()).isEqualTo("closed 1000");
            assertThat(server.ear().next("closed").text()).isEqualTo("closed by the peer");
        }
    }

    @Test
    void pagesOfOthersAreTurnedAway() throws Exception {
        Node server = node();
        try (HttpClient client = HttpClient.newHttpClient()) {
            assertThatThrownBy(() ->
                            open(
                                    client,
                                    "ws",
                                    server,
                                    Transport.WS,
                                    "https://evil.example",
                                    new Page()))
                    .isInstanceOf(CompletionException.class)
                    .hasStackTraceContaining("403");
        }
        assertThat(server.ear().next("closed").text()).contains("https://evil.example");
    }

    @Test
    void itIsEncryptedWithTheServersCertificate() throws Exception {
        TestAuthority authority = new TestAuthority();
        SSLContext identity =
                authority
                        .issue("n0", new GeneralName(GeneralName.iPAddress, "127.0.0.1"))
                        .serverContext();
        Node server = node(WireLimits.DEFAULT, Transport.WSS, Optional.of(identity));
        Page page = new Page();
        try (HttpClient client =
                HttpClient.newBuilder().sslContext(authority.clientContext()).build()) {
            WebSocket socket =
                    open(client, "wss", server, Transport.WSS, "https://phone.example.org", page);
            socket.sendText(new String(Wires.request("one", "b"), StandardCharsets.UTF_8), true)
                    .join();
            Heard one = server.ear().message();
            assertThat(one.flow().transport()).isEqualTo(Transport.WSS);
            server.wire().send(one.flow(), Wires.request("back", "b"));
            assertThat(page.next()).contains("Call-ID: back");
            socket.abort();
        }
    }

    /// What a peer that holds to nothing is told, to the end of the connection.
    private static String talk(Node node, byte[] bytes) throws IOException {
        try (Socket socket = new Socket()) {
            socket.setSoTimeout(10_000);
            socket.connect(node.address(Transport.WS), 5_000);
            socket.getOutputStream().write(bytes);
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        }
    }

    private static byte[] afterHandshake(String hex) {
        byte[] head = HANDSHAKE.getBytes(StandardCharsets.US_ASCII);
        byte[] frames = HexFormat.of().parseHex(hex);
        return ByteBuffer.allocate(head.length + frames.length).put(head).put(frames).array();
    }

    @Test
    void whoHoldsToNothingIsToldAndCutOff() throws Exception {
        Node server = node(Wires.shortLimits(), Transport.WS, Optional.empty());
        assertThat(
                        talk(
                                server,
                                "GET / HTTP/1.1\r\nHost: a\r\n\r\n"
                                        .getBytes(StandardCharsets.US_ASCII)))
                .startsWith("HTTP/1.1 426 ")
                .contains("SIP phones in web pages");
        server.ear().next("closed");
        assertThat(talk(server, "x".repeat(9_000).getBytes(StandardCharsets.US_ASCII)))
                .startsWith("HTTP/1.1 431 ");
        server.ear().next("closed");
        assertThat(talk(server, "GET / HT".getBytes(StandardCharsets.US_ASCII))).isEmpty();
        assertThat(server.ear().next("closed").text()).isEqualTo("no whole message in time");
        assertThat(talk(server, afterHandshake("8180"))).startsWith("HTTP/1.1 400 ");
        assertThat(server.ear().next("closed").text()).contains("before the handshake");
    }

    /// A socket behind the handshake.
    private static void opened(Socket socket, Node server) throws IOException {
        socket.setSoTimeout(10_000);
        socket.connect(server.address(Transport.WS), 5_000);
        socket.getOutputStream().write(HANDSHAKE.getBytes(StandardCharsets.US_ASCII));
        StringBuilder answer = new StringBuilder();
        while (answer.indexOf("\r\n\r\n") < 0) {
            answer.append((char) socket.getInputStream().read());
        }
        assertThat(answer).startsWith("HTTP/1.1 101 ");
    }

    @Test
    void aFrameThatBreaksTheRulesIsAnsweredByTheStatusThatTheRfcNames() throws Exception {
        Node server = node(Wires.shortLimits(), Transport.WS, Optional.empty());
        try (Socket socket = new Socket()) {
            opened(socket, server);
            socket.getOutputStream().write(new byte[] {(byte) 0x81, 2, 'h', 'i'}); // not masked
            assertThat(socket.getInputStream().readNBytes(4)).startsWith(0x88).endsWith(0x03, 0xEA);
        }
        assertThat(server.ear().next("closed").text()).contains("without a mask");
    }

    @Test
    void pingsBuyNoTimeForAMessageThatDoesNotEnd() throws Exception {
        Node server = node(Wires.shortLimits(), Transport.WS, Optional.empty());
        byte[] fragment = HexFormat.of().parseHex("018100000000" + "4d"); // "M", and more follows
        byte[] ping = HexFormat.of().parseHex("898000000000");
        try (Socket socket = new Socket()) {
            opened(socket, server);
            socket.getOutputStream().write(fragment);
            int pongs = 0;
            long end = System.nanoTime() + 60_000_000_000L;
            try {
                do {
                    socket.getOutputStream().write(ping);
                    pongs++;
                } while (System.nanoTime() < end
                        && socket.getInputStream().readNBytes(2).length == 2);
            } catch (java.net.SocketException e) {
                assertThat(e).hasMessageContaining("eset"); // closed with a ping unread
            }
            assertThat(pongs).isPositive();
        }
        assertThat(server.ear().next("closed").text()).isEqualTo("no whole message in time");
    }
}

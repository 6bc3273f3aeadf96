package org.earshot.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Alice's phone, which says over UDP whatever a test wants, and waits a minute for an answer.
final class UdpPhone implements AutoCloseable {
    private static final Pattern UDP = Pattern.compile(" udp=127\\.0\\.0\\.1:([0-9]+)");
    private static final int PATIENCE_MILLIS = 60_000;

    private final DatagramSocket socket;
    private final InetSocketAddress server;
    private int requests;

    UdpPhone(Server server) throws IOException {
        InetAddress loopback = InetAddress.getLoopbackAddress();
        Matcher port = UDP.matcher(server.ready());
        assertThat(port.find()).as(server.ready()).isTrue();
        this.server = new InetSocketAddress(loopback, Integer.parseInt(port.group(1)));
        socket = new DatagramSocket(0, loopback);
        socket.setSoTimeout(PATIENCE_MILLIS);
    }

    /// Sends bytes as they are.
    void send(String text) throws IOException {
        byte[] bytes = text.getBytes(UTF_8);
        socket.send(new DatagramPacket(bytes, bytes.length, server));
    }

    /// Sends a request to somebody in the domain `localhost`.
    ///
    /// @param headers besides the usual ones, a line each
    /// @return the final answer
    String ask(String method, String to, String headers, String body) throws IOException {
        requests++;
        String head =
                """
                %1$s sip:%6$s@localhost SIP/2.0
                Via: SIP/2.0/UDP 127.0.0.1:%2$d;branch=z9hG4bK%3$d;rport
                Max-Forwards: 70
                From: <sip:alice@localhost>;tag=a
                To: <sip:%6$s@localhost>
                Call-ID: %3$d@phone
                CSeq: 1 %1$s
                Contact: <sip:alice@127.0.0.1:%2$d>
                %4$s
                Content-Length: %5$d

                """
                        .formatted(
                                method,
                                socket.getLocalPort(),
                                requests,
                                headers,
                                body.getBytes(UTF_8).length,
                                to);
        send(head.replace("\n", "\r\n") + body);
        while (true) {
            DatagramPacket answer = new DatagramPacket(new byte[65_535], 65_535);
            socket.receive(answer);
            String response = new String(answer.getData(), 0, answer.getLength(), UTF_8);
            if (!response.startsWith("SIP/2.0 1")
                    && response.contains("Call-ID: " + requests + "@phone")) {
                return response;
            }
        }
    }

    @Override
    public void close() {
        socket.close();
    }
}

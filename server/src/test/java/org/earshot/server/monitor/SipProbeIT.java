package org.earshot.server.monitor;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import org.earshot.common.stack.ListenPoint;
import org.earshot.common.stack.Transport;
import org.junit.jupiter.api.Test;

/// What the probe finds at sockets that are not as they should be.
class SipProbeIT {
    private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

    private static SipProbe probe(Transport transport, int port, Duration atMost) throws Exception {
        return new SipProbe(
                new ListenPoint(transport, new InetSocketAddress(LOOPBACK, port)),
                "example.org",
                SSLContext.getDefault(),
                atMost);
    }

    /// Answers the request that comes as this one of so many.
    private static void answer(DatagramSocket socket, int which, String line) {
        Thread.ofVirtual()
                .start(() -> {
                    try {
                        for (int i = 1; i <= which; i++) {
                            DatagramPacket request = new DatagramPacket(new byte[2000], 2000);
                            socket.receive(request);
                            if (i == which) {
                                byte[] answer = response(request, line).getBytes(UTF_8);
                                socket.send(
                                        new DatagramPacket(
                                                answer, answer.length, request.getSocketAddress()));
                            }
                        }
                    } catch (IOException e) {
                        throw new IllegalStateException(e);
                    }
                });
    }

    private static String response(DatagramPacket request, String line) {
        String text = new String(request.getData(), 0, request.getLength(), UTF_8);
        return text.replaceFirst("^OPTIONS sip:example\\.org SIP/2\\.0", line);
    }

    @Test
    void aDatagramThatIsLostIsSentAgain() throws Exception {
        try (DatagramSocket socket = new DatagramSocket(0, LOOPBACK)) {
            answer(socket, 2, "SIP/2.0 200 OK");
            probe(Transport.UDP, socket.getLocalPort(), Duration.ofSeconds(20)).run();
        }
    }

    @Test
    void anotherAnswerThan200IsSaid() throws Exception {
        try (DatagramSocket socket = new DatagramSocket(0, LOOPBACK)) {
            answer(socket, 1, "SIP/2.0 503 Starting");
            SipProbe probe = probe(Transport.UDP, socket.getLocalPort(), Duration.ofSeconds(20));
            assertThatThrownBy(probe::run).hasMessage("OPTIONS got 503 Starting");
        }
    }

    @Test
    void whoSaysNothingIsNotWaitedForForEver() throws Exception {
        try (DatagramSocket deaf = new DatagramSocket(0, LOOPBACK);
                ServerSocket mute = new ServerSocket(0, 10, LOOPBACK)) {
            for (SipProbe probe :
                    new SipProbe[] {
                        probe(Transport.UDP, deaf.getLocalPort(), Duration.ofMillis(20)),
                        probe(Transport.TCP, mute.getLocalPort(), Duration.ofMillis(20)),
                        probe(Transport.TLS, mute.getLocalPort(), Duration.ofMillis(20))
                    }) {
                assertThatThrownBy(probe::run).hasMessage("no answer to OPTIONS within 20 ms");
            }
        }
    }

    @Test
    void aConnectionThatIsClosedAndAPortWhereNobodyListensAreSaid() throws Exception {
        int port;
        try (ServerSocket socket = new ServerSocket(0, 10, LOOPBACK)) {
            port = socket.getLocalPort();
            SipProbe probe = probe(Transport.TCP, port, Duration.ofSeconds(20));
            Thread.ofVirtual()
                    .start(() -> {
                        try (Socket accepted = socket.accept()) {
                            assertThat(accepted.getInputStream().read()).isEqualTo('O');
                            accepted.setSoLinger(true, 0);
                        } catch (IOException e) {
                            throw new IllegalStateException(e);
                        }
                    });
            assertThatThrownBy(probe::run).isInstanceOf(IOException.class);
        }
        SipProbe nobody = probe(Transport.TCP, port, Duration.ofSeconds(20));
        assertThatThrownBy(nobody::run)
                .isInstanceOf(IOException.class)
                .hasMessageContaining("refused");
    }
}

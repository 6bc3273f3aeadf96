package org.earshot.server.monitor;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.UUID;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.earshot.common.stack.ListenPoint;
import org.earshot.common.stack.Transport;

/// Asks one of the server's own sockets whether it is there, as a phone would (OPTIONS, RFC 3261 §11): through the kernel, the reader,
/// the parser and the transactions, and over TLS with a look at the certificate. Immutable.
public final class SipProbe implements Check.Trial {
    /// As T1 has a phone do (RFC 3261 §17.1.2.2).
    private static final int AGAIN_MILLIS = 500;

    private static final int LONGEST = 8 * 1024;

    private final ListenPoint point;
    private final String domain;
    private final SSLContext trusting;
    private final Duration atMost;

    /// @param domain that is the server's
    /// @param trusting whom to trust over TLS
    public SipProbe(ListenPoint point, String domain, SSLContext trusting, Duration atMost) {
        this.point = point;
        this.domain = domain;
        this.trusting = trusting;
        this.atMost = atMost;
    }

    /// Of sockets that take SIP from anybody who connects. A WebSocket needs a browser's handshake, and reads by the same code.
    public static boolean canAsk(ListenPoint point) {
        return switch (point.transport()) {
            case UDP, TCP, TLS -> true;
            case WS, WSS -> false;
        };
    }

    @Override
    public void run() throws IOException {
        if (point.transport() == Transport.UDP) {
            overUdp();
        } else {
            overStream();
        }
    }

    private void overUdp() throws IOException {
        long end = System.nanoTime() + atMost.toNanos();
        try (DatagramSocket socket = new DatagramSocket()) {
            socket.connect(target());
            String callId = UUID.randomUUID().toString();
            byte[] request = request(callId, socket.getLocalAddress(), socket.getLocalPort());
            socket.setSoTimeout(Math.toIntExact(Math.min(AGAIN_MILLIS, atMost.toMillis())));
            while (System.nanoTime() < end) {
                socket.send(new DatagramPacket(request, request.length));
                try {
                    DatagramPacket answer = new DatagramPacket(new byte[LONGEST], LONGEST);
                    socket.receive(answer);
                    judge(new String(answer.getData(), 0, answer.getLength(), UTF_8), callId);
                    return;
                } catch (SocketTimeoutException _) {
                    // again
                }
            }
        }
        throw new IOException("no answer to OPTIONS within " + atMost.toMillis() + " ms");
    }

    private void overStream() throws IOException {
        try (Socket socket = new Socket()) {
            socket.connect(target(), Math.toIntExact(atMost.toMillis()));
            socket.setSoTimeout(Math.toIntExact(atMost.toMillis()));
            if (point.transport() == Transport.TLS) {
                try (SSLSocket secured =
                        (SSLSocket)
                                trusting.getSocketFactory()
                                        .createSocket(
                                                socket, domain, point.address().getPort(), true)) {
                    secured.startHandshake();
                    ask(secured);
                }
            } else {
                ask(socket);
            }
        } catch (SocketTimeoutException e) {
            throw new IOException("no answer to OPTIONS within " + atMost.toMillis() + " ms", e);
        }
    }

    private void ask(Socket socket) throws IOException {
        String callId = UUID.randomUUID().toString();
        socket.getOutputStream()
                .write(request(callId, socket.getLocalAddress(), socket.getLocalPort()));
        judge(head(socket.getInputStream()), callId);
    }

    private static String head(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int next = in.read();
            if (next < 0 || head.length() >= LONGEST) {
                throw new EOFException("the connection was closed without an answer to OPTIONS");
            }
            head.append((char) next);
        }
        return head.toString();
    }

    private static void judge(String answer, String callId) throws IOException {
        String line = answer.lines().findFirst().orElse("");
        if (!answer.contains(callId)) {
            throw new IOException("another answer than to the OPTIONS that was sent");
        }
        if (!line.startsWith("SIP/2.0 200 ")) {
            throw new IOException("OPTIONS got " + line.replaceFirst("SIP/2.0 ", ""));
        }
    }

    /// Where all addresses are listened on, loopback's.
    private InetSocketAddress target() throws UnknownHostException {
        InetAddress address = point.address().getAddress();
        if (!address.isAnyLocalAddress()) {
            return point.address();
        }
        byte[] loopback =
                InetAddress.ofLiteral(address instanceof Inet6Address ? "::1" : "127.0.0.1")
                        .getAddress();
        return new InetSocketAddress(InetAddress.getByAddress(loopback), point.address().getPort());
    }

    private byte[] request(String callId, InetAddress local, int port) {
        String host = local.getHostAddress().replaceFirst("%.*", "");
        return """
        OPTIONS sip:%1$s SIP/2.0
        Via: SIP/2.0/%2$s %3$s:%4$d;branch=z9hG4bK%5$s;rport
        Max-Forwards: 70
        From: <sip:%1$s>;tag=%5$s
        To: <sip:%1$s>
        Call-ID: %5$s
        CSeq: 1 OPTIONS
        User-Agent: Earshot/health
        Content-Length: 0

        """
                .formatted(
                        domain,
                        point.transport().name(),
                        local instanceof Inet6Address ? "[" + host + "]" : host,
                        port,
                        callId)
                .replace("\n", "\r\n")
                .getBytes(UTF_8);
    }
}

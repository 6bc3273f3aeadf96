package org.earshot.server.doctor;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.earshot.common.relay.RelayUri;

/// Asks the STUN and TURN servers that phones are told of whether they are there: by UDP as a phone does first (RFC 8489 §14, a Binding request without
/// credentials), by TCP and TLS with a connection. All at the same time.
final class RelayFinder {
    private static final int BINDING_REQUEST = 0x0001;
    private static final int CLASSES_OF_AN_ANSWER = 0x0110;
    private static final int SUCCESS = 0x0100;
    private static final int COOKIE = 0x2112A442;
    private static final int HEADER_BYTES = 20;
    private static final int ID_BYTES = 16; // with the cookie
    private static final int LONGEST_ANSWER = 1_500;
    private static final int TRIES = 4;

    private final DomainNames names;
    private final Duration patience;

    /// @param patience how long one may take
    RelayFinder(DomainNames names, Duration patience) {
        this.names = names;
        this.patience = patience;
    }

    /// @param uris as the configuration has them
    List<RelayFacts> facts(List<String> uris) {
        List<Future<RelayFacts>> asked = new ArrayList<>();
        try (ExecutorService each = Executors.newVirtualThreadPerTaskExecutor()) {
            uris.forEach(uri -> asked.add(each.submit(() -> facts(uri))));
        }
        return asked.stream().map(Future::resultNow).toList();
    }

    private RelayFacts facts(String text) {
        RelayUri uri = RelayUri.parse(text);
        List<InetAddress> addresses =
                uri.host().contains(":") || uri.host().matches("[0-9.]+")
                        ? List.of(InetAddress.ofLiteral(uri.host()))
                        : names.addresses(uri.host());
        RelayFacts.Found found =
                addresses.isEmpty()
                        ? RelayFacts.Found.NO_ADDRESS
                        : addresses.stream().anyMatch(at -> isThere(uri, at))
                                ? RelayFacts.Found.THERE
                                : RelayFacts.Found.SILENT;
        return new RelayFacts(text, uri.host(), found);
    }

    private boolean isThere(RelayUri uri, InetAddress address) {
        InetSocketAddress at = new InetSocketAddress(address, uri.port());
        try {
            if (uri.transport() == RelayUri.Transport.TCP) {
                try (Socket socket = new Socket()) {
                    socket.connect(at, Math.toIntExact(patience.toMillis()));
                    return true;
                }
            }
            return uri.scheme() == RelayUri.Scheme.TURNS || answers(at);
        } catch (IOException e) {
            return false;
        }
    }

    private boolean answers(InetSocketAddress at) throws IOException {
        byte[] id = new byte[ID_BYTES - Integer.BYTES];
        new SecureRandom().nextBytes(id);
        byte[] request =
                ByteBuffer.allocate(HEADER_BYTES)
                        .putShort((short) BINDING_REQUEST)
                        .putShort((short) 0)
                        .putInt(COOKIE)
                        .put(id)
                        .array();
        try (DatagramSocket socket = new DatagramSocket()) {
            socket.connect(at); // hears of a closed port at once
            socket.setSoTimeout(Math.toIntExact(patience.dividedBy(TRIES).toMillis()));
            for (int i = 0; i < TRIES; i++) {
                socket.send(new DatagramPacket(request, request.length));
                DatagramPacket answer =
                        new DatagramPacket(new byte[LONGEST_ANSWER], LONGEST_ANSWER);
                try {
                    socket.receive(answer);
                } catch (SocketTimeoutException e) {
                    continue; // datagrams get lost
                }
                if (isAnswer(request, Arrays.copyOf(answer.getData(), answer.getLength()))) {
                    return true;
                }
            }
        }
        return false;
    }

    /// Whether a datagram answers the request: with success or an error, either of which shows that somebody is there.
    static boolean isAnswer(byte[] request, byte[] datagram) {
        if (datagram.length < HEADER_BYTES) {
            return false;
        }
        int type = ByteBuffer.wrap(datagram).getShort();
        return (type & SUCCESS) != 0
                && (type & ~CLASSES_OF_AN_ANSWER) == BINDING_REQUEST
                && Arrays.equals(
                        request,
                        HEADER_BYTES - ID_BYTES,
                        HEADER_BYTES,
                        datagram,
                        HEADER_BYTES - ID_BYTES,
                        HEADER_BYTES);
    }
}

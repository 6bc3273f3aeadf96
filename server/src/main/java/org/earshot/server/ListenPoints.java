package org.earshot.server;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.SocketException;
import java.util.List;
import java.util.Optional;
import org.earshot.common.stack.ListenPoint;
import org.earshot.common.stack.Transport;
import org.earshot.server.config.ListenAddress;
import org.earshot.server.config.ServerConfig;

/// Where the configuration has us listen, and why that may not be possible.
final class ListenPoints {

    private ListenPoints() {}

    static List<ListenPoint> of(ServerConfig.Listen listen) {
        return listen.all().stream()
                .map(point -> new ListenPoint(transport(point.key()), point.address()))
                .toList();
    }

    private static Transport transport(String key) {
        return Transport.of(key.substring("listen.".length()));
    }

    /// Where other nodes reach this one by SIP over TLS, as far as that is known: the first address where it listens for TLS; where that are all
    /// addresses, the one by which they reach it anyway. Not loopback, where they are on other machines.
    ///
    /// @param points with real ports
    /// @param bus where the others push to this node
    static Optional<InetSocketAddress> forNodes(
            List<ListenPoint> points, Optional<InetSocketAddress> bus) {
        return points.stream()
                .filter(point -> point.transport() == Transport.TLS)
                .map(ListenPoint::address)
                .flatMap(tls -> forNodes(tls, bus).stream())
                .findFirst();
    }

    private static Optional<InetSocketAddress> forNodes(
            InetSocketAddress tls, Optional<InetSocketAddress> bus) {
        if (tls.getAddress().isAnyLocalAddress()) {
            return bus.map(address -> new InetSocketAddress(address.getAddress(), tls.getPort()));
        }
        boolean onThisMachine = tls.getAddress().isLoopbackAddress();
        boolean othersAreNot =
                bus.filter(address -> !address.getAddress().isLoopbackAddress()).isPresent();
        return Optional.of(tls).filter(_ -> !(onThisMachine && othersAreNot));
    }

    /// Finds out which of them could not be bound, and says so with its key.
    static IOException unavailable(List<ListenPoint> points, SocketException failure) {
        for (ListenPoint point : points) {
            Optional<String> problem = problem(point);
            if (problem.isPresent()) {
                return new IOException(
                        "listen."
                                + point.transport().parameter()
                                + ": "
                                + text(point.address())
                                + " "
                                + problem.get(),
                        failure);
            }
        }
        return new IOException(
                "listen: one of the addresses was taken a moment ago ("
                        + failure.getMessage()
                        + "): try again",
                failure);
    }

    /// Whether TCP can be bound there, for libraries that tell it in their own words.
    ///
    /// @param key of the configuration
    /// @throws IOException if not; it names the key
    static void check(String key, List<InetSocketAddress> addresses) throws IOException {
        for (InetSocketAddress address : addresses) {
            Optional<String> problem = problem(new ListenPoint(Transport.TCP, address));
            if (problem.isPresent()) {
                throw new IOException(key + ": " + text(address) + " " + problem.get());
            }
        }
    }

    private static Optional<String> problem(ListenPoint point) {
        try {
            if (point.transport() == Transport.UDP) {
                try (DatagramSocket socket = new DatagramSocket(null)) {
                    socket.bind(point.address());
                }
            } else {
                try (ServerSocket socket = new ServerSocket()) {
                    socket.setReuseAddress(true);
                    socket.bind(point.address());
                }
            }
            return Optional.empty();
        } catch (IOException e) {
            return Optional.of(ListenAddress.problem(e));
        }
    }

    /// `HOST:PORT`, IPv6 in brackets.
    static String text(InetSocketAddress address) {
        return ListenAddress.text(address);
    }
}

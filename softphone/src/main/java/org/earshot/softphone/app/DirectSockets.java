package org.earshot.softphone.app;

import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.earshot.common.address.LanAddress;
import org.earshot.common.stack.ListenPoint;
import org.earshot.common.stack.RequestHandler;
import org.earshot.common.stack.RequestSender;
import org.earshot.common.stack.SipNode;
import org.earshot.common.stack.SipNodeConfig;
import org.earshot.common.stack.StackLimits;
import org.earshot.common.stack.Timers;
import org.earshot.common.stack.Transport;
import org.earshot.common.stack.WireLimits;
import org.earshot.softphone.mdns.Found;
import org.earshot.softphone.mdns.Mdns;
import org.earshot.softphone.ua.DirectLine;

/// Sockets of the SIP stack for calls without a server: one port, by UDP and TCP, with the limits of a phone and not of a server.
final class DirectSockets implements DirectLine {
    private static final InetAddress ANY = InetAddress.ofLiteral("0.0.0.0");
    private static final int USUAL_PORT = 5060;
    private static final int TRIES = 10;
    private static final int KILOBYTE = 1024;
    private static final Duration SHORT = Duration.ofSeconds(10);
    private static final Duration LOOK_UP = Duration.ofSeconds(4);

    private static final WireLimits WIRE =
            new WireLimits(
                    16 * KILOBYTE,
                    16 * KILOBYTE,
                    32,
                    8,
                    256 * KILOBYTE,
                    Duration.ofSeconds(5),
                    SHORT,
                    SHORT,
                    SHORT,
                    Duration.ofMinutes(5),
                    SHORT,
                    SHORT);
    private static final StackLimits STACK = new StackLimits(64, 1000, SHORT);

    private final Optional<InetSocketAddress> wanted;
    private final boolean anywhere;
    private final Mdns mdns;
    private final Timers timers;
    private final Executor threads;

    /// @param wanted where to listen; empty: at all addresses, at the usual port or where that is taken at any
    /// @param anywhere whether also with phones that are not near
    /// @param threads to wait for the name server on
    DirectSockets(
            Optional<InetSocketAddress> wanted,
            boolean anywhere,
            Mdns mdns,
            Timers timers,
            Executor threads) {
        this.wanted = wanted;
        this.anywhere = anywhere;
        this.mdns = mdns;
        this.timers = timers;
        this.threads = threads;
    }

    @Override
    public boolean isNear(InetAddress address) {
        return anywhere || LanAddress.is(address);
    }

    @Override
    public Open open(RequestHandler handler) throws IOException {
        if (wanted.isPresent() && wanted.get().getPort() != 0) {
            return open(wanted.get(), handler);
        }
        if (wanted.isEmpty()) {
            try {
                return open(new InetSocketAddress(ANY, USUAL_PORT), handler);
            } catch (IOException _) {
                // somebody has it: another phone on this machine, or a server
            }
        }
        InetAddress at = wanted.map(InetSocketAddress::getAddress).orElse(ANY);
        IOException problem = new IOException("no free port");
        for (int i = 0; i < TRIES; i++) {
            try {
                return open(new InetSocketAddress(at, freePort(at)), handler);
            } catch (IOException e) {
                problem = e; // free by TCP, or a moment ago
            }
        }
        throw problem;
    }

    private static int freePort(InetAddress at) throws IOException {
        try (ServerSocket probe = new ServerSocket(0, 1, at)) {
            return probe.getLocalPort();
        }
    }

    private Open open(InetSocketAddress address, RequestHandler handler) throws IOException {
        List<ListenPoint> points =
                new ArrayList<>(
                        List.of(
                                new ListenPoint(Transport.UDP, address),
                                new ListenPoint(Transport.TCP, address)));
        if (wanted.isEmpty()) {
            // a socket of UDP for all addresses is one of IPv4 alone, other than that of TCP
            ipv6().forEach(six ->
                    points.add(
                            new ListenPoint(
                                    Transport.UDP, new InetSocketAddress(six, address.getPort()))));
        }
        SipNodeConfig config =
                SipNodeConfig.plain("direct", points.toArray(ListenPoint[]::new))
                        .withLimits(WIRE, STACK)
                        .withSources(this::isNear);
        return new OfNode(SipNode.open(config, timers, handler), address);
    }

    /// The addresses of this machine by IPv6 that can be used now, also those that only the network around knows (RFC 4291 §2.5.6).
    private static List<InetAddress> ipv6() throws IOException {
        return NetworkInterface.networkInterfaces()
                .flatMap(NetworkInterface::inetAddresses)
                .filter(address -> address instanceof Inet6Address && !address.isLoopbackAddress())
                .filter(DirectSockets::isUsable)
                .toList();
    }

    /// For a second or two the system checks that nobody else has a new one (RFC 4862 §5.4).
    private static boolean isUsable(InetAddress address) {
        try (ServerSocket probe = new ServerSocket(0, 1, address)) {
            return probe.isBound();
        } catch (IOException _) {
            return false;
        }
    }

    private record OfNode(SipNode node, InetSocketAddress address) implements Open {
        @Override
        public RequestSender sender() {
            return node.sender();
        }

        @Override
        public void close() {
            node.close();
        }
    }

    @Override
    public CompletionStage<List<InetAddress>> resolve(String host) {
        return CompletableFuture.supplyAsync(() -> bySystem(host), threads)
                .thenCompose(found ->
                        found.isEmpty() && isLocal(host)
                                ? byNeighbours(host)
                                : CompletableFuture.completedFuture(found))
                .thenCompose(found ->
                        found.isEmpty()
                                ? CompletableFuture.failedFuture(
                                        new IOException("nobody is called " + host))
                                : CompletableFuture.completedFuture(found));
    }

    private static List<InetAddress> bySystem(String host) {
        try {
            return List.of(InetAddress.getAllByName(host));
        } catch (IOException _) {
            return List.of();
        }
    }

    private static boolean isLocal(String host) {
        String name = host.toLowerCase(Locale.ROOT);
        return name.endsWith(".local") || name.endsWith(".local.");
    }

    private CompletableFuture<List<InetAddress>> byNeighbours(String host) {
        CompletableFuture<List<InetAddress>> result = new CompletableFuture<>();
        try {
            Runnable end =
                    mdns.lookUp(
                            host,
                            found -> result.complete(found.stream().map(Found::address).toList()));
            Timers.Cancellable limit = timers.after(LOOK_UP, () -> result.complete(List.of()));
            return result.whenComplete((_, _) -> {
                end.run();
                limit.cancel();
            });
        } catch (IllegalArgumentException _) {
            return CompletableFuture.completedFuture(List.of());
        }
    }
}

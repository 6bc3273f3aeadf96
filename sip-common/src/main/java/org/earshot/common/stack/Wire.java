package org.earshot.common.stack;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/// All sockets of a node: SIP messages over UDP, TCP, TLS and WebSockets (RFC 3261 §18, RFC 7118). Knows messages and flows, and
/// nothing of transactions.
///
/// Thread-safe. Nothing here lets the caller wait for a peer or a name server.
final class Wire implements AutoCloseable {
    private static final byte[] KEEP_ALIVE = {'\r', '\n', '\r', '\n'};

    private final WireConfig config;
    private final Timers timers;
    private final List<ListenPoint> listenPoints = new CopyOnWriteArrayList<>();
    private final Map<InetSocketAddress, UdpEndpoint> udp = new ConcurrentHashMap<>();
    private final Streams streams;
    private final LocalAddresses localAddresses = new LocalAddresses();
    private final AddressPolicy addressPolicy = new AddressPolicy(listenPoints);

    /// Opens nothing yet.
    ///
    /// @param timers for the deadlines of connections
    Wire(WireConfig config, Timers timers) {
        this.config = config;
        this.timers = timers;
        this.streams = new Streams(config, addressPolicy);
    }

    /// Binds all listen points and begins to read.
    ///
    /// @throws IOException if one can't be bound; nothing stays open then
    void start(WireListener listener) throws IOException {
        Inbox inbox = new Inbox(listener);
        try {
            for (ListenPoint point : config.listen()) {
                listenPoints.add(new ListenPoint(point.transport(), bind(point)));
            }
        } catch (IOException | RuntimeException e) {
            close();
            throw e;
        }
        streams.start(inbox, timers);
        for (UdpEndpoint endpoint : udp.values()) {
            endpoint.start((buffer, length, source) -> {
                if (config.sources().test(source.getAddress())) {
                    inbox.onDatagram(buffer, length, udpFlow(endpoint, source));
                }
            });
        }
    }

    private InetSocketAddress bind(ListenPoint point) throws IOException {
        try {
            return point.transport() == Transport.UDP
                    ? bindUdp(point.address())
                    : streams.listen(point);
        } catch (BindException e) {
            BindException named =
                    new BindException(
                            "listen."
                                    + point.transport().parameter()
                                    + ": "
                                    + hostPort(point.address())
                                    + ": "
                                    + e.getMessage());
            named.initCause(e);
            throw named;
        }
    }

    private static String hostPort(InetSocketAddress address) {
        String host = address.getAddress().getHostAddress();
        return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + address.getPort();
    }

    private InetSocketAddress bindUdp(InetSocketAddress address) throws IOException {
        UdpEndpoint endpoint = UdpEndpoint.bind(address);
        udp.put(endpoint.local(), endpoint);
        return endpoint.local();
    }

    /// Where messages are taken, with real ports, in the order of the configuration.
    List<ListenPoint> listenPoints() {
        return List.copyOf(listenPoints);
    }

    /// Finds or makes a flow to a destination. For UDP that is a matter of name resolution; for TCP and TLS a
    /// connection that stands is used again (for TLS only if made for the same certificate domain), else one is
    /// opened.
    ///
    /// @return completed on any thread, also the caller's; fails with an [IOException] that says why
    CompletableFuture<Flow> open(Destination destination) {
        return switch (destination) {
            case Destination.Existing(Flow flow) ->
                    isOpen(flow)
                            ? CompletableFuture.completedFuture(flow)
                            : CompletableFuture.failedFuture(new IOException("the flow is gone"));
            case Destination.Address address ->
                    switch (address.transport()) {
                        case UDP -> openUdp(address);
                        case TCP, TLS -> streams.open(address);
                        case WS, WSS ->
                                CompletableFuture.failedFuture(
                                        new IOException(
                                                "nobody listens in a browser: "
                                                        + address.transport()
                                                        + " needs the flow of its phone"));
                    };
        };
    }

    private CompletableFuture<Flow> openUdp(Destination.Address address) {
        Optional<InetAddress> literal = Hosts.literal(address.host());
        CompletableFuture<Flow> result = new CompletableFuture<>();
        if (literal.isPresent()) {
            completeUdp(result, List.of(literal.get()), address);
            return result;
        }
        Thread.ofVirtual()
                .name("sip-resolve")
                .start(() -> {
                    try {
                        completeUdp(result, Hosts.resolve(address.host()), address);
                    } catch (IOException | RuntimeException e) {
                        result.completeExceptionally(
                                new IOException("no address for " + address.host(), e));
                    }
                });
        return result;
    }

    private void completeUdp(
            CompletableFuture<Flow> result,
            List<InetAddress> found,
            Destination.Address destination) {
        String problem = "no UDP socket that reaches " + found;
        for (InetAddress address : found) {
            Optional<String> refusal = addressPolicy.refusal(destination, address);
            if (refusal.isPresent()) {
                problem = refusal.get();
                continue;
            }
            InetSocketAddress remote = new InetSocketAddress(address, destination.port());
            Optional<UdpEndpoint> endpoint = udpSource(remote, destination).map(udp::get);
            if (endpoint.isPresent()) {
                result.complete(udpFlow(endpoint.get(), remote));
                return;
            }
        }
        result.completeExceptionally(new IOException(problem));
    }

    private Optional<InetSocketAddress> udpSource(
            InetSocketAddress remote, Destination.Address destination) {
        return UdpSource.of(
                listenPoints,
                remote.getAddress(),
                destination
                        .namedBy()
                        .filter(flow -> flow.transport() == Transport.UDP)
                        .map(Flow::local),
                () -> localAddresses.towards(remote, remote.getAddress()));
    }

    /// How many connections stand, by transport.
    Map<Transport, Integer> connections() {
        return streams.count();
    }

    /// The flows of connections that stand.
    List<Flow> flows() {
        return streams.flows();
    }

    private Flow udpFlow(UdpEndpoint endpoint, InetSocketAddress remote) {
        return new Flow(config.node(), Transport.UDP, endpoint.local(), remote, 0);
    }

    /// Sends bytes over a flow: for UDP one datagram, at once; for a connection they are queued, and if they can't
    /// be written the connection closes ([WireListener#onFlowClosed]).
    ///
    /// @throws IOException if the flow is gone, or the datagram was refused
    void send(Flow flow, byte[] message) throws IOException {
        if (flow.transport() == Transport.UDP) {
            UdpEndpoint endpoint = isOurs(flow) ? udp.get(flow.local()) : null;
            if (endpoint == null) {
                throw new IOException("no UDP socket at " + flow.local());
            }
            endpoint.send(message, flow.remote());
        } else {
            connection(flow).send(message);
        }
    }

    /// Sends the double CRLF that keeps a connection and a NAT's memory of it alive (RFC 5626 §4.4.1). Without a pong in
    /// time the connection closes; over UDP there is no pong.
    ///
    /// @throws IOException if the flow is gone
    void ping(Flow flow) throws IOException {
        if (flow.transport() == Transport.UDP) {
            send(flow, KEEP_ALIVE);
        } else {
            connection(flow).ping();
        }
    }

    private StreamConnection connection(Flow flow) throws IOException {
        StreamConnection connection = isOurs(flow) ? streams.get(flow) : null;
        if (connection == null) {
            throw new IOException("the flow is gone");
        }
        return connection;
    }

    /// Whether messages can be sent over it: for UDP if the socket is ours.
    boolean isOpen(Flow flow) {
        return isOurs(flow)
                && (flow.transport() == Transport.UDP
                        ? udp.containsKey(flow.local())
                        : streams.get(flow) != null);
    }

    /// As [RequestSender#isCertified].
    boolean isCertified(Flow flow, String domain) {
        if (!isOurs(flow) || flow.transport() != Transport.TLS) {
            return false;
        }
        StreamConnection connection = streams.get(flow);
        return connection != null && connection.isCertified(domain);
    }

    /// Closes a connection; nothing for UDP or one that is gone.
    void close(Flow flow) {
        StreamConnection connection = isOurs(flow) ? streams.get(flow) : null;
        if (connection != null) {
            connection.close("closed by us");
        }
    }

    /// The node's name is another after each start, so a flow of an earlier one is not taken for ours
    /// even if the numbers are the same.
    private boolean isOurs(Flow flow) {
        return flow.node().equals(config.node());
    }

    /// Closes everything. Listeners still hear of the connections that end.
    @Override
    public void close() {
        streams.close();
        udp.values().forEach(UdpEndpoint::close);
        udp.clear();
    }
}

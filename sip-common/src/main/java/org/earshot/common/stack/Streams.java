package org.earshot.common.stack;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// All connections of a node, of TCP, TLS and WebSockets, those that came and those that we opened. Thread-safe.
final class Streams implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Streams.class);

    /// A page that is closed says so; one whose network went does not. Half a minute keeps the memory of most NATs, too.
    private static final Duration WEB_SOCKET_SILENCE = Duration.ofSeconds(30);

    private final WireConfig config;
    private final AddressPolicy addressPolicy;
    private final ConnectionTable table;
    private final List<StreamListener> listeners = new CopyOnWriteArrayList<>();

    /// Connections to an address, open or being opened, for the next request to the same
    /// (RFC 3261 §18.1.1).
    private final Map<Peer, CompletableFuture<Flow>> opened = new ConcurrentHashMap<>();

    private volatile Inbox inbox;
    private volatile long tick;
    private volatile boolean closed;

    /// What makes a connection fit for another request: a TLS connection is good for the one domain that
    /// its certificate was held against.
    private record Peer(
            Transport transport,
            String host,
            int port,
            String domain,
            AddressPolicy.NamedBy namedBy) {
        static Peer of(Destination.Address address) {
            return new Peer(
                    address.transport(),
                    address.host().toLowerCase(Locale.ROOT),
                    address.port(),
                    address.transport().isSecure()
                            ? address.certificateDomain().toLowerCase(Locale.ROOT)
                            : "",
                    AddressPolicy.NamedBy.of(address));
        }
    }

    Streams(WireConfig config, AddressPolicy addressPolicy) {
        this.config = config;
        this.addressPolicy = addressPolicy;
        this.table =
                new ConnectionTable(
                        config.limits().maxConnections(),
                        config.limits().maxConnectionsPerAddress());
    }

    /// Binds.
    ///
    /// @return with the real port
    InetSocketAddress listen(ListenPoint point) throws IOException {
        StreamListener listener = StreamListener.bind(point);
        listeners.add(listener);
        return listener.local();
    }

    /// Begins to accept and to watch the deadlines.
    void start(Inbox theInbox, Timers timers) {
        inbox = theInbox;
        for (StreamListener listener : listeners) {
            listener.start(socket -> accepted(listener.transport(), socket), timers);
        }
        timers.after(Deadlines.TICK, () -> tick(1, timers));
    }

    /// How many stand, by transport.
    Map<Transport, Integer> count() {
        Map<Transport, Integer> counts = new EnumMap<>(Transport.class);
        for (StreamConnection connection : table.all()) {
            counts.merge(connection.flow().transport(), 1, Integer::sum);
        }
        return counts;
    }

    /// Of all that stand.
    List<Flow> flows() {
        return table.all().stream().map(StreamConnection::flow).toList();
    }

    private void tick(long now, Timers timers) {
        if (closed) {
            return;
        }
        tick = now;
        for (StreamConnection connection : table.all()) {
            connection.tick(now);
        }
        timers.after(Deadlines.TICK, () -> tick(now + 1, timers));
    }

    private void accepted(Transport transport, Socket socket) {
        InetAddress peer = socket.getInetAddress();
        if (!config.sources().test(peer) || !table.admit(peer)) {
            log.debug("too many connections, or none for {}", peer);
            closeQuietly(socket);
            return;
        }
        Thread.ofVirtual()
                .name("sip-" + transport.parameter())
                .start(() -> {
                    try {
                        serve(transport, socket);
                    } finally {
                        table.leave(peer);
                    }
                });
    }

    private void serve(Transport transport, Socket socket) {
        StreamConnection connection;
        try {
            configure(socket);
            Socket stream = transport.isSecure() ? serverTls(transport, socket) : socket;
            Deadlines deadlines = new Deadlines(config.limits(), tick);
            deadlines.firstMessageExpected();
            connection =
                    connection(
                            transport,
                            socket,
                            stream,
                            deadlines,
                            framing(transport, deadlines),
                            chain ->
                                    config.shown()
                                            .filter(one -> one.trusted().test(chain))
                                            .isPresent());
        } catch (IOException | RuntimeException e) {
            log.debug("a connection came to nothing: {}", e.toString());
            closeQuietly(socket);
            return;
        }
        table.put(connection);
        try {
            if (handshakeDone(connection)) {
                connection.run();
            }
        } finally {
            table.remove(connection);
        }
    }

    private boolean handshakeDone(StreamConnection connection) {
        try {
            connection.handshake();
            return !refuseWhenClosed(connection);
        } catch (IOException | RuntimeException e) {
            log.debug("handshake with {}: {}", connection.flow().remote(), e.toString());
            connection.close("handshake failed");
            return false;
        }
    }

    /// A connection over which the destination can be reached: one that stands, or a new one. Name
    /// resolution, connecting and handshake run on a virtual thread.
    @SuppressWarnings("ReferenceEquality") // whether it is this very future that stands in the map
    CompletableFuture<Flow> open(Destination.Address address) {
        Peer peer = Peer.of(address);
        CompletableFuture<Flow> mine = new CompletableFuture<>();
        CompletableFuture<Flow> current =
                opened.compute(peer, (_, other) -> other != null && isUsable(other) ? other : mine);
        if (current != mine) {
            return current.copy();
        }
        Thread.ofVirtual()
                .name("sip-" + address.transport().parameter())
                .start(() -> {
                    try {
                        connect(address, mine);
                    } finally {
                        opened.remove(peer, mine);
                        mine.completeExceptionally(new IOException("not connected"));
                    }
                });
        return mine.copy();
    }

    /// Being opened, or open. One that has failed or ended may not have been taken away yet.
    private boolean isUsable(CompletableFuture<Flow> future) {
        return switch (future.state()) {
            case RUNNING -> true;
            case SUCCESS -> table.get(future.resultNow()) != null;
            case FAILED, CANCELLED -> false;
        };
    }

    private void connect(Destination.Address address, CompletableFuture<Flow> result) {
        StreamConnection connection = null;
        try {
            Socket socket = connected(address);
            try {
                Socket stream =
                        address.transport() == Transport.TLS ? clientTls(socket, address) : socket;
                connection =
                        connection(
                                address.transport(),
                                socket,
                                stream,
                                new Deadlines(config.limits(), tick),
                                messageFramer(),
                                _ -> true); // or the handshake fails
                table.put(connection);
                connection.handshake();
                if (stream instanceof SSLSocket tls) {
                    TlsSockets.requireDomain(tls, address.certificateDomain());
                }
                if (refuseWhenClosed(connection)) {
                    throw new IOException("shut down");
                }
            } catch (IOException | RuntimeException e) {
                closeQuietly(socket);
                throw e;
            }
        } catch (IOException | RuntimeException e) {
            if (connection != null) {
                table.remove(connection);
            }
            result.completeExceptionally(
                    e instanceof IOException ? e : new IOException(e.toString(), e));
            return;
        }
        try {
            result.complete(connection.flow());
            connection.run();
        } finally {
            table.remove(connection);
        }
    }

    /// Tries the addresses of a name one after the other.
    private Socket connected(Destination.Address address) throws IOException {
        IOException last = null;
        for (InetAddress candidate : Hosts.resolve(address.host())) {
            Optional<String> refusal = addressPolicy.refusal(address, candidate);
            if (refusal.isPresent()) {
                last = new IOException(refusal.get());
                continue;
            }
            Socket socket = new Socket();
            try {
                configure(socket);
                socket.connect(
                        new InetSocketAddress(candidate, address.port()),
                        Math.toIntExact(config.limits().connectTimeout().toMillis()));
                return socket;
            } catch (IOException e) {
                closeQuietly(socket);
                last = e;
            }
        }
        throw last == null ? new IOException("no address for " + address.host()) : last;
    }

    private SSLSocket clientTls(Socket socket, Destination.Address address) throws IOException {
        SSLContext context =
                config.clientTls().orElseThrow(() -> new IOException("nobody is trusted for TLS"));
        return TlsSockets.client(context, socket, address.certificateDomain());
    }

    /// Pages in browsers are asked for no certificate: these would ask their people.
    private SSLSocket serverTls(Transport transport, Socket socket) throws IOException {
        Optional<ClientCertificates> wanted =
                config.shown()
                        .filter(one -> transport == Transport.TLS && one.wanted().getAsBoolean());
        return TlsSockets.server(
                wanted.map(ClientCertificates::asking).orElseGet(config.serverTls()::orElseThrow),
                socket,
                wanted.isPresent());
    }

    private Framing framing(Transport transport, Deadlines deadlines) {
        if (transport != Transport.WS && transport != Transport.WSS) {
            return messageFramer();
        }
        deadlines.pingAfter(WEB_SOCKET_SILENCE);
        return new WebSocketFramer(
                config.origins(),
                config.limits().maxHeaderBytes() + config.limits().maxBodyBytes());
    }

    private MessageFramer messageFramer() {
        return new MessageFramer(config.limits().maxHeaderBytes(), config.limits().maxBodyBytes());
    }

    private StreamConnection connection(
            Transport transport,
            Socket socket,
            Socket stream,
            Deadlines deadlines,
            Framing framing,
            Predicate<List<X509Certificate>> trusted) {
        Flow flow =
                new Flow(
                        config.node(),
                        transport,
                        (InetSocketAddress) socket.getLocalSocketAddress(),
                        (InetSocketAddress) socket.getRemoteSocketAddress(),
                        table.nextNumber());
        return new StreamConnection(
                flow, socket, stream, framing, inbox, config.limits(), deadlines, trusted);
    }

    private static void configure(Socket socket) throws IOException {
        socket.setTcpNoDelay(true);
        socket.setKeepAlive(true);
    }

    /// The connection of a flow.
    ///
    /// @return null if it does not stand
    StreamConnection get(Flow flow) {
        return table.get(flow);
    }

    /// For a connection that came to be while [#close] went through the table.
    private boolean refuseWhenClosed(StreamConnection connection) {
        if (closed) {
            connection.close("shut down");
        }
        return closed;
    }

    @Override
    public void close() {
        closed = true;
        for (StreamListener listener : listeners) {
            listener.close();
        }
        for (StreamConnection connection : table.all()) {
            connection.close("shut down");
        }
    }

    private static void closeQuietly(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            log.debug("closing a socket", e);
        }
    }
}

package org.earshot.common.stack;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.text.ParseException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import javax.sip.header.Header;
import javax.sip.header.ServerHeader;
import javax.sip.message.Message;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A SIP element's sockets and transactions: the door of this package, for server and phone. Requests that begin
/// something go to its handler, others go out through [#sender()]. Thread-safe.
///
/// ```java
/// try (SipNode node = SipNode.open(config, timers, new MethodRouter(handlers))) {
///     node.sender().send(register, destination, "", listener, queue);
/// ```
public final class SipNode implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(SipNode.class);

    private final Wire wire;
    private final WireOutlet outlet;
    private final TransactionLayer layer;
    private final ExecutorService threads;
    private final List<Consumer<Flow>> closedListeners = new CopyOnWriteArrayList<>();
    private final List<Consumer<Flow>> pongListeners = new CopyOnWriteArrayList<>();

    private SipNode(
            SipNodeConfig config,
            Timers timers,
            RequestHandler handler,
            StrayResponses strayResponses) {
        String start = config.node() + '-' + new RandomIds().tag();
        threads = Executors.newVirtualThreadPerTaskExecutor();
        wire =
                new Wire(
                        new WireConfig(
                                start,
                                config.listen(),
                                config.serverTls(),
                                config.clientTls(),
                                config.wireLimits(),
                                config.origins(),
                                config.sources(),
                                config.shown()),
                        timers);
        outlet = new WireOutlet(wire, config.observer());
        layer =
                new TransactionLayer(
                        outlet,
                        timers,
                        config.timers(),
                        config.stackLimits(),
                        untilClosed(threads),
                        handler,
                        strayResponses,
                        serverHeader(config.serverName()),
                        config.observer());
    }

    /// Binds the listen points and begins to serve; stray responses are dropped.
    ///
    /// @param timers of the program; they stay the caller's
    /// @throws IOException if a listen point can't be bound; nothing stays open then
    public static SipNode open(SipNodeConfig config, Timers timers, RequestHandler handler)
            throws IOException {
        return open(config, timers, handler, StrayResponses.DROPPED);
    }

    /// As [#open(SipNodeConfig, Timers, RequestHandler)].
    ///
    /// @param strayResponses gets each 2xx to an INVITE whose transaction is over
    public static SipNode open(
            SipNodeConfig config,
            Timers timers,
            RequestHandler handler,
            StrayResponses strayResponses)
            throws IOException {
        SipNode node = new SipNode(config, timers, handler, strayResponses);
        try {
            node.wire.start(node.new Ears());
        } catch (IOException | RuntimeException e) {
            node.threads.shutdown();
            throw e;
        }
        return node;
    }

    /// Sends requests.
    public RequestSender sender() {
        return layer;
    }

    /// Where messages are taken, with real ports, in the order of the configuration.
    public List<ListenPoint> listenPoints() {
        return wire.listenPoints();
    }

    /// The first listen point of a transport.
    ///
    /// @throws IllegalArgumentException if there is none
    public ListenPoint listenPoint(Transport transport) {
        return wire.listenPoints().stream()
                .filter(point -> point.transport() == transport)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no " + transport + " listener"));
    }

    /// Opens a connection, or finds one that is open; for UDP finds the address. A phone does this before it
    /// registers, to know its own address and to keep the flow.
    ///
    /// @return fails with an [IOException] that says why; completed on any thread
    public CompletableFuture<Flow> connect(Destination destination) {
        return wire.open(destination);
    }

    /// The address and port that we give to the peer of a flow: for Contact and Via.
    public InetSocketAddress contactAddress(Flow flow) {
        return outlet.sentBy(flow);
    }

    /// Sends a keep-alive (RFC 5626 §4.4.1). If no pong comes over a connection it closes, which
    /// [#onFlowClosed] tells; over UDP nobody answers, and it only keeps a NAT awake.
    ///
    /// @return false if the flow is gone
    public boolean ping(Flow flow) {
        try {
            wire.ping(flow);
            return true;
        } catch (IOException e) {
            log.debug("can't ping {}: {}", flow, e.getMessage());
            return false;
        }
    }

    /// Closes a connection; nothing for UDP or one that is gone.
    public void close(Flow flow) {
        wire.close(flow);
    }

    /// To be told of each connection that ends. Called on a thread of its own, which may block.
    public void onFlowClosed(Consumer<Flow> listener) {
        closedListeners.add(listener);
    }

    /// To be told of each pong. Called on a thread of its own.
    public void onPong(Consumer<Flow> listener) {
        pongListeners.add(listener);
    }

    /// How many connections stand, of each transport that has any. UDP has none.
    public Map<Transport, Integer> connections() {
        return wire.connections();
    }

    /// The flows of connections that stand; not of UDP.
    public List<Flow> flows() {
        return wire.flows();
    }

    /// How many client transactions live.
    public int clientTransactions() {
        return layer.clientTransactions();
    }

    /// How many server transactions live; those over UDP do for 32 s after their answer.
    public int serverTransactions() {
        return layer.serverTransactions();
    }

    /// How many requests wait for their final response.
    public int unanswered() {
        return layer.unanswered();
    }

    /// Closes all sockets, and ends all transactions without a word. Handlers that run are not waited for.
    @Override
    public void close() {
        wire.close();
        layer.close();
        threads.shutdown();
    }

    private static Optional<Header> serverHeader(String name) {
        if (name.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(SipMessages.headers().createHeader(ServerHeader.NAME, name));
        } catch (ParseException e) {
            throw new IllegalArgumentException("Server: " + name, e);
        }
    }

    private static Executor untilClosed(ExecutorService threads) {
        return task -> {
            try {
                threads.execute(task);
            } catch (RejectedExecutionException e) {
                log.debug("closed: a task is dropped");
            }
        };
    }

    /// Hears the wire.
    private final class Ears implements WireListener {
        private final Executor executor = untilClosed(threads);

        @Override
        public void onMessage(Message message, Flow flow) {
            layer.onMessage(message, flow);
        }

        @Override
        public void onMalformed(MalformedMessage broken, Flow flow) {
            layer.onMalformed(broken, flow);
        }

        @Override
        public void onFlowClosed(Flow flow, String reason) {
            log.debug("{} closed: {}", flow, reason);
            layer.onFlowClosed(flow, reason);
            closedListeners.forEach(listener -> executor.execute(() -> listener.accept(flow)));
        }

        @Override
        public void onPong(Flow flow) {
            pongListeners.forEach(listener -> executor.execute(() -> listener.accept(flow)));
        }
    }
}

package org.earshot.server.bus;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.earshot.common.db.Database;
import org.earshot.common.db.Dialect;
import org.earshot.common.db.Transactions;
import org.earshot.common.event.Change;
import org.earshot.common.event.Changes;
import org.earshot.common.event.LocalChanges;
import org.earshot.common.event.Nodes;
import org.earshot.common.event.Topic;
import org.earshot.common.key.KeyRing;
import org.earshot.common.key.NodeTls;
import org.earshot.common.stack.Timers;
import org.earshot.server.config.ListenAddress;
import org.earshot.server.config.ServerConfig;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// This node among the others: what changed, and who is there. On a database that nobody else can have open it works
/// within the process, and writes nothing. Thread-safe.
public final class NodeBus implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(NodeBus.class);
    private static final Duration REMOVAL = Duration.ofMinutes(1);

    private final Changes changes;
    private final Nodes nodes;
    private final Supplier<List<Map<String, Object>>> status;
    private final Supplier<Counts> counts;
    private final Optional<Consumer<String>> sip; // empty: there are no others
    private final Predicate<InetAddress> others;
    private final List<String> warnings;
    private final List<AutoCloseable> parts;

    private NodeBus(
            Changes changes,
            Nodes nodes,
            Supplier<List<Map<String, Object>>> status,
            Supplier<Counts> counts,
            Optional<Consumer<String>> sip,
            Predicate<InetAddress> others,
            List<String> warnings,
            List<AutoCloseable> parts) {
        this.changes = changes;
        this.nodes = nodes;
        this.status = status;
        this.counts = counts;
        this.sip = sip;
        this.others = others;
        this.warnings = new CopyOnWriteArrayList<>(warnings);
        this.parts = List.copyOf(parts);
    }

    /// Opens what the configuration names.
    ///
    /// @param database empty: everything is in memory
    /// @param name of this start of this node; the same that the change log gets
    /// @param role for people
    /// @throws IOException naming the configuration's key if the address can't be listened on
    public static NodeBus open(
            ServerConfig config,
            Optional<Database> database,
            KeyRing keys,
            String name,
            String role,
            InstantSource clock,
            Timers timers)
            throws IOException {
        Optional<Transactions> shared =
                database.filter(one -> one.dialect() == Dialect.MYSQL).map(Database::transactions);
        if (shared.isEmpty()) {
            return alone(name);
        }
        List<String> warnings =
                config.bus().isUnset()
                        ? List.of(
                                "bus.listen is not set: what changes on another node is heard up to a second late; set it to an address of this machine, or to off")
                        : List.of();
        return open(
                config.bus().address(),
                shared.get(),
                new NodeTls(keys, clock),
                name,
                role,
                timers,
                BusTiming.STANDARD,
                warnings);
    }

    private static NodeBus alone(String name) {
        ListenerThreads threads = new ListenerThreads();
        return new NodeBus(
                new LocalChanges(threads),
                Nodes.alone(name),
                List::of,
                () -> Counts.ALONE,
                Optional.empty(),
                _ -> false,
                List.of(),
                List.of(threads));
    }

    static NodeBus open(
            Optional<InetSocketAddress> listen,
            Transactions transactions,
            NodeTls tls,
            String name,
            String role,
            Timers timers,
            BusTiming timing,
            List<String> warnings)
            throws IOException {
        Executor blocking = task -> Thread.ofVirtual().name("bus").start(task);
        ListenerThreads threads = new ListenerThreads();
        LocalChanges here = new LocalChanges(threads);
        List<AutoCloseable> parts = new ArrayList<>(List.of(threads));
        String address = "";
        CompletableFuture<Consumer<String>> met = new CompletableFuture<>();
        LongSupplier refused = () -> 0;
        Predicate<InetAddress> connected = _ -> false;
        if (listen.isPresent()) {
            BusListener listener =
                    BusListener.open(
                            listen.get(),
                            name,
                            tls,
                            here::announce,
                            node -> {
                                var _ = met.thenAcceptAsync(known -> known.accept(node), blocking);
                            },
                            timing,
                            timers,
                            blocking);
            parts.add(listener);
            refused = listener::refused;
            connected = listener::isFrom;
            address = ListenAddress.text(listener.address());
        }
        LongSupplier strangers = refused;
        Predicate<InetAddress> proven = connected;
        Peers peers = new Peers(name, tls, timing, timers, blocking);
        parts.add(peers);
        NodeDirectory directory =
                new NodeDirectory(
                        new JdbcNodeTable(transactions),
                        new Node(name, role, address),
                        timing.missedBeats(),
                        blocking,
                        peers::keep);
        parts.add(directory);
        ChangeReader reader =
                new ChangeReader(name, new JdbcChangeTable(transactions), here, timing.backlog());
        ReentrantLock reading = new ReentrantLock();
        Runnable poll =
                () -> {
                    reading.lock();
                    try {
                        reader.poll();
                    } finally {
                        reading.unlock();
                    }
                };
        // before anybody reads the stores: what comes later is heard
        try {
            directory.round();
            poll.run();
        } catch (RuntimeException e) {
            close(parts);
            throw e;
        }
        // a node that connects pushes from now on: what it would have pushed before stands in the
        // log
        met.complete(node -> {
            directory.met(node);
            poll.run();
        });
        parts.add(rounds("heartbeat", timing.beat(), timers, blocking, directory::round));
        parts.add(rounds("change-log", timing.poll(), timers, blocking, poll));
        parts.add(
                rounds(
                        "change-log-removal",
                        REMOVAL,
                        timers,
                        blocking,
                        () -> {
                            if (directory.isFirst()) {
                                reader.removeOld();
                            }
                        }));
        return new NodeBus(
                new SharedChanges(here, peers),
                directory,
                () -> status(directory, peers),
                () ->
                        new Counts(
                                directory.rows().size(),
                                peers.connected(),
                                peers.dropped(),
                                strangers.getAsLong()),
                Optional.of(directory::takesSip),
                at -> directory.isAt(at) || proven.test(at),
                warnings,
                parts);
    }

    private static Rounds rounds(
            String name, Duration pause, Timers timers, Executor threads, Runnable round) {
        Rounds rounds = new Rounds(name, pause, timers, threads, round);
        rounds.start();
        return rounds;
    }

    /// Tells here, and pushes to the others.
    private record SharedChanges(LocalChanges here, Peers peers) implements Changes {
        @Override
        public void announce(Change change) {
            here.announce(change);
            peers.tell(change);
        }

        @Override
        public Runnable subscribe(Topic topic, Consumer<Change> listener) {
            return here.subscribe(topic, listener);
        }

        @Override
        public Runnable whenMissed(Runnable lookAtEverything) {
            return here.whenMissed(lookAtEverything);
        }

        @Override
        public void keepTrue(Cache cache) {
            here.keepTrue(cache);
        }
    }

    private static List<Map<String, Object>> status(NodeDirectory directory, Peers peers) {
        List<Map<String, Object>> all = new ArrayList<>();
        for (NodeTable.Row row : directory.rows()) {
            Node node = row.node();
            Map<String, Object> facts = new LinkedHashMap<>();
            facts.put("name", node.name());
            facts.put("role", node.role());
            facts.put("heartbeatSeconds", row.ageSeconds());
            facts.put("bus", node.address().isEmpty() ? "off" : node.address());
            facts.put("sip", node.sipAddress().isEmpty() ? "off" : node.sipAddress());
            facts.put(
                    "push",
                    node.name().equals(directory.self())
                            ? "this node"
                            : peers.link(node.name())
                                    .map(link -> link.isConnected() ? "connected" : "not connected")
                                    .orElse("off"));
            all.add(facts);
        }
        return all;
    }

    /// Tells the others where this node takes SIP over TLS from them, for phones that are connected to it.
    ///
    /// @param address reachable by them; empty: nowhere, which is warned of
    public void takesSip(Optional<InetSocketAddress> address) {
        sip.ifPresent(others -> others.accept(address.map(ListenAddress::text).orElse("")));
        if (sip.isPresent() && address.isEmpty()) {
            warnings.add(
                    "calls that come to another node don't reach phones that are connected to this one: set listen.tls, with an address of this machine there or in bus.listen");
        }
    }

    /// What changes, here and on other nodes.
    public Changes changes() {
        return changes;
    }

    /// Whether another node is at an address: it listens there by the list of nodes, or comes from there to this node's bus, where it has
    /// proven itself. Answers from memory.
    public boolean isAnotherNode(InetAddress address) {
        return others.test(address);
    }

    /// Who is there.
    public Nodes nodes() {
        return nodes;
    }

    /// The nodes for people, as of the last heartbeat; empty where there can be one only.
    public List<Map<String, Object>> status() {
        return status.get();
    }

    /// In numbers.
    public Counts counts() {
        return counts.get();
    }

    /// This node and the others.
    ///
    /// @param nodes that have a heartbeat, this one among them
    /// @param connected others to which this one can push now
    /// @param dropped changes that could not be pushed since the start, and are read from the log instead
    /// @param refused connections to this node's bus since the start
    public record Counts(long nodes, long connected, long dropped, long refused) {
        static final Counts ALONE = new Counts(1, 0, 0, 0);
    }

    /// In words, for `status` and for the log at the start.
    public List<String> warnings() {
        return List.copyOf(warnings);
    }

    /// Leaves the others. To be called while the database is still open.
    @Override
    public void close() {
        close(parts);
    }

    private static void close(List<AutoCloseable> parts) {
        for (AutoCloseable part : parts.reversed()) {
            try {
                part.close();
            } catch (Exception e) {
                log.warn("while stopping: {}", e.toString());
            }
        }
    }
}

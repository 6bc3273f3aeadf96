package org.earshot.server.bus;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.earshot.common.db.StoreUnavailableException;
import org.earshot.common.event.Nodes;
import org.earshot.common.stack.SerialQueue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Keeps this node in the list of nodes, and knows the others. Thread-safe.
final class NodeDirectory implements Nodes, AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(NodeDirectory.class);

    private final NodeTable table;
    private volatile Node self;
    private final int missedBeats;
    private final Executor threads;
    private final Consumer<List<Node>> onListed;
    private final NodeWatch watch;
    private final List<Told> listeners = new CopyOnWriteArrayList<>();
    private final ReentrantLock lock = new ReentrantLock();
    private volatile List<NodeTable.Row> rows = List.of();
    private volatile Set<String> others = Set.of();
    private volatile Set<InetAddress> places = Set.of();
    private int failures;
    private boolean listed;
    private boolean closed;

    /// @param threads runs listeners, which may block
    /// @param onListed gets the other nodes after each look; must not block
    NodeDirectory(
            NodeTable table,
            Node self,
            int missedBeats,
            Executor threads,
            Consumer<List<Node>> onListed) {
        this.table = table;
        this.self = self;
        this.missedBeats = missedBeats;
        this.threads = threads;
        this.onListed = onListed;
        watch = new NodeWatch(self.name(), missedBeats);
    }

    private record Told(Listener listener, SerialQueue queue) {}

    /// Gives a sign of life, and looks at the others. May block.
    void round() {
        round(true);
    }

    /// A node has shown itself: where it is not known yet, it is looked for at once and not with the next heartbeat. May
    /// block.
    void met(String node) {
        if (!node.equals(self.name()) && !others.contains(node)) {
            round(false);
        }
    }

    /// From now on this node takes SIP from the others, which hear of it at once. May block.
    ///
    /// @param address `HOST:PORT`
    void takesSip(String address) {
        lock.lock();
        try {
            self = self.takingSip(address);
        } finally {
            lock.unlock();
        }
        round(false);
    }

    private void round(boolean judges) {
        lock.lock();
        try {
            if (!closed) {
                beat(judges);
            }
        } finally {
            lock.unlock();
        }
    }

    private void beat(boolean judges) {
        NodeTable.Beat beat;
        try {
            beat = table.beat(self);
        } catch (StoreUnavailableException e) {
            if (++failures == missedBeats) {
                log.warn(
                        "no heartbeat of this node reaches the database: if others reach it they take {} for gone",
                        self.name());
            }
            return;
        }
        if (failures >= missedBeats) {
            log.info("the heartbeats of {} reach the database again", self.name());
        }
        failures = 0;
        boolean returned = beat.added() && listed;
        listed = true;
        NodeWatch.Look look = watch.look(beat.rows(), judges);
        List<String> gone = new ArrayList<>(look.gone());
        List<NodeTable.Row> left = new ArrayList<>(beat.rows());
        for (NodeTable.Row row : look.silent()) {
            if (removed(row)) {
                watch.forget(row.node().name());
                gone.add(row.node().name());
                left.remove(row);
            }
        }
        rows = List.copyOf(left);
        others = watch.names();
        List<Node> listedOthers =
                left.stream()
                        .map(NodeTable.Row::node)
                        .filter(node -> !node.name().equals(self.name()))
                        .toList();
        places =
                listedOthers.stream()
                        .flatMap(node ->
                                Stream.concat(node.socketAddress().stream(), node.sip().stream()))
                        .map(InetSocketAddress::getAddress)
                        .collect(Collectors.toUnmodifiableSet());
        onListed.accept(listedOthers);
        tell(look.joined(), gone, returned);
    }

    private boolean removed(NodeTable.Row row) {
        try {
            return table.remove(row);
        } catch (StoreUnavailableException e) {
            log.debug("{} stays listed until the next look", row.node(), e);
            return false;
        }
    }

    private void tell(List<String> joined, List<String> gone, boolean returned) {
        joined.forEach(name -> {
            log.info("node {} is there", name);
            tell(listener -> listener.onJoined(name));
        });
        gone.forEach(name -> {
            log.info("node {} has gone", name);
            tell(listener -> listener.onGone(name));
        });
        if (returned) {
            log.warn("the others took this node ({}) for gone; it is listed again", self.name());
            tell(Listener::onReturned);
        }
    }

    private void tell(Consumer<Listener> event) {
        listeners.forEach(told -> told.queue.execute(() -> event.accept(told.listener)));
    }

    @Override
    public String self() {
        return self.name();
    }

    /// One that has just come may not have been seen yet, so the database is asked before the answer is no.
    @Override
    public boolean isLive(String node) {
        if (node.equals(self.name()) || others.contains(node)) {
            return true;
        }
        try {
            return table.has(node);
        } catch (StoreUnavailableException e) {
            return true;
        }
    }

    /// As of the last look; of one that has just come, or has just begun to take SIP, the database knows more.
    @Override
    public Optional<InetSocketAddress> sip(String node) {
        Optional<InetSocketAddress> seen =
                rows.stream()
                        .map(NodeTable.Row::node)
                        .filter(one -> one.name().equals(node))
                        .findFirst()
                        .flatMap(Node::sip);
        if (seen.isPresent()) {
            return seen;
        }
        try {
            return table.find(node).flatMap(Node::sip);
        } catch (StoreUnavailableException e) {
            return Optional.empty();
        }
    }

    @Override
    public boolean hasOthers() {
        return !others.isEmpty();
    }

    @Override
    public Runnable subscribe(Listener listener) {
        Told told = new Told(listener, new SerialQueue(threads));
        listeners.add(told);
        return () -> listeners.remove(told);
    }

    /// Whether another node listens at an address, as of the last look.
    boolean isAt(InetAddress address) {
        return places.contains(address);
    }

    /// All nodes as of the last look, this one too.
    List<NodeTable.Row> rows() {
        return rows;
    }

    /// Whether of all nodes this one does what one has to do for all.
    boolean isFirst() {
        return others.stream().allMatch(name -> name.compareTo(self.name()) > 0);
    }

    /// Takes this node out of the list, if the database is there.
    @Override
    public void close() {
        lock.lock();
        try {
            if (!closed) {
                closed = true;
                table.leave(self.name());
            }
        } catch (StoreUnavailableException e) {
            log.debug("this node stays listed until the others miss its beats", e);
        } finally {
            lock.unlock();
        }
    }
}

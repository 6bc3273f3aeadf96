package org.earshot.server.bus;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.stream.Collectors;
import org.earshot.common.event.Change;
import org.earshot.common.key.NodeTls;
import org.earshot.common.stack.Timers;

/// The nodes to which this one pushes. Thread-safe.
final class Peers implements AutoCloseable {
    private final String self;
    private final NodeTls tls;
    private final BusTiming timing;
    private final Timers timers;
    private final Executor threads;
    private final Map<String, PeerLink> links = new ConcurrentHashMap<>();
    private long droppedBefore;
    private boolean closed;

    /// @param self name of this node
    Peers(String self, NodeTls tls, BusTiming timing, Timers timers, Executor threads) {
        this.self = self;
        this.tls = tls;
        this.timing = timing;
        this.timers = timers;
        this.threads = threads;
    }

    /// Has a link to each of these nodes that takes pushes, and to no other. Returns at once.
    synchronized void keep(List<Node> nodes) {
        if (closed) {
            return;
        }
        Set<String> names = nodes.stream().map(Node::name).collect(Collectors.toSet());
        links.forEach((name, link) -> {
            if (!names.contains(name)) {
                links.remove(name);
                link.close();
                droppedBefore += link.dropped();
            }
        });
        nodes.stream().filter(node -> !links.containsKey(node.name())).forEach(this::add);
    }

    private void add(Node node) {
        node.socketAddress()
                .ifPresent(address -> {
                    PeerLink link = new PeerLink(self, node, address, tls, timing, timers, threads);
                    links.put(node.name(), link);
                    link.start();
                });
    }

    /// Pushes a change to all that can be reached now; never waits.
    void tell(Change change) {
        if (!links.isEmpty()) {
            byte[] frame = new BusFrame.Heard(change).encoded();
            links.values().forEach(link -> link.offer(frame));
        }
    }

    /// How many of them can be reached now.
    long connected() {
        return links.values().stream().filter(PeerLink::isConnected).count();
    }

    /// How many changes were not pushed since the start, to whomever: those nodes read them later.
    synchronized long dropped() {
        return droppedBefore + links.values().stream().mapToLong(PeerLink::dropped).sum();
    }

    /// The link to a node, if there is to be one.
    Optional<PeerLink> link(String name) {
        return Optional.ofNullable(links.get(name));
    }

    @Override
    public synchronized void close() {
        closed = true;
        links.values().forEach(PeerLink::close);
        links.clear();
    }
}

package org.earshot.common.stack;

import java.net.InetAddress;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/// The connections that stand, and how many were opened to us by whom. Thread-safe.
final class ConnectionTable {
    private final int maxTotal;
    private final int maxPerAddress;
    private final AtomicLong lastNumber = new AtomicLong();
    private final Map<Long, StreamConnection> byNumber = new ConcurrentHashMap<>();
    private final Map<InetAddress, Integer> perAddress = new ConcurrentHashMap<>();
    private int total;

    ConnectionTable(int maxTotal, int maxPerAddress) {
        this.maxTotal = maxTotal;
        this.maxPerAddress = maxPerAddress;
    }

    /// A number that no other connection of this node has had.
    long nextNumber() {
        return lastNumber.incrementAndGet();
    }

    /// Takes a place for a connection that a peer opened.
    ///
    /// @return false if there is none; otherwise [#leave] must be called once
    synchronized boolean admit(InetAddress peer) {
        int fromThere = perAddress.getOrDefault(peer, 0);
        if (total >= maxTotal || fromThere >= maxPerAddress) {
            return false;
        }
        perAddress.put(peer, fromThere + 1);
        total++;
        return true;
    }

    /// Gives a place back.
    synchronized void leave(InetAddress peer) {
        perAddress.computeIfPresent(peer, (_, count) -> count == 1 ? null : count - 1);
        total--;
    }

    void put(StreamConnection connection) {
        byNumber.put(connection.flow().connection(), connection);
    }

    void remove(StreamConnection connection) {
        byNumber.remove(connection.flow().connection());
    }

    /// The connection of a flow, if it still stands.
    ///
    /// @return null if not
    StreamConnection get(Flow flow) {
        StreamConnection connection = byNumber.get(flow.connection());
        return connection != null && connection.isOpen() && connection.flow().equals(flow)
                ? connection
                : null;
    }

    Collection<StreamConnection> all() {
        return byNumber.values();
    }
}

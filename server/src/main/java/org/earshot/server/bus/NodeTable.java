package org.earshot.server.bus;

import java.util.List;
import java.util.Optional;

/// The list of nodes that all of them share.
interface NodeTable {

    /// A node as it stands there.
    ///
    /// @param beats rises with each heartbeat
    /// @param ageSeconds since its last one, by the database's clock
    record Row(Node node, long beats, long ageSeconds) {}

    /// What came of a heartbeat.
    ///
    /// @param added the node was not in the list before
    /// @param rows all nodes, this one too
    record Beat(boolean added, List<Row> rows) {}

    /// Says that a node is there, and reads who else is.
    ///
    /// @throws org.earshot.common.db.StoreUnavailableException if the database can't be reached
    Beat beat(Node self);

    /// Takes a node out of the list unless it has given a sign of life since `row` was read.
    ///
    /// @return whether it is out
    boolean remove(Row row);

    /// Takes a node out of the list that ends by itself.
    void leave(String name);

    /// What a node says of itself, if it is in the list.
    Optional<Node> find(String name);

    /// Whether a node is in the list.
    default boolean has(String name) {
        return find(name).isPresent();
    }
}

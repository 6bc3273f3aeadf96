package org.earshot.common.event;

import java.net.InetSocketAddress;
import java.util.Optional;

/// Which nodes share the database: processes of the server, each start of one by a name of its own. Thread-safe.
///
/// What a node writes of itself and must not outlive it (calls that go on, say) carries its name. Whoever starts cleans
/// away what belongs to nodes that are not live; whoever hears that one has gone cleans away that one's. Several nodes
/// do so at once.
public interface Nodes {

    /// The name of this start of this node, at most 64 characters.
    String self();

    /// Whether this start of a node runs, as far as anybody knows: also while that can't be found out. May read the
    /// database.
    boolean isLive(String node);

    /// Whether other nodes are there, as of the last look.
    boolean hasOthers();

    /// Where a node takes SIP over TLS from other nodes; empty: nowhere, or it is not known. May read the database.
    default Optional<InetSocketAddress> sip(String node) {
        return Optional.empty();
    }

    /// Hears of nodes that come and go from now on, on a thread of its own that may block, one event after the other.
    ///
    /// @return takes the subscription back
    Runnable subscribe(Listener listener);

    /// Hears of other nodes.
    interface Listener {
        /// A node has started, or was cut off and is back.
        default void onJoined(String node) {}

        /// A node has ended, or can't reach the database: nobody will look after what it left there.
        default void onGone(String node) {}

        /// This node itself was taken for gone, because it could not reach the database for some seconds. It is listed
        /// again, but what it had written of itself may have been cleaned away.
        default void onReturned() {}
    }

    /// For a process whose database nobody else has open.
    static Nodes alone(String name) {
        return new Nodes() {
            @Override
            public String self() {
                return name;
            }

            @Override
            public boolean isLive(String node) {
                return node.equals(name);
            }

            @Override
            public boolean hasOthers() {
                return false;
            }

            @Override
            public Runnable subscribe(Listener listener) {
                return () -> {};
            }
        };
    }
}

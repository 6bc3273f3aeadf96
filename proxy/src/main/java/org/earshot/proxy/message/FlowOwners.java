package org.earshot.proxy.message;

import java.util.Optional;
import org.earshot.common.stack.Flow;

/// Which node a flow belongs to. Thread-safe.
@FunctionalInterface
public interface FlowOwners {
    /// Where there is one node only.
    FlowOwners ALONE = _ -> false;

    /// Whether another node that is alive holds the flow: then that node delivers, not this one.
    boolean isElsewhere(Flow flow);

    /// The node that holds a flow, where that is elsewhere, and what is for the phone can be given to it.
    default Optional<EdgeNode> edge(Flow flow) {
        return Optional.empty();
    }

    /// Whether other nodes may queue messages for phones of this one.
    default boolean hasOthers() {
        return false;
    }

    /// Whether this very node holds the flow, or held it; neither may be so.
    default boolean isHere(Flow flow) {
        return !isElsewhere(flow);
    }
}

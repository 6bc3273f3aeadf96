package org.earshot.proxy;

import java.util.Optional;
import org.earshot.common.stack.Destination;
import org.earshot.common.stack.Flow;

/// How a request goes to where it is for (RFC 3261 §16.6 step 7).
///
/// @param destination the next hop
/// @param edge where the next hop is another node of ours: over which of its flows it goes on from there
record Way(Destination destination, Optional<EdgeFlow> edge) {

    static Way to(Destination destination) {
        return new Way(destination, Optional.empty());
    }

    static Way over(Flow flow) {
        return to(new Destination.Existing(flow));
    }

    /// Whether nobody can read along, as far as our nodes see to it.
    boolean isSecure() {
        return destination.transport().isSecure()
                && edge.map(last -> last.flow().transport().isSecure()).orElse(true);
    }

    /// Whether only a flow that stands leads there.
    boolean needsFlow() {
        return edge.isPresent() || destination instanceof Destination.Existing;
    }

    /// The flow of whoever answers.
    ///
    /// @param arrived over which the answer came here
    Flow peer(Flow arrived) {
        return edge.map(EdgeFlow::flow).orElse(arrived);
    }
}

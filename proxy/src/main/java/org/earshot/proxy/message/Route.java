package org.earshot.proxy.message;

import java.util.List;
import java.util.Optional;
import javax.sip.address.URI;
import org.earshot.common.stack.Destination;
import org.earshot.common.stack.Flow;

/// The way to one phone.
///
/// @param requestUri its contact
/// @param path Route values, topmost first (RFC 3327)
/// @param destination the next hop; empty if the flow that leads there is gone
/// @param flow by which it registered
/// @param takesCpim whether it says that it takes `message/cpim`
public record Route(
        URI requestUri,
        List<String> path,
        Optional<Destination> destination,
        Flow flow,
        boolean takesCpim) {

    public Route {
        path = List.copyOf(path);
    }

    /// Whether nobody can read along on the next hop.
    boolean isSecure() {
        return destination.isPresent() && destination.get().transport().isSecure();
    }
}

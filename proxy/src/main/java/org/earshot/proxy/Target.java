package org.earshot.proxy;

import java.util.List;
import java.util.Optional;
import javax.sip.address.SipURI;
import javax.sip.address.URI;
import org.earshot.common.stack.Destination;

/// Where a request may go (RFC 3261 §16.5 and §16.6 steps 2, 6 and 7).
///
/// @param requestUri of the forwarded request
/// @param route Route values to put before those of the request, topmost first
/// @param destination the next hop; empty if the flow that leads there is gone (RFC 5626 §5.3)
/// @param party whom it reaches
record Target(URI requestUri, List<String> route, Optional<Destination> destination, Party party) {

    Target {
        route = List.copyOf(route);
    }

    /// Whether nobody can read along on the next hop.
    boolean isSecure() {
        return destination.isPresent()
                ? destination.get().transport().isSecure()
                : requestUri instanceof SipURI uri && uri.isSecure();
    }
}

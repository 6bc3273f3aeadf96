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
/// @param way how it gets there; empty if the flow that leads there is gone (RFC 5626 §5.3)
/// @param party whom it reaches
/// @param trunk by which it leaves the house; empty for phones of ours
record Target(
        URI requestUri,
        List<String> route,
        Optional<Way> way,
        Party party,
        Optional<TrunkHop> trunk) {

    Target {
        route = List.copyOf(route);
    }

    /// To a phone.
    Target(URI requestUri, List<String> route, Optional<Way> way, Party party) {
        this(requestUri, route, way, party, Optional.empty());
    }

    /// The same, at a trunk.
    Target at(TrunkHop hop) {
        return new Target(requestUri, route, way, party, Optional.of(hop));
    }

    /// The next hop.
    Optional<Destination> destination() {
        return way.map(Way::destination);
    }

    /// Whether nobody can read along on the way.
    boolean isSecure() {
        return way.map(Way::isSecure)
                .orElseGet(() -> requestUri instanceof SipURI uri && uri.isSecure());
    }
}

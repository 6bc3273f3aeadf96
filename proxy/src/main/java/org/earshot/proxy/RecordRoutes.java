package org.earshot.proxy;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.text.ParseException;
import java.util.Optional;
import java.util.stream.Stream;
import javax.sip.address.SipURI;
import javax.sip.header.Header;
import javax.sip.header.RecordRouteHeader;
import javax.sip.message.Request;
import javax.sip.message.Response;
import org.earshot.common.address.LocalDomain;
import org.earshot.common.stack.Destination;
import org.earshot.common.stack.Flow;
import org.earshot.common.stack.ListenPoint;
import org.earshot.common.stack.SipMessages;
import org.earshot.common.stack.Transport;

/// Keeps us on the path of a dialog (RFC 3261 §16.6 step 4): one Record-Route with our token, and a second one where
/// the request leaves by another listen point than it came in (RFC 5658), so that each side reaches us over the
/// transport that it speaks.
///
/// A phone that is connected to another node stays with that one: it is told that node's address, as that node would itself (RFC 5626 §5.3), since
/// it has a connection there, trusts that address, and may reach no other. Whichever node gets the request knows the token.
final class RecordRoutes {
    private final ProxyConfig config;

    RecordRoutes(ProxyConfig config) {
        this.config = config;
    }

    /// Puts our Record-Route on top.
    void insert(Request request, Flow ingress, Way way, String token) {
        boolean sips = request.getRequestURI() instanceof SipURI uri && uri.isSecure();
        Place inPlace = place(ingress);
        Place outPlace = place(way, ingress);
        SipURI in = uri(inPlace, sips);
        setToken(in, token);
        add(request, in);
        if (!outPlace.equals(inPlace)) {
            SipURI out = uri(outPlace, sips);
            if (way.edge().isPresent()) {
                setToken(out, token); // by which each node knows that it is one of ours
            }
            add(request, out);
        }
    }

    private static void setToken(SipURI uri, String token) {
        try {
            uri.setUser(token);
        } catch (ParseException e) {
            throw new IllegalArgumentException("a token that can't stand in a URI", e);
        }
    }

    /// Puts another token into our Record-Route, on its way back in a response.
    static void replace(Response response, String token, String newToken) {
        for (Header header : Headers.all(response, RecordRouteHeader.NAME)) {
            if (header instanceof RecordRouteHeader route
                    && route.getAddress().getURI() instanceof SipURI uri
                    && token.equals(uri.getUser())) {
                setToken(uri, newToken);
            }
        }
    }

    private void add(Request request, SipURI uri) {
        Headers.addFirst(
                request,
                SipMessages.headers()
                        .createRecordRouteHeader(SipMessages.addresses().createAddress(uri)));
    }

    /// Where a peer reaches us.
    private record Place(Transport transport, String host, Optional<Integer> port) {}

    private SipURI uri(Place place, boolean sips) {
        try {
            SipURI uri = SipMessages.addresses().createSipURI(null, place.host());
            place.port().ifPresent(uri::setPort);
            if (sips && place.transport().isSecure()) {
                uri.setSecure(true);
            }
            // `transport=tls` is deprecated beside sips (RFC 3261 §26.2.2), where TLS is meant
            // anyway
            if (!uri.isSecure() || place.transport() != Transport.TLS) {
                uri.setTransportParam(place.transport().parameter());
            }
            uri.setLrParam();
            return uri;
        } catch (ParseException e) {
            throw new IllegalStateException("our own host " + place.host(), e);
        }
    }

    private Place place(Flow flow) {
        String domain = config.domain().name();
        Optional<ListenPoint> point = pointOf(flow);
        return new Place(
                flow.transport(),
                point.map(p -> hostFor(p, flow, domain)).orElse(domain),
                point.map(p -> p.address().getPort()));
    }

    private Place place(Way way, Flow ingress) {
        return way.edge()
                .map(edge ->
                        edge.node().takesCalls()
                                ? placeOf(edge)
                                : placeFor(edge.flow().transport(), Optional.empty(), ingress))
                .orElseGet(() -> place(way.destination(), ingress));
    }

    /// Where the phone is connected.
    private static Place placeOf(EdgeFlow edge) {
        InetSocketAddress local = edge.flow().local();
        InetAddress address =
                local.getAddress().isAnyLocalAddress()
                        ? edge.node().sip().getAddress()
                        : local.getAddress();
        return new Place(edge.flow().transport(), bracketed(address), Optional.of(local.getPort()));
    }

    private Place place(Destination egress, Flow ingress) {
        return switch (egress) {
            case Destination.Existing(Flow flow) -> place(flow);
            case Destination.Address address ->
                    placeFor(address.transport(), address.namedBy(), ingress);
        };
    }

    /// Where we listen for a peer to which no flow leads yet, or only one of a node that takes no calls.
    ///
    /// @param namedBy over which it has told us its address: then it knows where that ends
    private Place placeFor(Transport transport, Optional<Flow> namedBy, Flow ingress) {
        String fallback = place(ingress).host();
        Optional<ListenPoint> point =
                points(transport)
                        .filter(p ->
                                namedBy.filter(flow -> flow.local().equals(p.address()))
                                        .isPresent())
                        .findFirst()
                        .or(() -> points(transport).findFirst());
        return new Place(
                transport,
                point.map(p -> hostOr(p, fallback)).orElse(fallback),
                point.map(p -> p.address().getPort()));
    }

    /// The listen point behind a flow: the one at its address, or one at the same port, or any of its transport (a
    /// connection that we opened ourselves has a port of its own).
    private Optional<ListenPoint> pointOf(Flow flow) {
        String local = LocalDomain.canonical(flow.local().getAddress().getHostAddress());
        int port = flow.local().getPort();
        return points(flow.transport())
                .filter(p -> p.address().getPort() == port && host(p).equals(local))
                .findFirst()
                .or(() ->
                        points(flow.transport())
                                .filter(p -> p.address().getPort() == port)
                                .findFirst())
                .or(() -> points(flow.transport()).findFirst());
    }

    /// The host to tell the peer of a flow: one under which that peer has reached us.
    ///
    /// @param fallback where neither the listen point nor the flow names an address
    private static String hostFor(ListenPoint point, Flow flow, String fallback) {
        InetAddress local = flow.local().getAddress();
        return local.isAnyLocalAddress() ? hostOr(point, fallback) : bracketed(local);
    }

    /// The host to tell where no flow is known yet.
    private static String hostOr(ListenPoint point, String fallback) {
        InetAddress address = point.address().getAddress();
        return address.isAnyLocalAddress() ? fallback : bracketed(address);
    }

    private static String host(ListenPoint point) {
        return LocalDomain.canonical(point.address().getAddress().getHostAddress());
    }

    /// An address as a URI has it.
    static String hostPort(InetSocketAddress address) {
        return bracketed(address.getAddress()) + ':' + address.getPort();
    }

    private static String bracketed(InetAddress address) {
        String host = address.getHostAddress();
        int zone = host.indexOf('%');
        String bare = zone < 0 ? host : host.substring(0, zone);
        return bare.indexOf(':') >= 0 ? '[' + bare + ']' : bare;
    }

    private Stream<ListenPoint> points(Transport transport) {
        return config.listenPoints().stream().filter(p -> p.transport() == transport);
    }
}

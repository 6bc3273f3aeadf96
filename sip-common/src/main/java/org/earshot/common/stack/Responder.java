package org.earshot.common.stack;

import java.net.InetSocketAddress;
import java.util.Optional;
import javax.sip.message.Message;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Sends responses where RFC 3261 §18.2.2 and RFC 3581 §4 want them: over the connection by which the request
/// came, or, when that is gone, to where its Via says. Thread-safe.
final class Responder {
    private static final Logger log = LoggerFactory.getLogger(Responder.class);

    private final Outlet outlet;

    Responder(Outlet outlet) {
        this.outlet = outlet;
    }

    /// The way of all responses to one request.
    ///
    /// @param flow over which they go
    /// @param otherwise for a connection: where a new one may be opened
    record Way(Flow flow, Optional<TopVia.ResponseTarget> otherwise) {}

    /// @param message the request; or a response that is forwarded without one, which is less to be trusted: its
    ///     sender has seen our Via, and may have changed it
    /// @param flow by which the request came
    Way way(Message message, Flow flow) {
        Optional<TopVia.ResponseTarget> target = TopVia.target(message);
        if (flow.transport() != Transport.UDP) {
            // A connection from outside to a phone behind a NAT, or to a TLS client, does not work;
            // and what came over TLS is not answered over less, whatever its Via says.
            return new Way(
                    flow,
                    target.filter(t ->
                            flow.transport() == Transport.TCP && t.transport() == Transport.TCP));
        }
        return new Way(
                target.filter(t -> t.transport() == Transport.UDP)
                        .map(t -> new InetSocketAddress(t.address(), t.port()))
                        .filter(remote -> !remote.equals(flow.remote()))
                        .map(remote -> to(flow, remote))
                        .orElse(flow),
                Optional.empty());
    }

    private static Flow to(Flow flow, InetSocketAddress remote) {
        return new Flow(flow.node(), Transport.UDP, flow.local(), remote, 0);
    }

    /// Sends a response for the first time.
    void send(Way way, byte[] bytes) {
        if (sendAgain(way, bytes)) {
            return;
        }
        if (way.otherwise().isEmpty()) {
            log.debug("no way back for a response over {}", way.flow());
            return;
        }
        TopVia.ResponseTarget target = way.otherwise().get();
        String host = ViaStamp.text(target.address());
        Destination anew =
                new Destination.Address(
                        target.transport(), host, target.port(), host, Optional.of(way.flow()));
        var _ = outlet.open(anew).whenComplete((flow, failure) -> sendAnew(flow, failure, bytes));
    }

    /// Sends again over what exists.
    ///
    /// @return whether the transport took it
    boolean sendAgain(Way way, byte[] bytes) {
        return outlet.isOpen(way.flow()) && outlet.send(way.flow(), bytes);
    }

    private void sendAnew(Flow flow, Throwable failure, byte[] bytes) {
        if (failure != null) {
            log.debug("no new connection for a response: {}", failure.getMessage());
        } else if (!outlet.send(flow, bytes)) {
            log.debug("a response is lost: {} closed", flow);
        }
    }
}

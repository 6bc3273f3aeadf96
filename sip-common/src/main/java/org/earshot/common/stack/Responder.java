package org.earshot.common.stack;

import java.net.InetSocketAddress;
import java.util.Optional;
import javax.sip.message.Response;
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

    /// @param flow of the request that it answers
    /// @return the flow for this and repeated responses to the same request
    Flow route(Response response, Flow flow) {
        if (flow.transport() != Transport.UDP) {
            return flow;
        }
        return TopVia.target(response)
                .filter(target -> target.transport() == Transport.UDP)
                .map(target ->
                        new Flow(
                                flow.node(),
                                Transport.UDP,
                                flow.local(),
                                new InetSocketAddress(target.address(), target.port()),
                                0))
                .orElse(flow);
    }

    /// Sends over a flow that [#route] gave.
    ///
    /// @param response what `bytes` say, for the way round where the connection is gone
    void send(Flow flow, Response response, byte[] bytes) {
        if (outlet.isOpen(flow) && outlet.send(flow, bytes)) {
            return;
        }
        // A connection from outside to a phone behind a NAT, or to a TLS client, does not work.
        Optional<TopVia.ResponseTarget> target =
                TopVia.target(response).filter(t -> t.transport() == Transport.TCP);
        if (target.isEmpty()) {
            log.debug("no way back for a response over {}", flow);
            return;
        }
        var _ = outlet.open(address(target.get())).whenComplete((f, e) -> sendAnew(f, e, bytes));
    }

    /// Sends again, as it was.
    ///
    /// @return whether the transport took it
    boolean sendAgain(Flow flow, byte[] bytes) {
        return outlet.isOpen(flow) && outlet.send(flow, bytes);
    }

    private void sendAnew(Flow flow, Throwable failure, byte[] bytes) {
        if (failure != null) {
            log.debug("no new connection for a response: {}", failure.getMessage());
        } else if (!outlet.send(flow, bytes)) {
            log.debug("a response is lost: {} closed", flow);
        }
    }

    private static Destination address(TopVia.ResponseTarget target) {
        String host = target.address().getHostAddress();
        return new Destination.Address(target.transport(), host, target.port(), host);
    }
}

package org.earshot.proxy;

import java.util.List;
import java.util.Optional;
import javax.sip.address.SipURI;
import javax.sip.address.URI;
import javax.sip.header.Header;
import javax.sip.header.RouteHeader;
import javax.sip.message.Request;
import javax.sip.message.Response;
import org.earshot.common.address.LocalDomain;
import org.earshot.common.stack.Flow;
import org.earshot.common.stack.SipRejection;

/// Route information (RFC 3261 §16.4): takes our own entries off the Route, and reads the signed token that one of
/// them carries in a dialog. One of another node, to which a party of the dialog is or was connected, is ours too: its token says so, since all nodes
/// have one key ring.
final class RouteStep implements RequestStep {
    private final LocalDomain domain;
    private final RouteTokens tokens;
    private final CallTable calls;

    RouteStep(LocalDomain domain, RouteTokens tokens, CallTable calls) {
        this.domain = domain;
        this.tokens = tokens;
        this.calls = calls;
    }

    @Override
    public void apply(RequestInProgress request) throws SipRejection {
        Request message = request.message();
        Flow flow = request.inbound().flow();
        Optional<String> token = undoStrictRouting(request);
        while (message.getHeader(RouteHeader.NAME) instanceof RouteHeader route
                && isOurs(route.getAddress().getURI(), flow, request.dialogId())) {
            token = token.or(() -> user(route.getAddress().getURI()));
            message.removeFirst(RouteHeader.NAME);
        }
        if (!request.dialogId().hasToTag()) {
            if (message.getHeader(RouteHeader.NAME) != null) {
                // the sender's own way through the world: not with our name on it
                throw new SipRejection(Response.FORBIDDEN, "Route Not Allowed");
            }
            return;
        }
        if (token.isPresent()) {
            request.dialog(
                    tokens.verify(token.get(), request.dialogId())
                            .orElseThrow(
                                    () -> new SipRejection(Response.FORBIDDEN, "Route Not Ours")));
        } else if (request.isTrusted()) {
            // a trusted peer that ignores Record-Route, as load generators do
            calls.find(request.dialogId()).ifPresent(request::dialog);
        }
    }

    /// A strict router (RFC 2543) put our Record-Route into the Request-URI, and its own destination last.
    private Optional<String> undoStrictRouting(RequestInProgress request) {
        Request message = request.message();
        URI uri = message.getRequestURI();
        List<Header> routes = Headers.all(message, RouteHeader.NAME);
        if (!(uri instanceof SipURI sip)
                || !sip.hasLrParam()
                || !isOurs(sip, request.inbound().flow(), request.dialogId())
                || routes.isEmpty()) {
            return Optional.empty();
        }
        RouteHeader last = (RouteHeader) routes.getLast();
        message.setRequestURI(last.getAddress().getURI());
        message.removeLast(RouteHeader.NAME);
        return user(uri);
    }

    private boolean isOurs(URI uri, Flow flow, DialogId dialog) {
        return isThisNode(uri, flow)
                || (dialog.hasToTag()
                        && user(uri).flatMap(token -> tokens.verify(token, dialog)).isPresent());
    }

    private boolean isThisNode(URI uri, Flow flow) {
        if (!(uri instanceof SipURI sip)) {
            return false;
        }
        // the address that the peer reached us by, which with 0.0.0.0 no configuration names
        boolean reached =
                LocalDomain.canonical(sip.getHost())
                                .equals(
                                        LocalDomain.canonical(
                                                flow.local().getAddress().getHostAddress()))
                        && domain.hasPort(sip.getPort());
        return reached || domain.isUs(sip);
    }

    private static Optional<String> user(URI uri) {
        return uri instanceof SipURI sip
                ? Optional.ofNullable(sip.getUser()).filter(user -> !user.isEmpty())
                : Optional.empty();
    }
}

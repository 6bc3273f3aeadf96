package org.earshot.proxy;

import java.text.ParseException;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import javax.sip.header.FromHeader;
import javax.sip.header.Header;
import javax.sip.header.RouteHeader;
import javax.sip.message.Request;
import org.earshot.common.address.AddressOfRecord;
import org.earshot.common.stack.SipMessages;

/// Makes the copies that leave (RFC 3261 §16.6 steps 1 to 6). Thread-safe.
final class Forwarding {
    /// Requests that begin a dialog (RFC 3261 §12, RFC 6665, RFC 3515).
    private static final List<String> DIALOG_FORMING =
            List.of(Request.INVITE, Request.SUBSCRIBE, Request.REFER);

    private final ProxyConfig config;
    private final RouteTokens tokens;
    private final EdgeTokens edgeTokens;
    private final RecordRoutes recordRoutes;
    private final InstantSource clock;

    Forwarding(ProxyConfig config, RouteTokens tokens, EdgeTokens edgeTokens, InstantSource clock) {
        this.config = config;
        this.tokens = tokens;
        this.edgeTokens = edgeTokens;
        this.recordRoutes = new RecordRoutes(config);
        this.clock = clock;
    }

    /// What leaves on one branch.
    ///
    /// @param token in our Record-Route, if we put one
    record Outgoing(Request request, Optional<String> token) {}

    /// @param breadth how many branches the next hop may make of it (RFC 5393 §5.3)
    Outgoing copy(RequestInProgress request, Target target, Way way, int breadth) {
        Request out = SipMessages.copy(request.message());
        out.setRequestURI(target.requestUri());
        for (String value : target.route().reversed()) {
            Headers.addFirst(out, route(value));
        }
        target.trunk().ifPresent(hop -> TrunkIdentity.apply(out, hop, target.party().address()));
        edgeRoute(request, way, request.dialogId())
                .ifPresent(route -> Headers.addFirst(out, route));
        if (!request.dialogId().hasToTag()) {
            out.setHeader(Headers.of("Max-Breadth", Integer.toString(breadth)));
        }
        Optional<String> token = Optional.empty();
        if (!request.dialogId().hasToTag() && DIALOG_FORMING.contains(out.getMethod())) {
            Party callee = new Party(target.party().address(), Optional.empty());
            token = Optional.of(sign(request, callee, request.dialogId()));
            recordRoutes.insert(out, request.inbound().flow(), way, token.get());
        }
        return new Outgoing(out, token);
    }

    /// What tells another node over which of its flows something goes on; empty where it goes by no other node.
    ///
    /// @param request that goes on, or in whose place something goes
    /// @param dialog of what goes on
    Optional<Header> edgeRoute(RequestInProgress request, Way way, DialogId dialog) {
        return way.edge()
                .map(edge ->
                        route(
                                "<sip:%s@%s;transport=tls;lr>"
                                        .formatted(
                                                edgeTokens.sign(
                                                        edge.flow(),
                                                        request.inbound().flow(),
                                                        dialog),
                                                RecordRoutes.hostPort(edge.node().sip()))));
    }

    /// The token of a dialog that a request begins.
    String sign(RequestInProgress request, Party callee, DialogId dialog) {
        return tokens.sign(
                new RouteToken(
                        clock.instant().plus(config.dialogLifetime()),
                        caller(request),
                        callee,
                        DialledName.in(request.message())),
                dialog);
    }

    /// Who sends a request that begins something.
    static Party caller(RequestInProgress request) {
        Optional<AddressOfRecord> address =
                request.sender()
                        .map(account -> account.address())
                        .or(() ->
                                request.trunk()
                                        .map(trunk ->
                                                OutsideCalls.callerAt(trunk, request.message())))
                        .or(() ->
                                request.message().getHeader("From") instanceof FromHeader from
                                        ? AddressOfRecord.of(from.getAddress().getURI())
                                        : Optional.empty());
        return new Party(address, Optional.of(request.inbound().flow()));
    }

    private static RouteHeader route(String value) {
        try {
            return SipMessages.headers()
                    .createRouteHeader(SipMessages.addresses().createAddress(value));
        } catch (ParseException e) {
            throw new IllegalStateException("a Path that no longer parses: " + value, e);
        }
    }
}

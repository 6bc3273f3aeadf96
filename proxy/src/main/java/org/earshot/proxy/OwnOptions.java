package org.earshot.proxy;

import java.util.List;
import javax.sip.address.SipURI;
import javax.sip.header.Header;
import javax.sip.header.MaxForwardsHeader;
import javax.sip.message.Request;
import javax.sip.message.Response;
import org.earshot.common.address.LocalDomain;
import org.earshot.common.stack.InboundRequest;

/// OPTIONS for the server itself (RFC 3261 §11.2): phones and load balancers ask it whether we are alive, so nobody has
/// to log in for the answer.
final class OwnOptions {
    /// What we answer ourselves, and what we let pass to phones.
    private static final List<String> ALLOW =
            List.of(
                    Request.INVITE,
                    Request.ACK,
                    Request.CANCEL,
                    Request.BYE,
                    Request.OPTIONS,
                    Request.REGISTER,
                    Request.MESSAGE,
                    Request.SUBSCRIBE,
                    Request.NOTIFY,
                    Request.PUBLISH,
                    Request.REFER,
                    Request.INFO,
                    Request.UPDATE,
                    Request.PRACK);

    private static final List<String> SUPPORTED = List.of("path", "outbound");

    private final LocalDomain domain;

    OwnOptions(LocalDomain domain) {
        this.domain = domain;
    }

    /// Whether a request asks us and nobody behind us: no user, or no hop left (§11).
    boolean isFor(InboundRequest request) {
        if (!request.method().equals(Request.OPTIONS)
                || !(request.message().getRequestURI() instanceof SipURI uri)) {
            return false;
        }
        boolean lastHop =
                request.message().getHeader(MaxForwardsHeader.NAME)
                                instanceof MaxForwardsHeader hops
                        && hops.getMaxForwards() == 0;
        boolean nobody = uri.getUser() == null || uri.getUser().isEmpty();
        return lastHop || (nobody && domain.isUs(uri));
    }

    void answer(InboundRequest request) {
        Response response = request.createResponse(Response.OK, "OK");
        for (Header header : Headers.each("Allow", ALLOW)) {
            response.addHeader(header);
        }
        for (Header header : Headers.each("Supported", SUPPORTED)) {
            response.addHeader(header);
        }
        response.setHeader(Headers.of("Accept", "*/*"));
        request.respond(response);
    }
}

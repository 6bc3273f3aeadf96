package org.earshot.common.stack;

import java.util.Map;
import java.util.TreeSet;
import javax.sip.header.Header;
import javax.sip.message.Request;
import javax.sip.message.Response;

/// Gives each request to the handler of its method, and answers 405 with Allow where there is none
/// (RFC 3261 §8.2.1). Immutable; an ACK that nobody wants is dropped.
public final class MethodRouter implements RequestHandler {
    private final Map<String, RequestHandler> handlers;
    private final String allow;

    /// @param handlers by method, in upper case (methods are case-sensitive)
    public MethodRouter(Map<String, RequestHandler> handlers) {
        this.handlers = Map.copyOf(handlers);
        TreeSet<String> methods = new TreeSet<>(handlers.keySet());
        // RFC 3261 §20.5: ACK and CANCEL are understood wherever INVITE is; the transaction layer
        // does.
        if (methods.contains(Request.INVITE)) {
            methods.add(Request.ACK);
            methods.add(Request.CANCEL);
        }
        allow = String.join(", ", methods);
    }

    @Override
    public void handle(InboundRequest request) throws SipRejection {
        RequestHandler handler = handlers.get(request.method());
        if (handler != null) {
            handler.handle(request);
        } else if (!request.method().equals(Request.ACK)) {
            throw new SipRejection(
                    Response.METHOD_NOT_ALLOWED, "Method Not Allowed", allowHeader());
        }
    }

    /// The methods that have a handler, as an Allow header.
    public Header allowHeader() {
        return new gov.nist.javax.sip.header.Allow(allow);
    }
}

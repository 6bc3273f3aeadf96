package org.earshot.common.stack;

import javax.sip.header.Header;
import javax.sip.message.Request;
import javax.sip.message.Response;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Gives a request to its handler: the one place where a request can fail. What the handler throws becomes
/// the response, so that no request is left without one.
public final class RequestDispatch {
    private static final Logger log = LoggerFactory.getLogger(RequestDispatch.class);

    private RequestDispatch() {}

    /// Has a handler do with a request what it does, on this thread, and answers what it throws.
    public static void run(RequestHandler handler, InboundRequest request) {
        try {
            handler.handle(request);
        } catch (SipRejection rejection) {
            reject(request, rejection);
        } catch (RuntimeException | Error e) {
            fail(request, e);
        }
    }

    /// Something that was done for a request failed. One that has its final response keeps that.
    static void fail(InboundRequest request, Throwable failure) {
        log.error("{} {} failed", request.method(), request.callId(), failure);
        if (isAnswerable(request)) {
            request.respond(Response.SERVER_INTERNAL_ERROR, "Server Internal Error");
        }
    }

    private static void reject(InboundRequest request, SipRejection rejection) {
        if (!isAnswerable(request)) {
            return;
        }
        Response response = request.createResponse(rejection.status(), rejection.getMessage());
        for (Header header : rejection.headers()) {
            response.addHeader(header);
        }
        request.respond(response);
    }

    // RFC 3261 §17.1.1.3: nobody answers an ACK.
    private static boolean isAnswerable(InboundRequest request) {
        return !request.method().equals(Request.ACK);
    }
}

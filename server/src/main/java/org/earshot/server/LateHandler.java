package org.earshot.server;

import java.util.concurrent.atomic.AtomicReference;
import org.earshot.common.stack.InboundRequest;
import org.earshot.common.stack.RequestHandler;
import org.earshot.common.stack.SipRejection;

/// Stands for the handlers until they are made; a request that comes before is told to come again.
final class LateHandler implements RequestHandler {
    private final AtomicReference<RequestHandler> handler =
            new AtomicReference<>(_ -> {
                throw new SipRejection(503, "Starting");
            });

    void set(RequestHandler made) {
        handler.set(made);
    }

    @Override
    public void handle(InboundRequest request) throws SipRejection {
        handler.get().handle(request);
    }
}

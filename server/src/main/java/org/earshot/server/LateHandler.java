package org.earshot.server;

import java.util.ArrayList;
import java.util.List;
import org.earshot.common.stack.InboundRequest;
import org.earshot.common.stack.RequestDispatch;
import org.earshot.common.stack.RequestHandler;
import org.earshot.common.stack.SipRejection;

/// Stands for the handlers until they are made. A request that comes before waits, since many phones take a refusal of their
/// REGISTER for the last word until somebody logs in again, and those of a whole office come the moment our sockets are open. One
/// that is one too many is told to come again. Thread-safe.
final class LateHandler implements RequestHandler {
    /// As many as wait; a request of some KB each.
    static final int MOST = 2_000;

    private final List<InboundRequest> waiting = new ArrayList<>();
    private volatile RequestHandler handler; // null until it is made

    /// Serves those that wait, each in its own queue, and from now on what comes.
    void set(RequestHandler made) {
        List<InboundRequest> first;
        synchronized (waiting) {
            handler = made;
            first = List.copyOf(waiting);
            waiting.clear();
        }
        for (InboundRequest request : first) {
            request.queue().execute(() -> RequestDispatch.run(made, request));
        }
    }

    @Override
    public void handle(InboundRequest request) throws SipRejection {
        RequestHandler made = handler;
        if (made == null) {
            synchronized (waiting) {
                made = handler;
                if (made == null) {
                    if (waiting.size() >= MOST) {
                        throw new SipRejection(503, "Starting");
                    }
                    waiting.add(request);
                    return;
                }
            }
        }
        made.handle(request);
    }
}

package org.earshot.server;

import java.util.function.Function;
import org.earshot.common.stack.InboundRequest;
import org.earshot.common.stack.RequestHandler;
import org.earshot.common.stack.SipRejection;
import org.earshot.server.config.ServerConfig;

/// A handler without state of its own, which is made anew when the configuration is another one. Thread-safe as what it makes.
final class LiveHandler implements RequestHandler {
    private volatile RequestHandler current;

    LiveHandler(RunningConfig running, Function<ServerConfig, RequestHandler> made) {
        current = made.apply(running.now());
        running.onChange(now -> current = made.apply(now));
    }

    @Override
    public void handle(InboundRequest request) throws SipRejection {
        current.handle(request);
    }
}

package org.earshot.server;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import javax.sip.message.Request;
import org.earshot.common.stack.InboundRequest;
import org.earshot.common.stack.MethodRouter;
import org.earshot.common.stack.RequestHandler;
import org.earshot.common.stack.SipRejection;

/// Gives each request to the registrar's side, which has a handler for each method that ends at this server, or to the
/// proxy, which takes the rest. Immutable.
final class RoleRouter implements RequestHandler {
    private final Map<String, RequestHandler> ending;
    private final RequestHandler passing;

    private RoleRouter(Map<String, RequestHandler> ending, RequestHandler passing) {
        this.ending = Map.copyOf(ending);
        this.passing = passing;
    }

    /// @param ending the handlers of requests that end here, by method; in the role of a proxy they are refused
    /// @param passing what forwards all others; empty in the role of a registrar, and only then
    static RequestHandler of(
            ServerMain.Role role,
            Map<String, RequestHandler> ending,
            Optional<? extends RequestHandler> passing) {
        return switch (role) {
            case BOTH -> new RoleRouter(ending, passing.orElseThrow());
            case REGISTRAR -> {
                Map<String, RequestHandler> all = new HashMap<>(ending);
                all.putIfAbsent(Request.OPTIONS, RoleRouter::alive);
                yield new MethodRouter(all);
            }
            case PROXY -> {
                Map<String, RequestHandler> refused = new HashMap<>();
                ending.keySet().forEach(method -> refused.put(method, RoleRouter::elsewhere));
                yield new RoleRouter(refused, passing.orElseThrow());
            }
        };
    }

    @Override
    public void handle(InboundRequest request) throws SipRejection {
        ending.getOrDefault(request.method(), passing).handle(request);
    }

    /// RFC 3261 §11.2: an OPTIONS to the server itself asks whether it is there.
    private static void alive(InboundRequest request) {
        request.respond(200, "OK");
    }

    private static void elsewhere(InboundRequest request) throws SipRejection {
        throw new SipRejection(405, "Registrations Go To The Registrar");
    }
}

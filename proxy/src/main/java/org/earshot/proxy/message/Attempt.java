package org.earshot.proxy.message;

import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import javax.sip.message.Request;
import javax.sip.message.Response;
import org.earshot.common.stack.ClientTransaction;
import org.earshot.common.stack.Flow;
import org.earshot.common.stack.RequestSender;
import org.earshot.proxy.channel.ReasonPhrases;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One message on its way to one device: by one route after the other, or by all at once where several phones share a
/// queue. Confined to the device's queue.
final class Attempt {
    private static final Logger log = LoggerFactory.getLogger(Attempt.class);

    private final Message message;
    private final DeviceId device;
    private final ArrayDeque<Route> untried;
    private final boolean takesCpim;
    private final boolean copiesToAll;
    private final RequestSender sender;
    private final Executor queue;
    private final Events events;
    private Optional<Refusal> refusal = Optional.empty();
    private Optional<Integer> later = Optional.empty();
    private Optional<Route> saidLater = Optional.empty();
    private int open;
    private boolean over;

    /// What becomes of it; one of the first three is called once.
    interface Events {
        /// A phone has it.
        ///
        /// @param cpim whether it got CPIM, and so can say itself what becomes of it
        void onTaken(Route route, int status, boolean cpim);

        /// All refused it for good.
        void onRefused(Route route, int status, String reason);

        /// Not now.
        ///
        /// @param said the phone that said so; empty where none answered
        void onLater(int status, Optional<Route> said);

        /// A phone did not answer.
        void onSilence(Route route);

        /// The device turned out to take CPIM, or not to.
        void onCpim(boolean takes);
    }

    private record Refusal(Route route, int status, String reason) {}

    Attempt(
            Message message,
            DeviceId device,
            List<Route> routes,
            boolean takesCpim,
            boolean copiesToAll,
            RequestSender sender,
            Executor queue,
            Events events) {
        this.message = message;
        this.device = device;
        this.untried = new ArrayDeque<>(routes);
        this.takesCpim = takesCpim;
        this.copiesToAll = copiesToAll;
        this.sender = sender;
        this.queue = queue;
        this.events = events;
    }

    void start() {
        if (!device.isShared()) {
            next();
            return;
        }
        List<Route> all = List.copyOf(untried);
        untried.clear();
        open = all.size();
        all.forEach(this::send);
    }

    private void next() {
        open = 1;
        send(untried.remove());
    }

    private void send(Route route) {
        boolean cpim = device.isShared() ? route.takesCpim() : takesCpim || route.takesCpim();
        send(route, cpim);
    }

    private void send(Route route, boolean cpim) {
        Optional<DeviceForm> form = DeviceForm.of(message, device, cpim, copiesToAll);
        if (form.isEmpty()) {
            end(route, cpim, Response.UNSUPPORTED_MEDIA_TYPE, "Unsupported Media Type");
            return;
        }
        Request request;
        try {
            request = DeviceRequest.of(message, route, form.get());
            if (DeviceRequest.isTooLarge(request, route.destination().orElseThrow())) {
                tooLarge(route, cpim);
                return;
            }
        } catch (RuntimeException e) {
            log.error("{} can't be sent", message, e);
            end(route, cpim, Response.BAD_REQUEST, "Bad Request");
            return;
        }
        sender.send(request, route.destination().orElseThrow(), "", new Ears(route, cpim), queue);
    }

    /// Without CPIM around it, it may fit (RFC 3428 §8 speaks of the request as it is sent).
    private void tooLarge(Route route, boolean cpim) {
        if (cpim && DeviceForm.of(message, device, false, copiesToAll).isPresent()) {
            send(route, false);
        } else {
            end(route, cpim, Response.MESSAGE_TOO_LARGE, "Message Too Large For UDP");
        }
    }

    private void end(Route route, boolean cpim, int status, String reason) {
        end(route, cpim, status, reason, true);
    }

    /// @param said whether the phone said so
    private void end(Route route, boolean cpim, int status, String reason, boolean said) {
        if (over) {
            return;
        }
        open--;
        switch (Outcome.of(status)) {
            case TAKEN -> {
                over = true;
                events.onTaken(route, status, cpim);
                return;
            }
            case REFUSED -> refusal = Optional.of(new Refusal(route, status, reason));
            case LATER -> {
                later = Optional.of(status);
                saidLater = said ? Optional.of(route) : saidLater;
            }
        }
        if (open > 0) {
            return;
        }
        // who refused it for good does so on its other flows too
        if (refusal.isEmpty() && !untried.isEmpty()) {
            next();
            return;
        }
        over = true;
        if (later.isPresent() && (refusal.isEmpty() || device.isShared())) {
            events.onLater(later.get(), saidLater);
        } else {
            Refusal known = refusal.orElseThrow();
            events.onRefused(known.route(), known.status(), known.reason());
        }
    }

    /// Hears one phone.
    private final class Ears implements ClientTransaction.Listener {
        private final Route route;
        private final boolean cpim;
        private boolean ended;

        Ears(Route route, boolean cpim) {
            this.route = route;
            this.cpim = cpim;
        }

        @Override
        public void onResponse(Response response, Flow flow) {
            int status = response.getStatusCode();
            if (status < 200 || ended) {
                return;
            }
            ended = true;
            if (status == Response.UNSUPPORTED_MEDIA_TYPE && cpim && !over) {
                if (!device.isShared()) {
                    events.onCpim(false);
                }
                send(route, false);
                return;
            }
            // our own challenge is nothing that a phone could answer
            boolean challenge =
                    status == Response.UNAUTHORIZED
                            || status == Response.PROXY_AUTHENTICATION_REQUIRED;
            end(
                    route,
                    cpim,
                    challenge ? Response.FORBIDDEN : status,
                    challenge ? "Refused" : ReasonPhrases.of(status));
        }

        @Override
        public void onTimeout() {
            unheard(Response.REQUEST_TIMEOUT, "Request Timeout");
        }

        @Override
        public void onTransportError(String reason) {
            unheard(Response.SERVICE_UNAVAILABLE, "Service Unavailable");
        }

        private void unheard(int status, String reason) {
            if (ended) {
                return;
            }
            ended = true;
            events.onSilence(route);
            end(route, cpim, status, reason, false);
        }
    }
}

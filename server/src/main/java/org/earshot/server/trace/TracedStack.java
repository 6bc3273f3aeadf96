package org.earshot.server.trace;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.context.Scope;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import javax.sip.message.Message;
import javax.sip.message.Request;
import javax.sip.message.Response;
import org.earshot.common.stack.ClientTransaction;
import org.earshot.common.stack.Flow;
import org.earshot.common.stack.StackObserver;

/// Makes spans of SIP transactions. What it hears goes on to somebody else, as if nobody were between. Thread-safe.
final class TracedStack implements StackObserver {
    private static final int SERVER_ERRORS = 500;

    private final Tracing.On tracing;
    private final StackObserver next;
    private final Predicate<Flow> fromNode;

    TracedStack(Tracing.On tracing, StackObserver next, Predicate<Flow> fromNode) {
        this.tracing = tracing;
        this.next = next;
        this.fromNode = fromNode;
    }

    private static AttributesBuilder about(Request request) {
        return Attributes.builder()
                .put("network.protocol.name", "sip")
                .put("sip.method", SipTrace.method(request));
    }

    @Override
    public void settled(Request request, Flow flow, int status, long nanos) {
        next.settled(request, flow, status, nanos);
        tracing.sip(
                SipTrace.taken(request, fromNode.test(flow)),
                "SIP " + SipTrace.method(request),
                SpanKind.SERVER,
                nanos,
                about(request)
                        .put("network.transport", flow.transport().parameter())
                        .put("sip.status_code", status)
                        .build(),
                status >= SERVER_ERRORS,
                Optional.empty());
    }

    @Override
    public void handling(Request request, Runnable work) {
        // whose child it is does not matter here
        try (Scope _ = tracing.of(SipTrace.taken(request, false)).makeCurrent()) {
            next.handling(request, work);
        }
    }

    @Override
    public ClientTransaction.Listener sending(
            Request request, ClientTransaction.Listener listener) {
        return new Sent(request, next.sending(request, listener));
    }

    /// What becomes of a request that is sent, until the first final answer.
    private final class Sent implements ClientTransaction.Listener {
        private final Request request;
        private final ClientTransaction.Listener listener;
        private final long began = System.nanoTime();
        private final AtomicBoolean over = new AtomicBoolean();
        private volatile Optional<Instant> ringing = Optional.empty();

        Sent(Request request, ClientTransaction.Listener listener) {
            this.request = request;
            this.listener = listener;
        }

        @Override
        public void onResponse(Response response, Flow flow) {
            int status = response.getStatusCode();
            if (status >= 200) {
                end(
                        about(request)
                                .put("network.transport", flow.transport().parameter())
                                .put("sip.status_code", status)
                                .build(),
                        status >= SERVER_ERRORS);
            } else if (status > Response.TRYING && ringing.isEmpty()) {
                ringing = Optional.of(tracing.now());
            }
            listener.onResponse(response, flow);
        }

        @Override
        public void onTimeout() {
            end(about(request).put("error.type", "timeout").build(), true);
            listener.onTimeout();
        }

        @Override
        public void onTransportError(String reason) {
            end(about(request).put("error.type", "transport").build(), true);
            listener.onTransportError(reason);
        }

        private void end(Attributes attributes, boolean failed) {
            if (over.compareAndSet(false, true)) {
                tracing.sip(
                        SipTrace.sent(request),
                        "SIP " + SipTrace.method(request),
                        SpanKind.CLIENT,
                        System.nanoTime() - began,
                        attributes,
                        failed,
                        ringing);
            }
        }
    }

    @Override
    public void answered(String method, int status, long nanos) {
        next.answered(method, status, nanos);
    }

    @Override
    public void repeated(String method) {
        next.repeated(method);
    }

    @Override
    public void malformed() {
        next.malformed();
    }

    @Override
    public void received(Message message, Flow flow) {
        next.received(message, flow);
    }

    @Override
    public void sent(byte[] message, Flow flow) {
        next.sent(message, flow);
    }
}

package org.earshot.server.trace;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;
import java.util.function.Predicate;
import org.earshot.common.db.WorkObserver;
import org.earshot.common.stack.Flow;
import org.earshot.common.stack.StackObserver;
import org.earshot.server.config.TracingConfig;

/// Tells a collector of OpenTelemetry what became of SIP transactions, of work with the database, and of requests to the API. No address, no header and no
/// body is in it: what was done, how it ended, and how long it took. Where it is off nothing is between. Thread-safe; what is told waits in
/// memory, some thousands at most, and is dropped where the collector does not take it.
public final class Tracing implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final Duration LAST_WORDS = Duration.ofSeconds(2);

    private final Optional<On> on;

    private Tracing(Optional<On> on) {
        this.on = on;
    }

    /// @param node names this start of this node
    public static Tracing of(
            TracingConfig config, String node, String version, InstantSource clock) {
        return new Tracing(
                config.isOn()
                        ? Optional.of(new On(config, node, version, clock))
                        : Optional.empty());
    }

    /// Hears the SIP stack before somebody else.
    ///
    /// @param fromNode whether another node is at the other end of a flow
    public StackObserver before(StackObserver next, Predicate<Flow> fromNode) {
        return on.<StackObserver>map(one -> new TracedStack(one, next, fromNode)).orElse(next);
    }

    /// Hears of work with the database; empty where it is off.
    public Optional<WorkObserver> database() {
        return on.map(one -> one::worked);
    }

    /// What is done for a request.
    ///
    /// @param <E> what it throws
    @FunctionalInterface
    public interface Work<E extends Exception> {
        void run() throws E;
    }

    /// Does something for a request to the API.
    ///
    /// @param path with names in braces in place of what stands there
    /// @param status of HTTP, when it is over
    public <E extends Exception> void api(
            String method, String path, IntSupplier status, Work<E> work) throws E {
        if (on.isEmpty()) {
            work.run();
        } else {
            on.get().api(method, path, status, work);
        }
    }

    /// Tells what still waits, for some seconds at most.
    @Override
    public void close() {
        on.ifPresent(On::close);
    }

    /// While it is on.
    static final class On {
        private final GivenIds ids = new GivenIds();
        private final SdkTracerProvider provider;
        private final io.opentelemetry.api.trace.Tracer tracer;
        private final InstantSource clock;

        On(TracingConfig config, String node, String version, InstantSource clock) {
            this.clock = clock;
            provider =
                    SdkTracerProvider.builder()
                            .setIdGenerator(ids)
                            // by the trace's id, so that all nodes come to the same
                            .setSampler(Sampler.traceIdRatioBased(config.share()))
                            .setResource(
                                    Resource.create(
                                            Attributes.builder()
                                                    .put("service.name", "earshot")
                                                    .put("service.version", version)
                                                    .put("service.instance.id", node)
                                                    .build()))
                            .addSpanProcessor(
                                    BatchSpanProcessor.builder(
                                                    new ToldSpans(
                                                            exporter(config.endpoint()),
                                                            config.endpoint()))
                                            .build())
                            .build();
            tracer = provider.get("org.earshot", version);
        }

        private static SpanExporter exporter(String endpoint) {
            return OtlpHttpSpanExporter.builder()
                    .setEndpoint(endpoint + "/v1/traces")
                    .setTimeout(PATIENCE)
                    .build();
        }

        Instant now() {
            return clock.instant();
        }

        /// The context of a SIP transaction that is about to be handled.
        Context of(SipTrace sip) {
            return Context.root().with(Span.wrap(known(sip.trace(), sip.span())));
        }

        private static SpanContext known(String trace, String span) {
            return SpanContext.createFromRemoteParent(
                    trace, span, TraceFlags.getSampled(), TraceState.getDefault());
        }

        /// A SIP transaction that is over.
        ///
        /// @param ringing when the first answer came that says so
        void sip(
                SipTrace sip,
                String name,
                SpanKind kind,
                long nanos,
                Attributes attributes,
                boolean failed,
                Optional<Instant> ringing) {
            Instant end = now();
            ids.give(sip);
            Span span;
            try {
                span =
                        tracer.spanBuilder(name)
                                .setParent(
                                        sip.parent()
                                                .map(parent ->
                                                        Span.wrap(known(sip.trace(), parent)))
                                                .map(Context.root()::with)
                                                .orElse(Context.root()))
                                .setSpanKind(kind)
                                .setStartTimestamp(end.minusNanos(nanos))
                                .setAllAttributes(attributes)
                                .startSpan();
            } finally {
                ids.taken();
            }
            ringing.ifPresent(at -> span.addEvent("ringing", at));
            if (failed) {
                span.setStatus(StatusCode.ERROR);
            }
            span.end(end);
        }

        /// Only what is done for a request that is traced: the server's own rounds are no part of anybody's call.
        void worked(String what, long nanos, boolean failed) {
            if (!Span.current().getSpanContext().isValid()) {
                return;
            }
            Instant end = now();
            Span span =
                    tracer.spanBuilder("database " + what)
                            .setSpanKind(SpanKind.CLIENT)
                            .setStartTimestamp(end.minusNanos(nanos))
                            .setAttribute("db.operation.name", what)
                            .startSpan();
            if (failed) {
                span.setStatus(StatusCode.ERROR);
            }
            span.end(end);
        }

        <E extends Exception> void api(String method, String path, IntSupplier status, Work<E> work)
                throws E {
            Span span =
                    tracer.spanBuilder(method + ' ' + path)
                            .setSpanKind(SpanKind.SERVER)
                            .setAttribute("http.request.method", method)
                            .setAttribute("http.route", path)
                            .startSpan();
            try (Scope _ = span.makeCurrent()) {
                work.run();
                // where it throws somebody else answers, later
                span.setAttribute("http.response.status_code", status.getAsInt());
            } catch (RuntimeException | Error e) {
                span.setStatus(StatusCode.ERROR);
                throw e;
            } finally {
                span.end();
            }
        }

        void close() {
            var _ = provider.shutdown().join(LAST_WORDS.toMillis(), TimeUnit.MILLISECONDS);
        }
    }
}

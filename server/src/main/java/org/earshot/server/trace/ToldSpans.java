package org.earshot.server.trace;

import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.util.Collection;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.logging.Level;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Says in the log when the collector takes nothing, and when it does again: one line each. Thread-safe.
final class ToldSpans implements SpanExporter {
    private static final Logger log = LoggerFactory.getLogger(ToldSpans.class);

    /// The SDK writes a stack trace for each failure; held here, or the level would be forgotten with the logger.
    private static final java.util.logging.Logger SDK =
            java.util.logging.Logger.getLogger("io.opentelemetry");

    private final SpanExporter exporter;
    private final String endpoint;
    private final AtomicBoolean away = new AtomicBoolean();

    ToldSpans(SpanExporter exporter, String endpoint) {
        this.exporter = exporter;
        this.endpoint = endpoint;
        SDK.setLevel(Level.OFF);
    }

    @Override
    public CompletableResultCode export(Collection<SpanData> spans) {
        CompletableResultCode told = exporter.export(spans);
        return told.whenComplete(() -> {
            if (away.getAndSet(!told.isSuccess()) == told.isSuccess()) {
                if (told.isSuccess()) {
                    log.info("traces reach {} again", endpoint);
                } else {
                    log.warn(
                            "tracing.endpoint: {} takes no traces; what it does not take is dropped",
                            endpoint);
                }
            }
        });
    }

    @Override
    public CompletableResultCode flush() {
        return exporter.flush();
    }

    @Override
    public CompletableResultCode shutdown() {
        return exporter.shutdown();
    }
}

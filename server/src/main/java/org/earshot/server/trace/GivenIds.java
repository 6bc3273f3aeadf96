package org.earshot.server.trace;

import io.opentelemetry.sdk.trace.IdGenerator;

/// Has the next span that a thread begins be called as it says; others by lot. Thread-safe.
final class GivenIds implements IdGenerator {
    private static final ThreadLocal<SipTrace> GIVEN = new ThreadLocal<>();

    private final IdGenerator lot = IdGenerator.random();

    /// For the next span of this thread, until [#taken].
    void give(SipTrace ids) {
        GIVEN.set(ids);
    }

    void taken() {
        GIVEN.remove();
    }

    @Override
    public String generateTraceId() {
        SipTrace ids = GIVEN.get();
        return ids == null ? lot.generateTraceId() : ids.trace();
    }

    @Override
    public String generateSpanId() {
        SipTrace ids = GIVEN.get();
        return ids == null ? lot.generateSpanId() : ids.span();
    }
}

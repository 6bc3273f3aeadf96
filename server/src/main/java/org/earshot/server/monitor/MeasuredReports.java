package org.earshot.server.monitor;

import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.earshot.common.address.AddressOfRecord;
import org.earshot.common.quality.Measure;
import org.earshot.common.quality.QualityReport;
import org.earshot.common.quality.StreamQuality;
import org.earshot.registrar.quality.CallReport;
import org.earshot.registrar.quality.QualityStore;

/// A store of quality reports that notes the opinion score of each call as its phone heard it, at its end. Thread-safe.
final class MeasuredReports implements QualityStore {
    private static final double[] BUCKETS = {1.5, 2, 2.6, 3.1, 3.6, 4, 4.2, 4.4, 5};

    private final QualityStore store;
    // Micrometer's has whole numbers only
    private final Histogram scores;

    MeasuredReports(QualityStore store, PrometheusRegistry registry) {
        this.store = store;
        scores =
                Histogram.builder()
                        .name("earshot_call_mos")
                        .help(
                                "Opinion score (MOS, 1 to 5) that a phone reports at the end of a call")
                        .classicOnly()
                        .withoutExemplars() // which need the client's tracing, and that is not
                        // there
                        .classicUpperBounds(BUCKETS)
                        .register(registry);
    }

    @Override
    public void put(CallReport report) {
        store.put(report);
        if (report.report().kind() == QualityReport.Kind.SESSION) {
            score(report.report().heardHere()).ifPresent(scores::observe);
        }
    }

    /// Of the conversation, with its delay, where the phone knows it; else of listening.
    private static OptionalDouble score(StreamQuality heard) {
        OptionalDouble conversation = heard.value(Measure.MOSCQ);
        return conversation.isPresent() ? conversation : heard.value(Measure.MOSLQ);
    }

    @Override
    public List<CallReport> since(Instant first, Optional<AddressOfRecord> reporter, int most) {
        return store.since(first, reporter, most);
    }

    @Override
    public List<CallReport> ofCall(String callId, int most) {
        return store.ofCall(callId, most);
    }

    @Override
    public int removeBefore(Instant end) {
        return store.removeBefore(end);
    }
}

package org.earshot.registrar.quality;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.earshot.common.address.AddressOfRecord;
import org.earshot.common.quality.Measure;
import org.earshot.common.quality.QualityReport;
import org.earshot.common.quality.StreamQuality;
import org.junit.jupiter.api.Test;

/// What a store of reports does, whatever is under it. Each test may find rows of other domains there.
abstract class QualityStoreContract {
    private static final AtomicInteger domains = new AtomicInteger();

    /// Apart from those of other tests, in time too, since old ones go whosesoever they are.
    private final Instant start = Instant.parse("2026-11-27T10:00:00Z");

    private final String domain = "q" + domains.incrementAndGet() + ".example.org";
    private final AddressOfRecord alice = new AddressOfRecord("alice", domain);
    private final AddressOfRecord bob = new AddressOfRecord("bob", domain);

    abstract QualityStore store();

    private CallReport report(
            AddressOfRecord reporter, int second, String callId, QualityReport.Kind kind) {
        return report(reporter, second, callId, kind, 4.2, "tag");
    }

    private CallReport report(
            AddressOfRecord reporter,
            int second,
            String callId,
            QualityReport.Kind kind,
            double score,
            String tag) {
        return new CallReport(
                reporter,
                start.plusSeconds(second),
                new QualityReport(
                        kind,
                        callId,
                        reporter.toString(),
                        "sip:carol@" + domain,
                        reporter.toString(),
                        Optional.of(new QualityReport.MediaAddress("2001:db8::1", 5000, -1)),
                        Optional.empty(),
                        new StreamQuality(
                                Optional.of(start),
                                Optional.of(start.plusSeconds(second)),
                                Optional.of("opus"),
                                Map.of(Measure.MOSCQ, score)),
                        Optional.of(
                                new StreamQuality(
                                        Optional.empty(),
                                        Optional.empty(),
                                        Optional.empty(),
                                        Map.of(Measure.NLR, 1.5))),
                        Optional.of(new QualityReport.Tags(tag, "theirs"))));
    }

    @Test
    void aReportComesBackAsItWasWritten() {
        CallReport one = report(alice, 5, "1", QualityReport.Kind.SESSION);
        store().put(one);
        assertThat(store().since(start, Optional.of(alice), 10)).containsExactly(one);
        assertThat(store().since(start, Optional.of(bob), 10)).isEmpty();
        assertThat(store().since(start, Optional.empty(), 10_000)).contains(one);
    }

    @Test
    void theLatestComesFirst() {
        CallReport first = report(alice, 1, "1", QualityReport.Kind.SESSION);
        CallReport third = report(alice, 3, "3", QualityReport.Kind.SESSION);
        CallReport second = report(alice, 2, "2", QualityReport.Kind.SESSION);
        store().put(first);
        store().put(third);
        store().put(second);
        assertThat(store().since(start, Optional.of(alice), 10))
                .containsExactly(third, second, first);
        assertThat(store().since(start, Optional.of(alice), 2)).containsExactly(third, second);
        assertThat(store().since(start.plusSeconds(2), Optional.of(alice), 10))
                .containsExactly(third, second);
    }

    @Test
    void whatIsSentAgainStandsOnce() {
        store().put(report(alice, 1, "1", QualityReport.Kind.SESSION, 4.2, "tag"));
        CallReport again = report(alice, 2, "1", QualityReport.Kind.SESSION, 3.1, "tag");
        store().put(again);
        assertThat(store().since(start, Optional.of(alice), 10)).containsExactly(again);
        store().put(report(alice, 3, "1", QualityReport.Kind.SESSION, 3.1, "hers"));
        store().put(report(bob, 4, "1", QualityReport.Kind.SESSION));
        assertThat(store().since(start, Optional.of(alice), 10)).hasSize(2);
        assertThat(store().since(start, Optional.of(bob), 10)).hasSize(1);
    }

    @Test
    void ofACallThatGoesOnThereAreMany() {
        store().put(report(alice, 1, "1", QualityReport.Kind.INTERVAL));
        store().put(report(alice, 2, "1", QualityReport.Kind.INTERVAL));
        store().put(report(alice, 3, "1", QualityReport.Kind.SESSION));
        assertThat(store().since(start, Optional.of(alice), 10)).hasSize(3);
    }

    @Test
    void thoseOfOneCallAreFound() {
        String call = "c@" + domain;
        CallReport hers = report(alice, 2, call, QualityReport.Kind.INTERVAL);
        CallReport his = report(bob, 1, call, QualityReport.Kind.SESSION);
        store().put(hers);
        store().put(his);
        store().put(report(alice, 3, "other", QualityReport.Kind.SESSION));
        assertThat(store().ofCall(call, 10)).containsExactly(his, hers);
        assertThat(store().ofCall(call, 1)).containsExactly(his);
        assertThat(store().ofCall("nobody's@" + domain, 10)).isEmpty();
    }

    @Test
    void oldOnesGo() {
        CallReport old = report(alice, -1_000_000, "1", QualityReport.Kind.SESSION);
        CallReport young = report(alice, 0, "2", QualityReport.Kind.SESSION);
        store().put(old);
        store().put(young);
        assertThat(store().removeBefore(start)).isEqualTo(1);
        assertThat(store().since(Instant.EPOCH, Optional.of(alice), 10)).containsExactly(young);
        assertThat(store().removeBefore(start)).isZero();
    }
}

package org.earshot.server.monitor;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import org.earshot.common.WholeLog;
import org.earshot.common.address.AddressOfRecord;
import org.earshot.common.quality.QualityReport;
import org.earshot.registrar.quality.CallReport;
import org.earshot.registrar.quality.InMemoryQualityStore;
import org.earshot.registrar.quality.QualityStore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class MetricsTest {
    private final Metrics metrics = new Metrics("1.2.3");

    @AfterEach
    void close() {
        metrics.close();
    }

    @Test
    void theProcessTellsOfItself() {
        assertThat(metrics.text())
                .contains(
                        "earshot_build_info{version=\"1.2.3\"} 1",
                        "jvm_memory_used_bytes{area=\"heap\"",
                        "jvm_threads_live_threads ",
                        "process_cpu_seconds_total ",
                        "process_start_time_seconds ",
                        "process_files_open_files ")
                .doesNotContain("_ns_total");
    }

    /// Each start of a server would show it.
    @Test
    void nothingIsWrongWithHowTheyAreMade() {
        try (WholeLog log = new WholeLog()) {
            new Metrics("1.2.3").close();
            assertThat(log.events())
                    .noneMatch(event -> event.getFormattedMessage().contains("MeterFilter"));
        }
    }

    @Test
    void troubleInTheLogIsCountedWhileItIsOpen() {
        assertThat(metrics.text()).contains("earshot_log_events_total{level=\"error\"} 0.0");
        org.slf4j.Logger log = LoggerFactory.getLogger("monitor-test");
        log.error("once");
        log.warn("and");
        log.warn("twice");
        log.info("not this");
        metrics.close();
        log.error("nor this");
        assertThat(metrics.text())
                .contains(
                        "earshot_log_events_total{level=\"error\"} 1.0",
                        "earshot_log_events_total{level=\"warn\"} 2.0");
    }

    @Test
    void whatAStoreSaysIsAskedAtEachLookAndUnknownWhenItCantSay() {
        long[] bindings = {1};
        metrics.gauge(
                "earshot.test",
                "A test",
                metrics.sampled(
                                () -> {
                                    if (bindings[0] == 0) {
                                        throw new IllegalStateException("away");
                                    }
                                    return bindings[0]++;
                                })
                        .value(Long::doubleValue));
        assertThat(metrics.text()).contains("earshot_test 1.0");
        assertThat(metrics.text()).contains("earshot_test 2.0");
        bindings[0] = 0;
        assertThat(metrics.text()).contains("earshot_test NaN");
        bindings[0] = 7;
        assertThat(metrics.text()).contains("earshot_test 7.0");
    }

    @Test
    void aStoreThatDoesNotAnswerKeepsNobodyWaiting() {
        CountDownLatch back = new CountDownLatch(1);
        Samples samples = new Samples(Duration.ofMillis(30));
        Sampled<Long> slow =
                samples.add(() -> {
                    back.await();
                    return 1L;
                });
        samples.take();
        assertThat(slow.value(Long::doubleValue).getAsDouble()).isNaN();
        samples.take(); // and asks no second time
        back.countDown();
        long end = System.nanoTime() + Duration.ofSeconds(10).toNanos();
        while (Double.isNaN(slow.value(Long::doubleValue).getAsDouble())
                && System.nanoTime() < end) {
            samples.take();
        }
        assertThat(slow.value(Long::doubleValue).getAsDouble()).isEqualTo(1);
    }

    @Test
    void theScoreOfAConversationCountsAtItsEnd() throws Exception {
        InMemoryQualityStore store = new InMemoryQualityStore();
        QualityStore measured = metrics.measured(store);
        put(measured, "VQSessionReport: CallTerm", "1", "MOSLQ=4.3 MOSCQ=3.9");
        put(measured, "VQSessionReport: CallTerm", "2", "MOSLQ=2.5");
        put(measured, "VQIntervalReport:", "3", "MOSCQ=1.1");
        put(measured, "VQSessionReport: CallTerm", "4", "RLQ=80");
        assertThat(store.since(Instant.EPOCH, java.util.Optional.empty(), 10)).hasSize(4);
        assertThat(measured.since(Instant.EPOCH, java.util.Optional.empty(), 10)).hasSize(4);
        assertThat(metrics.text())
                .contains(
                        "earshot_call_mos_count 2",
                        "earshot_call_mos_sum 6.4",
                        "earshot_call_mos_bucket{le=\"2.6\"} 1",
                        "earshot_call_mos_bucket{le=\"3.6\"} 1",
                        "earshot_call_mos_bucket{le=\"4.0\"} 2");
    }

    private static void put(QualityStore store, String kind, String callId, String estimate)
            throws Exception {
        String report =
                """
                %s
                CallID: %s
                LocalID: <sip:alice@localhost>
                RemoteID: <sip:bob@localhost>
                OrigID: <sip:alice@localhost>
                LocalMetrics:
                Timestamps:START=2026-11-23T09:00:00Z STOP=2026-11-23T09:01:05Z
                QualityEst:%s
                """
                        .formatted(kind, callId, estimate);
        store.put(
                new CallReport(
                        new AddressOfRecord("alice", "localhost"),
                        Instant.EPOCH,
                        QualityReport.parse(report.getBytes(UTF_8))));
    }
}

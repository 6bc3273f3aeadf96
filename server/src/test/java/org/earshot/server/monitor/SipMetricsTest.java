package org.earshot.server.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SipMetricsTest {
    private final Metrics metrics = new Metrics("1");

    @AfterEach
    void close() {
        metrics.close();
    }

    @ParameterizedTest(name = "{0} {1} counts as {2} {3}")
    @CsvSource({
        "REGISTER, 200, REGISTER, 200",
        "INVITE, 487, INVITE, 487",
        "EVIL, 200, other, 200",
        "register, 200, other, 200",
        "'A\"{}\n', 200, other, 200",
        "MESSAGE, 499, MESSAGE, 4xx",
        "MESSAGE, 699, MESSAGE, 6xx",
        "MESSAGE, 999, MESSAGE, 9xx",
    })
    void labelsAreOfWhatIsKnown(String method, int status, String label, String code) {
        metrics.sip().answered(method, status, 1);
        metrics.sip().answered(method, status, 1);
        assertThat(metrics.text())
                .contains(
                        "earshot_sip_requests_total{code=\"%s\",method=\"%s\"} 2.0"
                                .formatted(code, label));
    }

    @Test
    void noPhoneCanMakeUpMoreThanAFewNumbers() {
        for (int i = 0; i < 10_000; i++) {
            metrics.sip().answered("M" + i, i, 1);
            metrics.sip().repeated("M" + i);
        }
        long series =
                metrics.text().lines().filter(line -> line.startsWith("earshot_sip_")).count();
        assertThat(series).isLessThan(120);
    }

    @Test
    void howLongAnAnswerTookIsInABucket() {
        metrics.sip().answered("MESSAGE", 202, Duration.ofMillis(3).toNanos());
        metrics.sip().answered("MESSAGE", 202, Duration.ofSeconds(40).toNanos());
        assertThat(metrics.text())
                .contains(
                        "earshot_sip_request_duration_seconds_bucket{method=\"MESSAGE\",le=\"0.002\"} 0",
                        "earshot_sip_request_duration_seconds_bucket{method=\"MESSAGE\",le=\"0.005\"} 1",
                        "earshot_sip_request_duration_seconds_bucket{method=\"MESSAGE\",le=\"32.0\"} 1",
                        "earshot_sip_request_duration_seconds_bucket{method=\"MESSAGE\",le=\"+Inf\"} 2",
                        "earshot_sip_request_duration_seconds_sum{method=\"MESSAGE\"} 40.003");
    }

    @Test
    void whatIsLostOrBrokenIsCounted() {
        metrics.sip().repeated("INVITE");
        metrics.sip().malformed();
        metrics.sip().malformed();
        assertThat(metrics.text())
                .contains(
                        "earshot_sip_repeated_requests_total{method=\"INVITE\"} 1.0",
                        "earshot_sip_malformed_messages_total 2.0");
    }
}

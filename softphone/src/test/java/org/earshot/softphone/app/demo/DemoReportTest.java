package org.earshot.softphone.app.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DemoReportTest {
    private static final PathDelay THERE = new PathDelay(40.06, 60, 400);
    private static final PathDelay BACK = new PathDelay(41.04, 55, 390);

    private static final DemoFile FILE = new DemoFile(8_000_000, 500);

    private static DemoCall call(String encryption) {
        return new DemoCall(
                123.45,
                JsonNodeFactory.instance
                        .objectNode()
                        .put("codec", "opus")
                        .put("encryption", encryption),
                JsonNodeFactory.instance.objectNode().put("packetsSent", 400).put("packetsLost", 1),
                JsonNodeFactory.instance.objectNode().put("packetsSent", 399),
                List.of(1L, 2L, 3L),
                Map.of(),
                Map.of());
    }

    @Test
    void theWorseWayCounts() {
        DemoReport report = DemoReport.of(9.99, FILE, call("SDES:X"), THERE, BACK, 0.98765);
        assertThat(report.pathDelayMs()).isEqualTo(new DemoReport.Delay(41.0, 60));
        assertThat(report.packetsSent()).isEqualTo(799);
        assertThat(report.packetsLost()).isEqualTo(1);
        assertThat(report.messageMs()).isEqualTo(10);
        assertThat(report.callSetupMs()).isEqualTo(123.5);
        assertThat(report.correlation()).isEqualTo(0.988);
        assertThat(report.forPeople()).contains("file           8.0 MB in 500 ms, 16.0 MB/s");
    }

    @Test
    void whatIsNotAsItShouldBeIsSaid() {
        PathDelay none = new PathDelay(Double.NaN, Double.NaN, 0);
        assertThatThrownBy(() -> DemoReport.of(1, FILE, call("none"), THERE, BACK, 1))
                .isInstanceOf(DemoFailure.class)
                .hasMessage("the call was not encrypted: none");
        assertThatThrownBy(() -> DemoReport.of(1, FILE, call("SDES:X"), THERE, none, 1))
                .hasMessage("no sound went from one phone to the other");
        assertThatThrownBy(() -> DemoReport.of(1, FILE, call("SDES:X"), THERE, BACK, 0.7996))
                .hasMessage("the speech did not arrive as it was sent: correlation 0.8");
    }
}

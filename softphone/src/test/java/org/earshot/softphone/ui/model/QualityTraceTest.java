package org.earshot.softphone.ui.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalDouble;
import org.earshot.softphone.ua.Id;
import org.earshot.softphone.ua.UserAgentEvent.MediaReport;
import org.junit.jupiter.api.Test;

public class QualityTraceTest {
    public static MediaReport report(double rtt, double loss, double mos) {
        return report(rtt, loss, mos, OptionalDouble.empty());
    }

    public static MediaReport report(double rtt, double loss, double mos, OptionalDouble echo) {
        return new MediaReport(new Id(60), rtt, loss, 3, 40, 0, 0, 2, 0, mos, 1, 1, 0, echo, "");
    }

    @Test
    void fiveMinutesAreKept() {
        QualityTrace trace = new QualityTrace();
        for (int i = 0; i < 1_000; i++) {
            trace.add(QualityTrace.Sample.of(report(i, 0, 4)));
        }
        assertThat(trace.samples()).hasSize(QualityTrace.MOST);
        assertThat(trace.samples().getFirst().delayMs()).isEqualTo(700 / 2.0 + 40);
        assertThat(trace.last().orElseThrow().delayMs()).isEqualTo(999 / 2.0 + 40);
        trace.add(QualityTrace.Sample.of(report(0, 0, 4, OptionalDouble.of(31))));
        assertThat(trace.last().orElseThrow().echoReducedDb()).hasValue(31);
    }

    @Test
    void whatIsNotKnownYetIsNoBadSound() {
        assertThat(QualityTrace.Sample.of(report(0, 0, 0)).mos()).isNaN();
    }
}

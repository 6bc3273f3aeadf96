package org.earshot.common.quality;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.earshot.common.mime.MalformedPayloadException;
import org.earshot.common.testdata.HostileInput;
import org.earshot.common.testdata.Vectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class QualityReportTest {
    private static final QualityReport REPORT =
            new QualityReport(
                    QualityReport.Kind.SESSION,
                    "1890463548@alice.example.org",
                    "sip:alice@example.org",
                    "sip:bob@example.org",
                    "sip:alice@example.org",
                    Optional.of(new QualityReport.MediaAddress("192.0.2.7", 5000, 0x1a3b5c7d)),
                    Optional.of(new QualityReport.MediaAddress("2001:db8::1", 5002, 0x82468abc)),
                    new StreamQuality(
                            Optional.of(Instant.parse("2026-11-27T18:00:00.250Z")),
                            Optional.of(Instant.parse("2026-11-27T18:01:05Z")),
                            Optional.of("opus"),
                            Map.of(
                                    Measure.NLR, 1.25,
                                    Measure.PPS, 50.0,
                                    Measure.MOSLQ, 4.321,
                                    Measure.SL, -21.0)),
                    Optional.of(
                            new StreamQuality(
                                    Optional.empty(),
                                    Optional.empty(),
                                    Optional.empty(),
                                    Map.of(Measure.MOSCQ, 4.0))),
                    Optional.of(new QualityReport.Tags("9123dh311", "8472761")));

    private static final String LEAST =
            """
            VQSessionReport: CallTerm
            CallID: 1
            LocalID: <sip:a@b>
            RemoteID: <sip:c@d>
            LocalMetrics:
            """;

    @Test
    void whatIsWrittenIsWhatTheRfcHas() {
        assertThat(new String(REPORT.toBytes(), UTF_8))
                .isEqualTo(
                        """
                        VQSessionReport: CallTerm
                        CallID: 1890463548@alice.example.org
                        LocalID: <sip:alice@example.org>
                        RemoteID: <sip:bob@example.org>
                        OrigID: <sip:alice@example.org>
                        LocalAddr: IP=192.0.2.7 PORT=5000 SSRC=0x1a3b5c7d
                        RemoteAddr: IP=2001:db8::1 PORT=5002 SSRC=0x82468abc
                        LocalMetrics:
                        Timestamps: START=2026-11-27T18:00:00.250Z STOP=2026-11-27T18:01:05Z
                        SessionDesc: PD=opus PPS=50
                        PacketLoss: NLR=1.3
                        Signal: SL=-21
                        QualityEst: MOSLQ=4.32
                        RemoteMetrics:
                        QualityEst: MOSCQ=4.00
                        DialogID: 1890463548@alice.example.org;to-tag=8472761;from-tag=9123dh311
                        """
                                .replace("\n", "\r\n"));
    }

    @Test
    void whatIsWrittenIsRead() throws Exception {
        assertThat(QualityReport.parse(REPORT.toBytes())).isEqualTo(REPORT);
    }

    @Test
    void theExamplesOfTheRfc() throws Exception {
        QualityReport session = parse(body("rfc-vqreport/rfc6035-03.sip"));
        assertThat(session.kind()).isEqualTo(QualityReport.Kind.SESSION);
        assertThat(session.callId()).isEqualTo("6dg37f1890463");
        assertThat(session.local()).isEqualTo("sip:alice@example.org");
        assertThat(session.remote()).isEqualTo("sip:bill@example.net");
        assertThat(session.localAddress())
                .contains(new QualityReport.MediaAddress("10.10.1.100", 5000, 0x1a3b5c7d));
        StreamQuality here = session.heardHere();
        assertThat(here.start()).contains(Instant.parse("2004-10-10T18:23:43Z"));
        assertThat(here.codec()).contains("G729");
        assertThat(here.value(Measure.NLR)).hasValue(5.0);
        assertThat(here.value(Measure.SL)).hasValue(-21);
        assertThat(here.value(Measure.PLC)).as("in a folded line").hasValue(3);
        assertThat(here.value(Measure.MOSLQ)).hasValue(4.2);
        assertThat(session.heardThere().orElseThrow().value(Measure.NL)).hasValue(-45);
        assertThat(session.dialog()).contains(new QualityReport.Tags("9123dh311", "8472761"));

        QualityReport alert = parse(body("rfc-vqreport/rfc6035-04.sip"));
        assertThat(alert.kind()).isEqualTo(QualityReport.Kind.ALERT);
        assertThat(alert.heardHere().value(Measure.MOSLQ)).as("below Metrics").hasValue(2.4);
        assertThat(alert.heardThere().orElseThrow().value(Measure.MOSLQ)).hasValue(4.2);
        assertThat(parse(body("rfc-vqreport/rfc6035-01.sip")).heardHere().codec()).contains("PCMU");
        assertThat(parse(body("rfc-vqreport/rfc6035-02.sip")).heardHere().value(Measure.NLR))
                .hasValue(10.0);
    }

    @Test
    void aDeskPhonesReport() throws Exception {
        QualityReport snom = parse(body("sip-messages/phones/snom821-publish-vq-rtcpxr.sip"));
        assertThat(snom.remote()).isEqualTo("sip:520@10.0.3.252;user=phone");
        assertThat(snom.heardHere().value(Measure.JBM)).as("without a space behind").hasValue(20);
        assertThat(snom.heardHere().value(Measure.JBX)).hasValue(240);
        assertThat(snom.heardHere().value(Measure.MOSLQ)).hasValue(4.1);
        assertThat(snom.heardThere()).isEmpty();
    }

    @Test
    void whatIsNotKnownIsLeftOut() throws Exception {
        QualityReport read =
                parse(
                        LEAST
                                + "X-Sound: LOUD=yes\nPacketLoss: NLR=1 XX=a=b\n\nRemoteMetrics:\nDelay:RTD=7\n");
        assertThat(read.heardHere().values()).containsExactly(Map.entry(Measure.NLR, 1.0));
        assertThat(read.heardThere().orElseThrow().values())
                .as("behind an empty line, as the grammar has it")
                .containsExactly(Map.entry(Measure.RTD, 7.0));
        assertThat(read.origin()).isEqualTo("sip:a@b");
        assertThat(read.heardHere().value(Measure.MOSLQ)).isEqualTo(OptionalDouble.empty());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "PacketLoss: NLR=-1",
                "PacketLoss: NLR=101",
                "PacketLoss: NLR=",
                "PacketLoss: NLR=NaN",
                "PacketLoss: NLR=1e3x NLR=1..2",
                "PacketLoss: NLR=1.2.3",
                "QualityEst: MOSLQ=5.1",
                "QualityEst: MOSLQ=9999999999",
                "Timestamps: START=yesterday",
                "Timestamps: START=-1000000-01-01T00:00:00Z",
                "LocalMetrics:",
                "VQSessionReport: CallTerm",
                "CallID: two words",
                "RemoteID: nobody"
            })
    void othersAreRefused(String line) {
        assertThatThrownBy(() -> parse(LEAST + line + "\n"))
                .isInstanceOf(MalformedPayloadException.class);
    }

    @Test
    void aReportHasALimit() throws Exception {
        assertThat(parse(LEAST + "X-A: 1\n".repeat(58)).callId()).isEqualTo("1");
        assertThatThrownBy(() -> parse(LEAST + "X-A: 1\n\n".repeat(130)))
                .isInstanceOf(MalformedPayloadException.class);
        assertThatThrownBy(() -> parse(LEAST + ("X-A: " + "1".repeat(4000) + "\n").repeat(3)))
                .isInstanceOf(MalformedPayloadException.class);
        for (String name : List.of("VQSessionReport", "CallID", "LocalID", "RemoteID", "LocalM")) {
            assertThatThrownBy(() -> parse(LEAST.replaceAll("(?m)^" + name + ".*\n", "")))
                    .as(name)
                    .isInstanceOf(MalformedPayloadException.class);
        }
    }

    @Test
    void nothingElseIsThrown() {
        HostileInput.check(
                body -> QualityReport.parse(body).toBytes(),
                6035,
                List.of(
                        REPORT.toBytes(),
                        body("rfc-vqreport/rfc6035-04.sip").getBytes(ISO_8859_1),
                        body("sip-messages/phones/snom821-publish-vq-rtcpxr.sip")
                                .getBytes(ISO_8859_1)));
    }

    private static String body(String file) {
        String message = new String(Vectors.read(file), ISO_8859_1).replace("\r\n", "\n");
        return message.substring(message.indexOf("\n\n") + 2);
    }

    private static QualityReport parse(String body) throws MalformedPayloadException {
        return QualityReport.parse(body.getBytes(UTF_8));
    }
}

package org.earshot.registrar.presence;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import javax.sip.message.Response;
import org.earshot.common.event.Nodes;
import org.earshot.common.quality.Measure;
import org.earshot.common.stack.Flow;
import org.earshot.common.stack.RecordedRequest;
import org.earshot.common.stack.Transport;
import org.earshot.common.testdata.Vectors;
import org.earshot.registrar.quality.CallReport;
import org.junit.jupiter.api.Test;

class QualityPublisherTest {
    private static final Flow FLOW = RecordedRequest.flow(Transport.UDP, "192.0.2.4", 40004, 4);
    private static final String REPORT =
            """
            VQSessionReport: CallTerm
            CallID: %s
            LocalID: <sip:alice@example.org>
            RemoteID: <sip:bob@example.org>
            LocalMetrics:
            QualityEst: MOSLQ=4.2
            """;

    private final PresenceFixture f = new PresenceFixture();
    private int branch;

    private Response publish(String headers, String body) {
        return publishTo("sip:collector@example.org", headers, body);
    }

    private Response publishTo(String uri, String headers, String body) {
        f.authenticator.trust(FLOW, f.account(PresenceFixture.ALICE));
        return f.send(FLOW, request(uri, headers, body)).finalResponse();
    }

    private String request(String uri, String headers, String body) {
        return """
        PUBLISH %s SIP/2.0
        Via: SIP/2.0/UDP 192.0.2.4:40004;branch=z9hG4bKq%d;rport
        Max-Forwards: 70
        From: <sip:alice@example.org>;tag=a
        To: <%s>
        Call-ID: q%d
        CSeq: 1 PUBLISH
        Event: vq-rtcpxr
        %s

        %s\
        """
                .formatted(uri, ++branch, uri, branch, headers.strip(), body);
    }

    private Response report(String callId) {
        return publish("Content-Type: application/vq-rtcpxr", REPORT.formatted(callId));
    }

    private List<CallReport> kept() {
        return f.reports.since(Instant.EPOCH, Optional.empty(), 1000);
    }

    private static String body(String file) {
        String message = new String(Vectors.read(file), ISO_8859_1).replace("\r\n", "\n");
        return message.substring(message.indexOf("\n\n") + 2);
    }

    @Test
    void aReportIsKeptAsItsSendersClaim() {
        Response ok =
                publish("Content-Type: application/vq-rtcpxr", body("rfc-vqreport/rfc6035-03.sip"));
        assertThat(ok.getStatusCode()).isEqualTo(200);
        assertThat(ok.getHeader("Expires").toString()).contains("0");
        assertThat(ok.getHeader("SIP-ETag")).isNotNull();
        CallReport report = kept().getFirst();
        assertThat(report.reporter()).isEqualTo(PresenceFixture.ALICE);
        assertThat(report.receivedAt()).isEqualTo(f.clock.instant());
        assertThat(report.report().heardHere().value(Measure.MOSCQ)).hasValue(4.3);
    }

    @Test
    void anyAddressOfOursIsTheCollectors() {
        for (String uri :
                List.of(
                        "sip:alice@example.org",
                        "sip:example.org",
                        "sip:192.0.2.1:5060",
                        "sip:collector@example.org;transport=udp")) {
            Response ok =
                    publishTo(
                            uri,
                            "Content-Type: application/vq-rtcpxr",
                            REPORT.formatted("c" + branch));
            assertThat(ok.getStatusCode()).as(uri).isEqualTo(200);
        }
        assertThat(kept()).hasSize(4);
    }

    @Test
    void strangersAreAskedWhoTheyAre() {
        Response challenge =
                f.send(
                                RecordedRequest.flow(Transport.UDP, "192.0.2.99", 5060, 99),
                                request(
                                        "sip:collector@example.org",
                                        "Content-Type: application/vq-rtcpxr",
                                        REPORT.formatted("1")))
                        .finalResponse();
        assertThat(challenge.getStatusCode()).isEqualTo(401);
        assertThat(kept()).isEmpty();
    }

    @Test
    void nobodyReportsInAnothersName() {
        String type = "Content-Type: application/vq-rtcpxr";
        String ofBob = REPORT.replace("LocalID: <sip:alice", "LocalID: <sip:bob").formatted("1");
        assertThat(publish(type, ofBob).getStatusCode()).isEqualTo(403);
        f.authenticator.trust(FLOW, f.account(PresenceFixture.ALICE));
        String fromBob =
                request("sip:collector@example.org", type, REPORT.formatted("1"))
                        .replace("From: <sip:alice", "From: <sip:bob");
        assertThat(f.send(FLOW, fromBob).finalResponse().getStatusCode()).isEqualTo(403);
        assertThat(kept()).isEmpty();
        String byAddress = REPORT.replace("alice@example.org", "alice@10.0.3.13").formatted("1");
        assertThat(publish(type, byAddress).getStatusCode()).as("a desk phone").isEqualTo(200);
    }

    @Test
    void whatIsNoReportIsRefused() {
        String type = "Content-Type: application/vq-rtcpxr";
        assertThat(publish(type, "VQSessionReport: CallTerm\n").getStatusCode()).isEqualTo(400);
        assertThat(publish(type, "").getStatusCode()).isEqualTo(400);
        Response other = publish("Content-Type: text/plain", REPORT.formatted("1"));
        assertThat(other.getStatusCode()).isEqualTo(415);
        assertThat(other.getHeader("Accept").toString()).contains("application/vq-rtcpxr");
        String long_ = REPORT.formatted("1") + "X-A: 1\n".repeat(2000);
        assertThat(publish(type, long_).getStatusCode()).isEqualTo(413);
        assertThat(publish(type + "\nSIP-If-Match: x", REPORT.formatted("1")).getStatusCode())
                .isEqualTo(412);
        assertThat(publish(type + "\nRequire: magic", REPORT.formatted("1")).getStatusCode())
                .isEqualTo(420);
        assertThat(kept()).isEmpty();
    }

    @Test
    void noiseIsAnsweredWith400() {
        Random random = new Random(6035);
        for (int i = 0; i < 100; i++) {
            StringBuilder noise = new StringBuilder();
            for (int n = 1 + random.nextInt(300); n > 0; n--) {
                noise.append((char) (' ' + random.nextInt(95)));
            }
            assertThat(publish("Content-Type: application/vq-rtcpxr", noise.toString()))
                    .extracting(Response::getStatusCode)
                    .as(noise.toString())
                    .isEqualTo(400);
        }
        assertThat(kept()).isEmpty();
    }

    @Test
    void whoReportsWithoutEndIsToldToWait() {
        for (int i = 0; i < 200; i++) {
            assertThat(report("c" + i).getStatusCode()).isEqualTo(200);
        }
        Response refused = report("one more");
        assertThat(refused.getStatusCode()).isEqualTo(503);
        assertThat(refused.getHeader("Retry-After")).isNotNull();
        assertThat(kept()).hasSize(200);
        f.clock.advance(Duration.ofMinutes(1));
        assertThat(report("later").getStatusCode()).isEqualTo(200);
    }

    @Test
    void reportsGoWhenTheirTimeIsOver() {
        f.configure(PresenceConfig.of(PresenceFixture.DOMAIN).withReportsFor(Duration.ofDays(1)));
        report("1");
        f.clock.advance(Duration.ofHours(20));
        report("2");
        f.service.clean();
        assertThat(kept()).hasSize(2);
        f.clock.advance(Duration.ofHours(5));
        f.service.clean();
        assertThat(kept()).extracting(one -> one.report().callId()).containsExactly("2");
    }

    @Test
    void whereNoneAreKeptNoneAreTaken() {
        report("1");
        f.configure(PresenceConfig.of(PresenceFixture.DOMAIN).withReportsFor(Duration.ZERO));
        f.clock.advance(Duration.ofSeconds(1));
        f.service.clean();
        assertThat(kept()).isEmpty();
        Response refused =
                publishTo(
                        "sip:alice@example.org",
                        "Content-Type: application/vq-rtcpxr",
                        REPORT.formatted("2"));
        assertThat(refused.getStatusCode()).isEqualTo(489);
        assertThat(refused.toString()).doesNotContain("vq-rtcpxr");
        f.start(Nodes.alone("test"));
    }

    @Test
    void anUnknownPackageIsStill489() {
        Response refused = f.publish("Event: weather", "sunny").finalResponse();
        assertThat(refused.getStatusCode()).isEqualTo(489);
        assertThat(refused.toString())
                .containsPattern("Allow-Events: .*vq-rtcpxr")
                .containsPattern("Allow-Events: .*presence");
    }
}

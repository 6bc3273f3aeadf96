package org.earshot.interop;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.earshot.common.testdata.Vectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// What the administrator learns of calls: of our phones, and of a desk phone that sends what RFC 6035 has as an example.
@Tag("realtime")
class QualityReportIT {
    private Lab lab;
    private EarshotServer server;

    @BeforeEach
    void open() {
        lab = Lab.of("quality");
        server = EarshotServer.start(lab).withUser("alice", "pwalice").withUser("bob", "pwbob");
    }

    @AfterEach
    void close() {
        lab.close();
    }

    private EarshotPhone phone(String name, Path said, String... options) {
        return EarshotPhone.start(
                        lab,
                        name,
                        "pw" + name,
                        server.address("tls"),
                        "tls",
                        Optional.of(server.ca()),
                        said,
                        options)
                .registered();
    }

    /// Waits until so many reports are there.
    private JsonNode reports(int count) throws Exception {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        JsonNode reports = new ObjectMapper().readTree(server.admin("quality", "--json"));
        while (reports.size() < count && System.nanoTime() < end) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
            reports = new ObjectMapper().readTree(server.admin("quality", "--json"));
        }
        assertThat(reports).hasSize(count);
        return reports;
    }

    @Test
    void bothPhonesOfACallReportIt() throws Exception {
        Path said = Recording.longSpeech(lab, "alice");
        EarshotPhone alice = phone("alice", said);
        EarshotPhone bob = phone("bob", said, "--auto-answer");
        alice.tell("call sip:bob@127.0.0.1");
        alice.call("established");
        // both have told each other how they hear by then
        for (EarshotPhone phone : new EarshotPhone[] {alice, bob}) {
            phone.event(
                    "media",
                    60,
                    event ->
                            event.path("packetsReceived").asLong() > 600
                                    && event.path("rttMs").asDouble() > 0);
        }
        assertThat(server.number("earshot_calls_live")).isOne();
        assertThat(server.number("earshot_users_online")).isEqualTo(2);
        assertThat(server.number("earshot_sip_connections{transport=\"tls\"}")).isEqualTo(2);
        alice.tell("quit"); // ends the call, and is no reason to say nothing
        JsonNode reports = reports(2);
        for (JsonNode report : reports) {
            assertThat(report.path("origin").asText()).isEqualTo("sip:alice@127.0.0.1");
            assertThat(report.path("claimedByThePhone").asBoolean()).isTrue();
            for (String side : new String[] {"heardHere", "heardThere"}) {
                JsonNode heard = report.path(side);
                assertThat(heard.path("codec").asText()).isEqualTo("opus");
                assertThat(heard.path("mosConversation").asDouble()).isBetween(3.5, 4.6);
                assertThat(heard.path("lossPercent").asDouble()).isLessThan(5);
            }
        }
        assertThat(reports.get(0).path("callId").asText())
                .isEqualTo(reports.get(1).path("callId").asText());
        assertThat(reports.findValuesAsText("reporter"))
                .containsExactlyInAnyOrder("sip:alice@127.0.0.1", "sip:bob@127.0.0.1");
        assertThat(server.number("earshot_call_mos_count")).isEqualTo(2);
        assertThat(server.number("earshot_call_mos_sum")).isBetween(2 * 3.5, 2 * 4.6);
        assertThat(server.number("earshot_calls_ended_total{outcome=\"completed\"}")).isOne();
        assertThat(server.number("earshot_calls_live")).isZero();
        System.out.println(server.admin("quality"));
    }

    @Test
    void aDeskPhonesReportIsTakenAndAStrangersIsNot() throws Exception {
        String message =
                new String(Vectors.read("rfc-vqreport/rfc6035-03.sip"), ISO_8859_1)
                        .replace("\r\n", "\n");
        String body = message.substring(message.indexOf("\n\n") + 2).replace("\n", "\r\n");
        BarePhone alice = BarePhone.udp(lab, "alice", "pwalice", server.address("udp"));
        String type = "application/vq-rtcpxr";
        assertThat(alice.publish("sip:collector@127.0.0.1", "vq-rtcpxr", type, body))
                .startsWith("SIP/2.0 200")
                .contains("SIP-ETag:");
        JsonNode report = reports(1).get(0);
        assertThat(report.path("reporter").asText()).isEqualTo("sip:alice@127.0.0.1");
        assertThat(report.path("heardHere").path("mosConversation").asDouble()).isEqualTo(4.3);
        assertThat(server.admin("quality"))
                .contains(
                        "called sip:bill@example.net", "as claimed by the phone", "good (MOS 4.3)");

        assertThat(alice.publish("sip:collector@127.0.0.1", "vq-rtcpxr", type, "VQ?"))
                .startsWith("SIP/2.0 400");
        assertThat(alice.publish("sip:alice@127.0.0.1", "weather", type, body))
                .startsWith("SIP/2.0 489")
                .containsPattern("Allow-Events:.*vq-rtcpxr");
        BarePhone stranger = BarePhone.udp(lab, "alice", "guessed", server.address("udp"));
        assertThat(stranger.publish("sip:collector@127.0.0.1", "vq-rtcpxr", type, body))
                .doesNotStartWith("SIP/2.0 2");
        reports(1);
    }
}

package org.earshot.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.earshot.common.address.AddressOfRecord;
import org.earshot.common.quality.QualityReport;
import org.earshot.registrar.quality.CallReport;
import org.earshot.server.ladder.CallSummary;
import org.earshot.server.ladder.LadderMessage;
import org.earshot.server.ladder.LadderStore;
import org.earshot.server.ladder.Outcome;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What an administrator sees of calls of the last days.
class CallCommandsTest {
    @TempDir private Path directory;
    private AdministeredStores on;

    @BeforeEach
    void open() {
        on = new AdministeredStores(directory);
    }

    private static LadderMessage message(Instant at, boolean sent, int status, String phrase) {
        return new LadderMessage(
                ChronoUnit.MICROS.between(Instant.EPOCH, at),
                "n1",
                sent,
                "tls",
                "192.0.2.1:40000",
                "INVITE",
                1,
                status,
                phrase,
                "z9hG4bKa",
                1,
                "sip:alice@localhost",
                "ta",
                "sip:bob@localhost",
                "",
                status == 0 ? "sip:bob@localhost" : "",
                sent ? "Earshot" : "phone/1",
                "",
                "",
                status == 0 ? "audio 192.0.2.1:5004 RTP/AVP opus" : "",
                false);
    }

    private String put(String callId, Duration ago, String to, Outcome outcome, int status) {
        Instant began = AdministeredStores.NOW.minus(ago);
        CallSummary call =
                new CallSummary(
                        callId,
                        "n1",
                        1,
                        "sip:alice@localhost",
                        to,
                        began,
                        Optional.empty(),
                        Optional.of(began.plusMillis(3)),
                        outcome,
                        status);
        on.stores
                .ladders()
                .write(
                        List.of(
                                new LadderStore.Trail(
                                        call,
                                        List.of(
                                                message(began, false, 0, ""),
                                                message(
                                                        began.plusMillis(3),
                                                        true,
                                                        status,
                                                        "Not Found")),
                                        0)));
        return call.id();
    }

    @Test
    void callsAreFoundByWhenWhoAndOutcome() {
        assertThat(on.ok("call", "list")).contains("no such call is kept");
        put("old", Duration.ofDays(2), "sip:bob@localhost", Outcome.FAILED, 404);
        put("busy", Duration.ofHours(1), "sip:carol@localhost", Outcome.MISSED, 486);
        String id = put("new", Duration.ofMinutes(1), "sip:bob@localhost", Outcome.FAILED, 404);
        assertThat(on.ok("call", "list"))
                .contains(
                        id
                                + "  2026-11-23T09:59:00Z  sip:alice@localhost called sip:bob@localhost  failed (404)");
        assertThat(on.ok("call", "list", "--json"))
                .containsSubsequence("\"new\"", "\"busy\"", "\"old\"");
        assertThat(on.ok("call", "list", "--json", "--since", "2026-11-23"))
                .contains("\"new\"", "\"busy\"")
                .doesNotContain("\"old\"");
        assertThat(on.ok("call", "list", "--json", "--of", "bob"))
                .contains("\"new\"", "\"old\"")
                .doesNotContain("\"busy\"");
        assertThat(on.ok("call", "list", "--json", "--outcome", "missed"))
                .contains("\"busy\"")
                .doesNotContain("\"new\"");
        assertThat(on.ok("call", "list", "--json", "--limit", "1"))
                .contains("\"new\"")
                .doesNotContain("\"busy\"");
        assertThat(on.run("call", "list", "--since", "yesterday").errors()).contains("--since");
        assertThat(on.run("call", "list", "--outcome", "odd").errors()).contains("--outcome");
        assertThat(on.run("call", "list", "--limit", "0").errors()).contains("--limit");
    }

    @Test
    void aCallIsToldInPlainWords() throws Exception {
        String id = put("c@x", Duration.ofMinutes(1), "sip:bob@localhost", Outcome.FAILED, 404);
        on.stores
                .presence()
                .reports()
                .put(
                        new CallReport(
                                new AddressOfRecord("alice", "localhost"),
                                AdministeredStores.NOW,
                                QualityReport.parse(
                                        """
                                        VQSessionReport: CallTerm
                                        CallID: c@x
                                        LocalID: <sip:alice@localhost>
                                        RemoteID: <sip:bob@localhost>
                                        LocalMetrics:
                                        Timestamps:START=2026-11-23T09:00:00Z STOP=2026-11-23T09:01:05Z
                                        PacketLoss:NLR=25.0 JDR=0.2
                                        QualityEst:MOSCQ=2.1
                                        """
                                                .getBytes(UTF_8))));
        String shown = on.ok("call", "show", id);
        assertThat(shown)
                .contains(
                        "Call-ID c@x",
                        "There is nobody of that name.",
                        "A phone reports that the sound was bad.",
                        "A  caller 192.0.2.1:40000 by tls, phone/1",
                        "B  server n1",
                        "    0.000 s  A -> B  INVITE sip:bob@localhost  (calls)",
                        "audio 192.0.2.1:5004 RTP/AVP opus",
                        "    0.003 s  B -> A  404 Not Found to INVITE  (refuses)",
                        "MOS 2.1");
        assertThat(on.ok("call", "show", "c@x")).isEqualTo(shown);
        assertThat(on.ok("call", "show", "--json", id))
                .contains(
                        "\"cause\" : \"unknown-name\"",
                        "\"meaning\" : \"refuse\"",
                        "\"lossPercent\" : 25.0");
        assertThat(on.run("call", "show", "nothing").errors()).contains("no such call is kept");
    }
}

package org.earshot.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.earshot.common.address.AddressOfRecord;
import org.earshot.common.mime.MalformedPayloadException;
import org.earshot.common.quality.QualityReport;
import org.earshot.registrar.quality.CallReport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What an administrator sees of how calls were heard.
class QualityCommandTest {
    private static final String REPORT =
            """
            VQSessionReport: CallTerm
            CallID: %s
            LocalID: <sip:alice@localhost>
            RemoteID: <sip:bob@localhost>
            LocalMetrics:
            Timestamps:START=2026-11-23T09:00:00Z STOP=2026-11-23T09:01:05Z
            SessionDesc:PD=opus
            PacketLoss:NLR=1.5 JDR=0.2
            Delay:RTD=80 ESD=61 IAJ=4
            QualityEst:MOSLQ=4.3 MOSCQ=4.1
            RemoteMetrics:
            PacketLoss:NLR=12.5
            QualityEst:MOSCQ=2.9
            """;

    @TempDir private Path directory;
    private AdministeredStores on;

    @BeforeEach
    void open() {
        on = new AdministeredStores(directory);
    }

    private void put(String reporter, String callId, Duration ago, String report)
            throws MalformedPayloadException {
        Instant at = AdministeredStores.NOW.minus(ago);
        on.stores
                .presence()
                .reports()
                .put(
                        new CallReport(
                                new AddressOfRecord(reporter, "localhost"),
                                at,
                                QualityReport.parse(report.formatted(callId).getBytes(UTF_8))));
    }

    @Test
    void aCallIsDescribedInPlainWords() throws Exception {
        assertThat(on.ok("quality")).contains("no phone has reported a call");
        put("alice", "1", Duration.ofHours(1), REPORT);
        assertThat(on.ok("quality"))
                .isEqualTo(
                        """
                        2026-11-23T09:00:00Z  sip:alice@localhost called sip:bob@localhost, 65 s, opus, as claimed by the phone
                          heard here:  good (MOS 4.1), loss 1.5 %, too late 0.2 %, jitter 4 ms, round trip 80 ms, delay in the phone 61 ms
                          heard there: bad (MOS 2.9), loss 12.5 %
                        """);
    }

    @Test
    void whatAPhoneDoesNotSayIsNotMadeUp() throws Exception {
        put(
                "alice",
                "1",
                Duration.ZERO,
                """
                VQIntervalReport:
                CallID: %s
                LocalID: <sip:alice@localhost>
                RemoteID: <sip:bob@localhost>
                OrigID: <sip:bob@localhost>
                LocalMetrics:
                Timestamps:START=2026-11-23T09:00:00Z STOP=2026-11-23T08:00:00Z
                """);
        assertThat(on.ok("quality"))
                .contains(
                        "was called by sip:bob@localhost, which went on, as claimed by the phone\n  heard here:  nothing was measured");
    }

    @Test
    void theLatestOfWhomAndWhenIsWanted() throws Exception {
        put("alice", "old", Duration.ofDays(2), REPORT);
        put("alice", "new", Duration.ofHours(2), REPORT);
        put("bob", "his", Duration.ofHours(1), REPORT);
        assertThat(on.ok("quality", "--json"))
                .containsSubsequence("\"his\"", "\"new\"", "\"old\"")
                .contains("\"claimedByThePhone\" : true", "\"mosConversation\" : 2.9");
        assertThat(on.ok("quality", "--json", "--limit", "1"))
                .contains("his")
                .doesNotContain("new");
        assertThat(on.ok("quality", "--json", "--since", "2026-11-23"))
                .contains("his", "new")
                .doesNotContain("\"old\"");
        assertThat(on.ok("quality", "--json", "--of", "alice"))
                .contains("new", "\"old\"")
                .doesNotContain("his");
        assertThat(on.run("quality", "--since", "yesterday").errors()).contains("--since");
        assertThat(on.run("quality", "--limit", "0").errors()).contains("--limit");
    }
}

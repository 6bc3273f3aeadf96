package org.earshot.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.earshot.server.trace.OtlpReceiver;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A whole server that tells a collector what it does.
class TracingIT {
    @TempDir private Path temp;

    @Test
    void requestsOfPhonesAndOfTheConsoleAreTracedWithTheirWorkAndWithoutWhatStandsInThem()
            throws Exception {
        try (OtlpReceiver receiver = OtlpReceiver.start()) {
            try (MonitoredServer on =
                            MonitoredServer.start(
                                    temp.resolve("data"),
                                    "tracing.endpoint=" + receiver.endpoint());
                    UdpPhone phone = new UdpPhone(on.server())) {
                assertThat(phone.ask("REGISTER", "alice", "Expires: 600", "")).contains(" 200 ");
                assertThat(
                                phone.ask(
                                        "MESSAGE",
                                        "bob",
                                        "Content-Type: text/plain",
                                        "the zebrafinch contract"))
                        .startsWith("SIP/2.0 2");
                assertThat(on.get("/api/v1/accounts").status()).isEqualTo(401);
            }
            OtlpReceiver.Span register = one(receiver, "SIP REGISTER");
            assertThat(register.attributes())
                    .containsEntry("sip.status_code", "200")
                    .containsEntry("network.transport", "udp");
            assertThat(register.nanos()).isPositive();
            assertThat(one(receiver, "SIP MESSAGE").trace()).isNotEqualTo(register.trace());
            assertThat(one(receiver, "GET /api/v1/accounts").error()).isFalse();
            List<OtlpReceiver.Span> work =
                    receiver.await(1, span -> span.name().startsWith("database "));
            assertThat(work)
                    .as("none of the server's own rounds")
                    .allSatisfy(span -> assertThat(span.parent()).isNotEmpty());
            assertThat(receiver.raw())
                    .contains("earshot")
                    .doesNotContain("alice", "bob", "zebrafinch", "@phone", "127.0.0.1");
        }
    }

    private static OtlpReceiver.Span one(OtlpReceiver receiver, String name) {
        return receiver.await(1, span -> span.name().equals(name)).getFirst();
    }
}

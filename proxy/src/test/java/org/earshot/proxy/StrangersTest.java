package org.earshot.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.earshot.common.stack.Flow;
import org.earshot.common.stack.RecordedRequest;
import org.earshot.common.stack.Transport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Who is not known writes nothing into the record, and is counted.
class StrangersTest {
    private static final Flow STRANGER =
            RecordedRequest.flow(Transport.UDP, "203.0.113.9", 5060, 0);
    private static final String WRONG =
            "Proxy-Authorization: Digest username=\"nobody\", realm=\"example.org\", nonce=\"n\","
                    + " uri=\"sip:bob@example.org\", response=\"00000000000000000000000000000000\"";

    @TempDir static Path directory;

    private final ProxyFixture f = new ProxyFixture(directory);

    @Test
    void theyAreCountedByWhatTheyTried() {
        f.send(STRANGER, f.text("MESSAGE", "", "hello"));
        f.send(STRANGER, f.text("MESSAGE", WRONG, "hello"));
        f.send(STRANGER, f.text("MESSAGE", WRONG, "hello"));
        f.send(STRANGER, f.text("INVITE", "", ProxyFixture.PLAIN_SDP));
        assertThat(f.proxy.strangers())
                .isEqualTo(
                        Map.of("MESSAGE without", 1L, "MESSAGE wrong", 2L, "INVITE without", 1L));
        assertThat(f.archive.events).isEmpty();
        f.send(
                ProxyFixture.ALICE_TLS,
                f.text("MESSAGE", "", "hello").replace("application/sdp", "text/plain"));
        assertThat(f.proxy.strangers()).hasSize(3);
    }
}

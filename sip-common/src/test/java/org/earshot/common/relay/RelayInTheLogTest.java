package org.earshot.common.relay;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.earshot.common.WholeLog;
import org.earshot.common.stack.MalformedMessage;
import org.earshot.common.stack.SipMessages;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/// A message with a credential is read and written, and none of it stands in the log, whatever its level.
class RelayInTheLogTest {
    private static final String ANSWER =
            """
            SIP/2.0 200 OK
            Via: SIP/2.0/TLS 192.0.2.4:5070;branch=z9hG4bK1
            From: <sip:alice@example.org>;tag=1
            To: <sip:alice@example.org>;tag=2
            Call-ID: 1@phone
            CSeq: 1 REGISTER
            Earshot-Relay: %s
            Earshot-Relay: <stun:a>
            Content-Length: 0

            """
                    .replace("\n", "\r\n");

    private final WholeLog log = new WholeLog();

    @AfterEach
    void asItWas() {
        log.close();
    }

    @Test
    void noCredentialIsThere() throws MalformedMessage {
        LoggerFactory.getLogger(RelayInTheLogTest.class).trace("the log is on");
        for (String value :
                List.of(
                        "<turn:a>;username=\"u\";credential=\"hush\";expires=60",
                        "<turn:a;username=\"u\";credential=\"hush\";expires=60",
                        "\"<turn:a>;credential=\"hush")) {
            byte[] bytes = ANSWER.formatted(value).getBytes(UTF_8);
            String written = new String(SipMessages.encode(SipMessages.parse(bytes)), UTF_8);
            assertThat(written).contains("Earshot-Relay: " + value + "\r\n");
        }
        assertThat(log.events())
                .isNotEmpty()
                .noneMatch(event -> event.getFormattedMessage().contains("hush"));
    }
}

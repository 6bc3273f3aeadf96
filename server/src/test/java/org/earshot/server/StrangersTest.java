package org.earshot.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.text.ParseException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.sip.header.Header;
import javax.sip.message.Request;
import org.earshot.common.auth.Authentication;
import org.earshot.common.auth.RequestAuthenticator.Role;
import org.earshot.common.stack.FakeTimers;
import org.earshot.common.stack.Flow;
import org.earshot.common.stack.RecordedRequest;
import org.earshot.common.stack.SipMessages;
import org.earshot.common.stack.Transport;
import org.junit.jupiter.api.Test;

/// Who is not known is counted.
class StrangersTest {
    private static final Flow FLOW = RecordedRequest.flow(Transport.UDP, "203.0.113.9", 5060, 0);
    private static final String CREDENTIALS =
            "Authorization: Digest username=\"alice\", realm=\"example.org\", nonce=\"n\","
                    + " uri=\"sip:example.org\", response=\"00000000000000000000000000000000\"\n";

    private Authentication result = challenged("");
    private final Strangers strangers = new Strangers((_, _, _) -> result, new FakeTimers());

    private static Authentication challenged(String more) {
        try {
            Header challenge =
                    SipMessages.headers()
                            .createHeader(
                                    "WWW-Authenticate",
                                    "Digest realm=\"example.org\", nonce=\"1\"" + more);
            return new Authentication.Challenged(401, List.of(challenge));
        } catch (ParseException e) {
            throw new IllegalStateException(e);
        }
    }

    private void ask(String method, String credentials) {
        Request request =
                RecordedRequest.of(
                                """
                                %s sip:example.org SIP/2.0
                                Via: SIP/2.0/UDP 203.0.113.9:5060;branch=z9hG4bK1;rport
                                Max-Forwards: 70
                                From: <sip:alice@example.org>;tag=a
                                To: <sip:alice@example.org>
                                Call-ID: 1@phone
                                CSeq: 1 %s
                                %s
                                """
                                        .formatted(method, method, credentials),
                                FLOW)
                        .message();
        assertThat(strangers.authenticate(request, FLOW, Role.REGISTRAR)).isEqualTo(result);
    }

    @Test
    void theyAreCountedByWhatTheyTried() {
        ask("REGISTER", "");
        ask("REGISTER", CREDENTIALS);
        result = new Authentication.Refused(400, "Malformed", Optional.empty());
        ask("REGISTER", CREDENTIALS);
        result = new Authentication.Refused(503, "Wait", Optional.of(Duration.ofSeconds(1)));
        ask("MESSAGE", CREDENTIALS);
        assertThat(strangers.counts())
                .isEqualTo(
                        Map.of(
                                "REGISTER without",
                                1L,
                                "REGISTER wrong",
                                2L,
                                "MESSAGE too-soon",
                                1L));
    }

    @Test
    void aNonceThatGrewOldIsNoStrangers() {
        result = challenged(", stale=true");
        ask("MESSAGE", CREDENTIALS);
        assertThat(strangers.counts()).isEmpty();
    }

    @Test
    void methodsThatSomebodyInventsHaveOneCount() {
        for (int i = 0; i < 100; i++) {
            ask("M" + i, "");
        }
        assertThat(strangers.counts()).isEqualTo(Map.of("other without", 100L));
    }
}

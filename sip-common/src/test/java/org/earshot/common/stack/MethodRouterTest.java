package org.earshot.common.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.text.ParseException;
import java.util.Map;
import javax.sip.header.Header;
import javax.sip.message.Response;
import org.junit.jupiter.api.Test;

final class MethodRouterTest {
    private final MethodRouter router =
            new MethodRouter(
                    Map.of(
                            "INVITE",
                            request -> request.respond(180, "Ringing"),
                            "BYE",
                            _ -> {
                                throw new SipRejection(481, "Gone", server());
                            },
                            "INFO",
                            _ -> {
                                throw new IllegalStateException("on purpose");
                            }));

    @Test
    void aMethodGoesToItsHandler() {
        assertThat(handle("INVITE").statuses()).containsExactly(180);
    }

    @Test
    void aRejectionBecomesTheResponseWithItsHeaders() {
        Response response = handle("BYE").finalResponse();
        assertThat(response.getStatusCode()).isEqualTo(481);
        assertThat(response.getReasonPhrase()).isEqualTo("Gone");
        assertThat(response.getHeader("Server")).hasToString("Server: x\r\n");
    }

    @Test
    void aBrokenHandlerIsA500() {
        assertThat(handle("INFO").statuses()).containsExactly(500);
    }

    @Test
    void anotherMethodIs405WithAllow() {
        Response response = handle("PUBLISH").finalResponse();
        assertThat(response.getStatusCode()).isEqualTo(405);
        assertThat(response.getHeader("Allow"))
                .hasToString("Allow: ACK, BYE, CANCEL, INFO, INVITE\r\n");
    }

    @Test
    void anAckThatNobodyWantsIsDropped() {
        assertThat(handle("ACK").responses()).isEmpty();
    }

    private RecordedRequest handle(String method) {
        return StackMessages.request(method).handledBy(router);
    }

    private static Header server() {
        try {
            return SipMessages.headers().createHeader("Server", "x");
        } catch (ParseException e) {
            throw new AssertionError(e);
        }
    }
}

package org.earshot.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.earshot.common.stack.InboundRequest;
import org.earshot.common.stack.RecordedRequest;
import org.earshot.common.stack.SipRejection;
import org.junit.jupiter.api.Test;

class LateHandlerTest {
    private final LateHandler handler = new LateHandler();

    private static RecordedRequest options(String callId) {
        return RecordedRequest.of(
                """
                OPTIONS sip:example.org SIP/2.0
                Via: SIP/2.0/UDP 192.0.2.4:5060;branch=z9hG4bK%1$s
                From: <sip:a@example.org>;tag=1
                To: <sip:example.org>
                Call-ID: %1$s
                CSeq: 1 OPTIONS
                Max-Forwards: 70
                """
                        .formatted(callId));
    }

    @Test
    void whatComesBeforeWaitsAndIsServedInOrder() throws Exception {
        List<RecordedRequest> early = List.of(options("one"), options("two"));
        for (RecordedRequest request : early) {
            handler.handle(request);
            assertThat(request.responses()).isEmpty();
        }
        List<String> served = new ArrayList<>();
        handler.set(request -> {
            served.add(request.callId());
            answer(request);
        });
        assertThat(served).containsExactly("one", "two");
        assertThat(early.getFirst().finalResponse().getStatusCode()).isEqualTo(200);
        assertThat(early.getLast().finalResponse().getStatusCode()).isEqualTo(486);
        RecordedRequest after = options("one");
        handler.handle(after);
        assertThat(after.finalResponse().getStatusCode()).isEqualTo(200);
    }

    private static void answer(InboundRequest request) throws SipRejection {
        if (request.callId().equals("two")) {
            throw new SipRejection(486, "Busy Here");
        }
        request.respond(200, "OK");
    }

    @Test
    void oneThatIsTooManyIsToldToComeAgain() throws Exception {
        for (int i = 0; i < LateHandler.MOST; i++) {
            handler.handle(options("c" + i));
        }
        assertThatThrownBy(() -> handler.handle(options("last")))
                .isInstanceOfSatisfying(
                        SipRejection.class, e -> assertThat(e.status()).isEqualTo(503));
    }
}

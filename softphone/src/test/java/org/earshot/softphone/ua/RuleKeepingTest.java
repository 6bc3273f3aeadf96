package org.earshot.softphone.ua;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import javax.sip.message.Request;
import javax.sip.message.Response;
import org.earshot.common.presence.PresenceRules;
import org.earshot.common.presence.PresenceRules.Handling;
import org.earshot.common.presence.PresenceRules.Rule;
import org.earshot.common.stack.FakeTimers;
import org.earshot.common.stack.LoopbackNode;
import org.earshot.common.stack.RecordedRequest;
import org.earshot.common.stack.Transport;
import org.junit.jupiter.api.Test;

/// Who may see the user, as the server keeps it (docs/decisions/0014).
class RuleKeepingTest {
    private static final String BOB = "sip:bob@example.org";

    private final TestPhone phone =
            new TestPhone("alice", "192.0.2.1", Transport.TLS, new FakeTimers());

    private LoopbackNode.Sent next(String method) {
        LoopbackNode.Sent sent;
        do {
            sent = phone.node.take();
        } while (!sent.request().getMethod().equals(method));
        return sent;
    }

    private static void ok(LoopbackNode.Sent sent) {
        Response response = sent.createResponse(200, "OK");
        response.setHeader(Fields.header("Expires", "3000"));
        response.setHeader(Fields.header("Contact", "<sip:192.0.2.100;transport=tls>"));
        sent.respond(response);
    }

    @Test
    void aRuleIsPublishedAndWhatHoldsIsTold() throws Exception {
        phone.registered();
        phone.agent.presences().rule("bob", PresenceRule.Sight.POLITE);
        LoopbackNode.Sent publish = next("PUBLISH");
        assertThat(Fields.text(publish.request(), "Event")).contains("presence-rules");
        assertThat(PresenceRules.parse(Fields.body(publish.request())).rules())
                .containsExactly(new Rule(BOB, Handling.POLITE_BLOCK));
        ok(publish);
        LoopbackNode.Sent subscribe = next(Request.SUBSCRIBE);
        assertThat(Fields.text(subscribe.request(), "Event")).contains("presence-rules");
        ok(subscribe);
        tell(
                subscribe,
                new Rule(BOB, Handling.POLITE_BLOCK),
                new Rule("sip:c@d", Handling.CONFIRM));
        assertThat(phone.last(UserAgentEvent.RulesTold.class).rules())
                .containsExactly(
                        new PresenceRule(BOB, PresenceRule.Sight.POLITE),
                        new PresenceRule("sip:c@d", PresenceRule.Sight.ASK));
    }

    private void tell(LoopbackNode.Sent subscribe, Rule... rules) {
        Request notify =
                (Request)
                        RecordedRequest.parse(
                                """
                                NOTIFY sip:alice@192.0.2.1:5062 SIP/2.0
                                Via: SIP/2.0/TLS 192.0.2.100:5061;branch=z9hG4bKr1
                                From: <sip:alice@example.org>;tag=%s
                                To: <sip:alice@example.org>;tag=%s
                                Call-ID: %s
                                CSeq: 1 NOTIFY
                                Event: presence-rules
                                Subscription-State: active;expires=3000
                                Max-Forwards: 70
                                """
                                        .formatted(
                                                RecordedRequest.TO_TAG,
                                                Fields.senderTag(subscribe.request()),
                                                Fields.callId(subscribe.request())));
        Fields.setBody(
                notify,
                "application",
                "auth-policy+xml",
                new PresenceRules(List.of(rules)).toBytes());
        assertThat(new RecordedRequest(notify, phone.flow).handledBy(phone.agent).statuses())
                .containsExactly(200);
    }

    @Test
    void whatTheServerDoesNotTakeIsSaid() {
        phone.agent.presences().rule("bob", PresenceRule.Sight.BLOCK);
        assertThat(phone.last(UserAgentEvent.CommandFailed.class).text()).contains("not logged in");
        phone.registered();
        phone.agent.presences().rule("bob", PresenceRule.Sight.BLOCK);
        LoopbackNode.Sent publish = next("PUBLISH");
        publish.respond(489, "Bad Event");
        assertThat(phone.last(UserAgentEvent.CommandFailed.class).text())
                .contains("who may see you is not changed");
    }
}

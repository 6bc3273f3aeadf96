package org.earshot.registrar.presence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.earshot.registrar.presence.PresenceFixture.ALICE;
import static org.earshot.registrar.presence.PresenceFixture.BOB;
import static org.earshot.registrar.presence.PresenceFixture.CAROL;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.earshot.common.address.AddressOfRecord;
import org.earshot.common.presence.PresenceRules;
import org.earshot.common.presence.PresenceRules.Handling;
import org.earshot.common.presence.PresenceRules.Rule;
import org.earshot.common.stack.Flow;
import org.earshot.common.stack.RecordedRequest;
import org.earshot.common.stack.Transport;
import org.earshot.registrar.presence.store.Verdict;
import org.junit.jupiter.api.Test;

/// A person says by the phone who may see her.
class RulePublisherTest {
    private static final String HEADERS =
            "Event: presence-rules\nContent-Type: application/auth-policy+xml";

    private final PresenceFixture f = new PresenceFixture();

    private int publish(Rule... rules) {
        return f.publish(
                        HEADERS,
                        new String(
                                new PresenceRules(Arrays.asList(rules)).toBytes(),
                                java.nio.charset.StandardCharsets.UTF_8))
                .finalResponse()
                .getStatusCode();
    }

    @Test
    void whoIsNamedIsSeenSoFromNowOn() {
        f.subscribe(ALICE, "Event: presence");
        f.notifies();
        f.clock.advance(Duration.ofSeconds(10));
        assertThat(publish(new Rule("sip:bob@example.org", Handling.BLOCK))).isEqualTo(200);
        assertThat(f.notifies())
                .singleElement()
                .asString()
                .startsWith("terminated;reason=rejected");
        assertThat(
                        publish(
                                new Rule(CAROL.toString(), Handling.POLITE_BLOCK),
                                new Rule("sip:eve@elsewhere.example", Handling.ALLOW)))
                .isEqualTo(200);
        assertThat(f.stores.rules().rulesOf(ALICE))
                .containsEntry(BOB, Verdict.BLOCK)
                .containsEntry(CAROL, Verdict.POLITE_BLOCK)
                .hasSize(3);
        assertThat(publish(new Rule(BOB.toString(), Handling.CONFIRM))).isEqualTo(200);
        assertThat(f.stores.rules().rulesOf(ALICE)).doesNotContainKey(BOB);
    }

    @Test
    void whatCanNotBeReadChangesNothing() {
        assertThat(publish(new Rule("tel:1", Handling.BLOCK))).isEqualTo(400);
        assertThat(f.publish(HEADERS, "<ruleset/>").finalResponse().getStatusCode()).isEqualTo(400);
        assertThat(
                        f.publish("Event: presence-rules\nContent-Type: text/plain", "block bob")
                                .finalResponse()
                                .getStatusCode())
                .isEqualTo(415);
        assertThat(f.stores.rules().rulesOf(ALICE)).isEmpty();
    }

    private int publish(String headers) {
        return f.publish(headers, "").finalResponse().getStatusCode();
    }

    @Test
    void withoutABodyNothingChanges() {
        publish(new Rule(BOB.toString(), Handling.BLOCK));
        String event = "Event: presence-rules";
        assertThat(publish(event)).isEqualTo(400);
        assertThat(publish(event + "\nSIP-If-Match: x")).isEqualTo(200);
        assertThat(publish(event + "\nSIP-If-Match: x\nExpires: 0")).isEqualTo(200);
        assertThat(f.stores.rules().rulesOf(ALICE)).isEqualTo(Map.of(BOB, Verdict.BLOCK));
    }

    @Test
    void whoAsksCountsForNothingAndGoesOnAsking() {
        for (int i = 0; i < 1000; i++) {
            f.stores.rules().ask(ALICE, new AddressOfRecord("stranger" + i, "elsewhere.example"));
        }
        assertThat(publish(new Rule(BOB.toString(), Handling.BLOCK))).isEqualTo(200);
        assertThat(publish(new Rule("sip:stranger1@elsewhere.example", Handling.CONFIRM)))
                .isEqualTo(200);
        assertThat(f.stores.rules().rulesOf(ALICE)).hasSize(1001);
    }

    @Test
    void whereThereAreTooManyTheyMayStillBeChanged() {
        for (int i = 0; i < 1001; i++) {
            f.stores.rules().set(ALICE, new AddressOfRecord("u" + i, "x.example"), Verdict.ALLOW);
        }
        assertThat(publish(new Rule("sip:u1@x.example", Handling.BLOCK))).isEqualTo(200);
        assertThat(publish(new Rule(BOB.toString(), Handling.BLOCK))).isEqualTo(413);
    }

    @Test
    void theOwnerIsToldWhatHoldsAndWhoAsks() throws Exception {
        Flow alice = RecordedRequest.flow(Transport.TLS, "192.0.2.4", 40004, 4);
        f.subscribe(alice, ALICE, "rules", "Event: presence-rules");
        assertThat(f.notifies()).hasSize(1);
        f.clock.advance(Duration.ofSeconds(10));
        f.stores.rules().ask(ALICE, CAROL);
        f.clock.advance(Duration.ofSeconds(10));
        publish(new Rule(BOB.toString(), Handling.ALLOW));
        f.node.take().respond(200, "OK");
        byte[] last = f.node.take().request().getRawContent();
        assertThat(PresenceRules.parse(last).rules())
                .isEqualTo(
                        List.of(
                                new Rule(BOB.toString(), Handling.ALLOW),
                                new Rule(CAROL.toString(), Handling.CONFIRM)));
        assertThat(Map.copyOf(f.stores.rules().rulesOf(ALICE))).hasSize(2);
        // nobody else's business
        assertThat(f.subscribe(ALICE, "Event: presence-rules").finalResponse().getStatusCode())
                .isEqualTo(403);
    }
}

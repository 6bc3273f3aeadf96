package org.earshot.registrar.presence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.earshot.registrar.presence.PresenceFixture.ALICE;
import static org.earshot.registrar.presence.PresenceFixture.BOB;
import static org.earshot.registrar.presence.PresenceFixture.DIALOG;
import static org.earshot.registrar.presence.PresenceFixture.PRESENCE;
import static org.earshot.registrar.presence.PresenceFixture.status;
import static org.earshot.registrar.presence.PresenceFixture.version;

import java.time.Duration;
import org.earshot.common.call.CallRecord;
import org.earshot.common.stack.LoopbackNode;
import org.earshot.common.stack.RecordedRequest;
import org.earshot.registrar.presence.store.Contact;
import org.junit.jupiter.api.Test;

/// One subscription for many people (RFC 4662, RFC 5367).
class WatchedListTest {
    private final PresenceFixture f = new PresenceFixture();

    @Test
    void onesContactListIsOneSubscription() {
        f.stores.contacts().put(BOB, new Contact(ALICE, "Alice"));
        f.stores.contacts().put(BOB, new Contact(PresenceFixture.CAROL, ""));
        f.register(ALICE, 1);
        RecordedRequest first =
                f.subscribe("sip:rls@example.org", "list", PRESENCE + "\nSupported: eventlist");
        assertThat(first.finalResponse().getHeader("Require").toString()).contains("eventlist");
        LoopbackNode.Sent whole = f.node.take();
        assertThat(whole.request().toString())
                .contains("Require: eventlist")
                .contains("multipart/related");
        assertThat(PresenceFixture.words(whole))
                .contains("fullState=\"true\"")
                .contains("uri=\"sip:rls@example.org\"")
                .contains("open")
                .contains("closed");
        whole.respond(200, "OK");
        f.clock.advance(Duration.ofSeconds(10));
        f.register(PresenceFixture.CAROL, 2);
        assertThat(f.notifies())
                .singleElement()
                .asString()
                .contains("fullState=\"false\"")
                .contains("carol")
                .doesNotContain("alice");
        f.clock.advance(Duration.ofSeconds(10));
        f.stores.contacts().remove(BOB, ALICE);
        assertThat(f.notifies())
                .last()
                .asString()
                .contains("fullState=\"true\"")
                .doesNotContain("alice");
        f.again(first, 2, PRESENCE + "\nExpires: 0\nSupported: eventlist");
        f.notifies();
        f.assertNothingIsLeft();
    }

    @Test
    void aListMayComeWithTheSubscribe() {
        String body =
                """
                <resource-lists xmlns="urn:ietf:params:xml:ns:resource-lists"><list>
                <entry uri="sip:alice@example.org"/><entry uri="sip:carol@example.org"/>
                <entry uri="sip:nobody1@example.org"/></list></resource-lists>
                """;
        RecordedRequest request =
                f.subscribe(
                        "sip:rls@example.org",
                        "given",
                        PRESENCE
                                + "\nSupported: eventlist\nRequire: recipient-list-subscribe"
                                + "\nContent-Type: application/resource-lists+xml\n\n"
                                + body);
        assertThat(status(request)).isEqualTo(200);
        assertThat(f.notifies())
                .singleElement()
                .asString()
                .contains("alice")
                .contains("carol")
                .contains("noresource");
    }

    @Test
    void whoCantReadListsGetsNone() {
        RecordedRequest request = f.subscribe("sip:rls@example.org", "list", PRESENCE);
        assertThat(status(request)).isEqualTo(421);
    }

    @Test
    void theListAndEachOfItsMembersHaveNumbersOfTheirOwn() {
        f.stores.contacts().put(BOB, new Contact(ALICE, ""));
        f.stores.contacts().put(BOB, new Contact(PresenceFixture.CAROL, ""));
        f.subscribe("sip:rls@example.org", "list", DIALOG + "\nSupported: eventlist");
        assertThat(version(f.node.take())).isEqualTo("0 0 0");
        f.clock.advance(Duration.ofSeconds(10));
        f.call(CallRecord.State.CONFIRMED, false);
        assertThat(version(f.node.take())).isEqualTo("1 1"); // alice
        f.clock.advance(Duration.ofSeconds(10));
        assertThat(version(f.node.take())).isEqualTo("2 1"); // carol
        f.call(CallRecord.State.CONFIRMED, true);
        f.clock.advance(Duration.ofSeconds(10));
        assertThat(version(f.node.take())).startsWith("3 2");
    }

    @Test
    void aListThatCameWithTheSubscribeMayBeRefreshedAndReplaced() {
        String body =
                """
                <resource-lists xmlns="urn:ietf:params:xml:ns:resource-lists"><list>
                <entry uri="sip:%s@example.org"/></list></resource-lists>
                """;
        String headers =
                PRESENCE
                        + "\nSupported: eventlist\nRequire: recipient-list-subscribe"
                        + "\nContent-Type: application/resource-lists+xml\n\n";
        RecordedRequest first =
                f.subscribe("sip:rls@example.org", "given", headers + body.formatted("alice"));
        assertThat(f.notifies()).singleElement().asString().contains("alice");
        assertThat(status(f.again(first, 2, headers + body.formatted("alice")))).isEqualTo(200);
        assertThat(f.notifies()).singleElement().asString().contains("alice");
        assertThat(status(f.again(first, 3, headers + body.formatted("carol")))).isEqualTo(200);
        assertThat(f.notifies()).last().asString().contains("carol").doesNotContain("alice");
        assertThat(status(f.again(first, 4, PRESENCE + "\nSupported: eventlist"))).isEqualTo(200);
        assertThat(f.notifies()).singleElement().asString().contains("carol");
        assertThat(status(f.again(first, 5, headers + "<resource-lists"))).isEqualTo(400);
        assertThat(status(f.again(first, 6, PRESENCE + "\nRequire: magic"))).isEqualTo(420);
    }
}

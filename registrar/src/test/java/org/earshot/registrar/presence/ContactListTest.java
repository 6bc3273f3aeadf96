package org.earshot.registrar.presence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.earshot.registrar.presence.PresenceFixture.ALICE;
import static org.earshot.registrar.presence.PresenceFixture.BOB;
import static org.earshot.registrar.presence.PresenceFixture.CAROL;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import javax.sip.message.Response;
import org.earshot.registrar.presence.store.Contact;
import org.earshot.registrar.presence.store.ContactDocument;
import org.earshot.registrar.presence.store.ContactVersion;
import org.junit.jupiter.api.Test;

/// The event package `contact-list`: one's own list, for all of one's devices.
class ContactListTest {
    private static final String EVENT = "Event: contact-list\n";
    private static final String TYPE = "Content-Type: application/resource-lists+xml\n";
    private static final Contact BOBBY = new Contact(BOB, "Bobby");
    private static final Contact CARO = new Contact(CAROL, "");

    private final PresenceFixture f = new PresenceFixture();

    /// Alice's phone writes a list.
    private Response publish(String headers, Contact... contacts) {
        String body = new String(ContactDocument.write(List.of(contacts)), StandardCharsets.UTF_8);
        return f.publish(EVENT + TYPE + headers, body).finalResponse();
    }

    private static String tag(Response ok) {
        assertThat(ok.getStatusCode()).isEqualTo(200);
        return ok.getHeader("SIP-ETag").toString().replace("SIP-ETag:", "").strip();
    }

    @Test
    void aListIsWrittenAndRewrittenByItsVersion() {
        String first = tag(publish("", BOBBY));
        assertThat(first).isEqualTo(ContactVersion.of(List.of(BOBBY)));
        String second = tag(publish("SIP-If-Match: " + first, BOBBY, CARO));
        assertThat(f.stores.contacts().contactsOf(ALICE)).containsExactly(BOBBY, CARO);
        // made from the first by another device
        assertThat(publish("SIP-If-Match: " + first, CARO).getStatusCode()).isEqualTo(412);
        assertThat(publish("", CARO).getStatusCode()).isEqualTo(412);
        assertThat(f.stores.contacts().contactsOf(ALICE)).containsExactly(BOBBY, CARO);
        tag(publish("SIP-If-Match: " + second));
        assertThat(f.stores.contacts().contactsOf(ALICE)).isEmpty();
    }

    @Test
    void itStaysWhatEverExpires() {
        String tag = tag(publish("Expires: 0", BOBBY));
        assertThat(tag(f.publish(EVENT + "Expires: 0\nSIP-If-Match: " + tag, "").finalResponse()))
                .isEqualTo(tag);
        assertThat(f.publish(EVENT + "SIP-If-Match: other", "").finalResponse().getStatusCode())
                .isEqualTo(412);
        assertThat(f.stores.contacts().contactsOf(ALICE)).containsExactly(BOBBY);
    }

    @Test
    void whatIsNoListIsRefused() {
        assertThat(
                        f.publish(EVENT + "Content-Type: text/plain\n", "hello")
                                .finalResponse()
                                .getStatusCode())
                .isEqualTo(415);
        assertThat(f.publish(EVENT + TYPE, "<list").finalResponse().getStatusCode()).isEqualTo(400);
        assertThat(f.publish(EVENT + TYPE, " ".repeat(70_000)).finalResponse().getStatusCode())
                .isEqualTo(413);
        assertThat(f.stores.contacts().contactsOf(ALICE)).isEmpty();
    }

    @Test
    void itsOwnerIsToldOfEachChange() {
        f.stores.contacts().put(BOB, new Contact(ALICE, "Alice"));
        Response ok = f.subscribe(BOB, EVENT).finalResponse();
        assertThat(ok.getStatusCode()).isEqualTo(200);
        var first = f.node.take();
        assertThat(first.request().toString())
                .contains("SIP-ETag: " + ContactVersion.of(List.of(new Contact(ALICE, "Alice"))));
        assertThat(PresenceFixture.words(first)).contains("sip:alice@example.org", ">Alice<");
        first.respond(200, "OK");
        f.stores.contacts().put(BOB, CARO);
        f.clock.advance(f.config.pace().retry());
        assertThat(f.notifies()).last().asString().contains("alice", "carol");
    }

    @Test
    void anothersListIsNobodysBusiness() {
        assertThat(f.subscribe(ALICE, EVENT).finalResponse().getStatusCode()).isEqualTo(403);
    }

    @Test
    void itIsWithheldFromDevicesThatWereNotKnown() {
        f.register(BOB, 7);
        f.withholding.hold(BOB, Set.of("urn:uuid:known"));
        assertThat(f.subscribe(BOB, EVENT).finalResponse().getStatusCode()).isEqualTo(403);
        assertThat(f.subscribe(BOB, EVENT).finalResponse().getHeader("Earshot-Withheld"))
                .hasToString("Earshot-Withheld: contacts\r\n");
        assertThat(f.subscribe(ALICE, "Event: presence").finalResponse().getStatusCode())
                .isEqualTo(200);
        f.withholding.hold(ALICE, Set.of());
        assertThat(publish("", BOBBY).getStatusCode()).isEqualTo(403);
        f.withholding.release(ALICE, java.util.Optional.empty());
        tag(publish("", BOBBY));
    }
}

package org.earshot.registrar.presence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.earshot.registrar.presence.PresenceFixture.ALICE;
import static org.earshot.registrar.presence.PresenceFixture.PIDF;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.sip.message.Response;
import org.earshot.common.db.StoreUnavailableException;
import org.earshot.common.event.Nodes;
import org.earshot.common.stack.Flow;
import org.earshot.common.stack.RecordedRequest;
import org.earshot.common.stack.Transport;
import org.earshot.registrar.presence.store.Publication;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// PUBLISH (RFC 3903).
class PublisherTest {
    private static final String OPEN = PIDF.formatted("open");
    private static final String CLOSED = PIDF.formatted("closed");
    private static final String TYPE = "Content-Type: application/pidf+xml\n";

    private final PresenceFixture f = new PresenceFixture();

    private Response publish(String headers, String body) {
        return f.publish("Event: presence\n" + headers, body).finalResponse();
    }

    private static String tag(Response ok) {
        assertThat(ok.getStatusCode()).isEqualTo(200);
        return ok.getHeader("SIP-ETag").toString().replace("SIP-ETag:", "").strip();
    }

    @Test
    void aDocumentIsPublished() {
        Response ok = publish(TYPE + "Expires: 600", OPEN);
        assertThat(ok.getHeader("Expires").toString()).contains("600");
        Publication publication = f.stores.publications().lookup(ALICE).getFirst();
        assertThat(publication.etag()).isEqualTo(tag(ok));
        assertThat(publication.body()).contains("open");
        assertThat(publication.expiresAt()).isEqualTo(f.clock.instant().plusSeconds(600));
    }

    @Test
    void itIsRefreshedModifiedAndRemovedByItsTag() {
        String first = tag(publish(TYPE, OPEN));
        f.clock.advance(Duration.ofSeconds(10));
        String second = tag(publish("SIP-If-Match: " + first, ""));
        assertThat(second).isNotEqualTo(first);
        assertThat(f.stores.publications().lookup(ALICE)).hasSize(1);
        assertThat(f.stores.publications().lookup(ALICE).getFirst().expiresAt())
                .isEqualTo(f.clock.instant().plusSeconds(3600));
        String third = tag(publish(TYPE + "SIP-If-Match: " + second, CLOSED));
        assertThat(f.stores.publications().lookup(ALICE).getFirst().body()).contains("closed");
        tag(publish("Expires: 0\nSIP-If-Match: " + third, ""));
        assertThat(f.stores.publications().lookup(ALICE)).isEmpty();
    }

    private static String withNote(String note) {
        return OPEN.replace("</presence>", "<note>" + note + "</note></presence>");
    }

    @Test
    void wordsAreRecordedOnceBeforeTheyArePublished() {
        List<String> recorded = new ArrayList<>();
        f.words =
                (request, account, words) -> {
                    recorded.add(request.callId() + " " + account.address() + " " + words);
                };
        f.start(Nodes.alone("test"));
        tag(publish(TYPE, OPEN));
        assertThat(recorded).isEmpty();
        String first = tag(publish(TYPE, withNote("sell at noon")));
        assertThat(recorded).hasSize(1).first().asString().endsWith(ALICE + " [sell at noon]");
        String second = tag(publish("SIP-If-Match: " + first, ""));
        String third = tag(publish(TYPE + "SIP-If-Match: " + second, withNote("sell at noon")));
        assertThat(recorded).as("it says nothing new").hasSize(1);
        tag(publish(TYPE + "SIP-If-Match: " + third, withNote("buy at one")));
        assertThat(recorded).hasSize(2).last().asString().contains("buy at one");
        assertThat(publish(TYPE + "SIP-If-Match: " + third, withNote("three")).getStatusCode())
                .isEqualTo(412);
        tag(publish(TYPE + "Expires: 0", withNote("four")));
        assertThat(recorded).as("that was not published").hasSize(2);
        tag(publish(TYPE, withNote("buy at one")));
        assertThat(recorded).as("another phone says it too").hasSize(3);
    }

    @Test
    void wordsThatCantBeRecordedAreNotPublished() {
        f.words =
                (_, _, _) -> {
                    throw new StoreUnavailableException("the record is away", null);
                };
        f.start(Nodes.alone("test"));
        Response refused = publish(TYPE, withNote("sell at noon"));
        assertThat(refused.getStatusCode()).isEqualTo(503);
        assertThat(refused.getHeader("Retry-After")).isNotNull();
        assertThat(published()).isZero();
        tag(publish(TYPE, OPEN));
    }

    @Test
    void whoPublishesWithoutEndIsToldToWait() {
        for (int i = 0; i < 50; i++) {
            publish(TYPE, i % 2 == 0 ? OPEN : CLOSED);
        }
        Response refused = publish(TYPE, OPEN);
        assertThat(refused.getStatusCode()).isEqualTo(503);
        assertThat(refused.getHeader("Retry-After")).isNotNull();
        f.clock.advance(Duration.ofSeconds(1));
        tag(publish(TYPE, OPEN));
    }

    @Test
    void anUnknownTagIs412() {
        publish(TYPE, OPEN);
        assertThat(publish("SIP-If-Match: nonsense", "").getStatusCode()).isEqualTo(412);
        String tag = tag(publish(TYPE, OPEN));
        f.clock.advance(Duration.ofHours(1));
        assertThat(publish("SIP-If-Match: " + tag, "").getStatusCode()).isEqualTo(412);
    }

    private Response publish(Flow flow, String headers, String body) {
        return f.publish(flow, "Event: presence\n" + headers, body).finalResponse();
    }

    private int published() {
        return f.stores.publications().lookup(ALICE).size();
    }

    @Test
    void whatAKilledPhoneSaidGoesWithItsBinding() {
        Flow killed = f.register(ALICE, 1);
        Flow other = f.register(ALICE, 2);
        String first = tag(publish(killed, TYPE, OPEN));
        tag(publish(killed, "SIP-If-Match: " + first, ""));
        publish(other, TYPE, CLOSED);
        f.close(killed);
        f.clock.advance(Duration.ofSeconds(4));
        assertThat(published()).isEqualTo(2);
        f.clock.advance(Duration.ofSeconds(1));
        assertThat(f.stores.publications().lookup(ALICE))
                .singleElement()
                .satisfies(left -> assertThat(left.body()).contains("closed"));
    }

    @Test
    void whatAPhoneSaidThatIsBackStaysUntilThatIsGone() {
        Flow before = f.register(ALICE, 1, "a phone's");
        publish(before, TYPE, OPEN);
        f.close(before);
        f.clock.advance(Duration.ofSeconds(3));
        Flow after = f.register(ALICE, 2, "a phone's");
        f.clock.advance(Duration.ofMinutes(1));
        assertThat(published()).isOne();
        f.close(after);
        f.clock.advance(Duration.ofSeconds(5));
        assertThat(published()).isZero();
    }

    @Test
    void whatWasSaidOverAConnectionWithoutABindingStaysWhileTheAccountHasAPhone() {
        Flow bare = RecordedRequest.flow(Transport.TCP, "192.0.2.4", 40004, 9);
        publish(bare, TYPE, OPEN);
        Flow phone = f.register(ALICE, 1);
        f.close(bare);
        f.clock.advance(Duration.ofMinutes(1));
        assertThat(published()).isOne();

        Flow another = RecordedRequest.flow(Transport.TCP, "192.0.2.4", 40004, 10);
        publish(another, TYPE, CLOSED);
        f.close(phone);
        f.clock.advance(Duration.ofSeconds(10));
        f.close(another);
        f.clock.advance(Duration.ofSeconds(5));
        assertThat(f.stores.publications().lookup(ALICE))
                .singleElement()
                .satisfies(left -> assertThat(left.body()).contains("open"));
    }

    @Test
    void twoPhonesPublishSideBySide() {
        publish(TYPE, OPEN);
        publish(TYPE, CLOSED);
        assertThat(f.stores.publications().lookup(ALICE)).hasSize(2);
    }

    @Test
    void whoForgetsItsTagsIsNotLockedOut() {
        f.configure(f.config.withLimits(10, 10, 3));
        for (int i = 0; i < 10; i++) {
            f.clock.advance(Duration.ofSeconds(1));
            publish(TYPE, OPEN);
        }
        assertThat(f.stores.publications().lookup(ALICE)).hasSize(3);
        assertThat(f.stores.publications().lookup(ALICE).getFirst().updatedAt())
                .isEqualTo(f.clock.instant());
    }

    @ParameterizedTest(name = "{0} asked for gives {1}")
    @CsvSource({"60, 60", "7200, 7200", "999999, 7200"})
    void expiryIsCapped(int asked, int granted) {
        assertThat(publish(TYPE + "Expires: " + asked, OPEN).getHeader("Expires").toString())
                .contains(Integer.toString(granted));
    }

    @Test
    void tooShortIsRefusedWithTheMinimum() {
        Response response = publish(TYPE + "Expires: 59", OPEN);
        assertThat(response.getStatusCode()).isEqualTo(423);
        assertThat(response.getHeader("Min-Expires").toString()).contains("60");
    }

    @Test
    void otherEventsAre489() {
        Response response = f.publish("Event: dialog\n" + TYPE, OPEN).finalResponse();
        assertThat(response.getStatusCode()).isEqualTo(489);
        assertThat(response.getHeader("Allow-Events").toString()).contains("presence");
        assertThat(f.publish(TYPE, OPEN).finalResponse().getStatusCode()).isEqualTo(489);
    }

    @Test
    void whatIsNoPresenceDocumentIsRefused() {
        Response type = publish("Content-Type: text/plain", "hello");
        assertThat(type.getStatusCode()).isEqualTo(415);
        assertThat(type.getHeader("Accept").toString()).contains("application/pidf+xml");
        assertThat(publish(TYPE, "<presence").getStatusCode()).isEqualTo(400);
        assertThat(publish(TYPE, "<a/>").getStatusCode()).isEqualTo(400);
        assertThat(publish("", "").getStatusCode()).isEqualTo(400);
        assertThat(publish(TYPE, OPEN + " ".repeat(70_000)).getStatusCode()).isEqualTo(413);
        assertThat(publish("Require: magic\n" + TYPE, OPEN).getStatusCode()).isEqualTo(420);
        assertThat(f.stores.publications().lookup(ALICE)).isEmpty();
    }

    @Test
    void onePublishesForOneselfOnly() {
        String text =
                """
                PUBLISH sip:%s@example.org SIP/2.0
                Via: SIP/2.0/UDP 192.0.2.4:5060;branch=z9hG4bK7
                Max-Forwards: 70
                From: <sip:%s@example.org>;tag=a
                To: <sip:%s@example.org>
                Call-ID: pub
                CSeq: 1 PUBLISH
                Event: presence
                %s\
                Content-Type: application/pidf+xml

                """
                        + OPEN;
        String credentials =
                "Authorization: Digest username=\"bob\", realm=\"example.org\", nonce=\"1\","
                        + " uri=\"sip:example.org\", response=\"0\"\n";
        assertThat(status(text.formatted("alice", "alice", "alice", ""))).isEqualTo(401);
        assertThat(status(text.formatted("alice", "alice", "alice", credentials))).isEqualTo(403);
        assertThat(status(text.formatted("alice", "bob", "bob", credentials))).isEqualTo(403);
        assertThat(status(text.formatted("bob", "bob", "alice", credentials))).isEqualTo(403);
        assertThat(status(text.formatted("bob", "bob", "bob", credentials))).isEqualTo(200);
    }

    private int status(String text) {
        return f.send(RecordedRequest.udpFlow(), text).finalResponse().getStatusCode();
    }
}

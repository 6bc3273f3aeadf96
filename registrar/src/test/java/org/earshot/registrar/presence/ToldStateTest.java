package org.earshot.registrar.presence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.earshot.registrar.presence.PresenceFixture.ALICE;
import static org.earshot.registrar.presence.PresenceFixture.BOB;
import static org.earshot.registrar.presence.PresenceFixture.BOB_TLS;
import static org.earshot.registrar.presence.PresenceFixture.DIALOG;
import static org.earshot.registrar.presence.PresenceFixture.PIDF;
import static org.earshot.registrar.presence.PresenceFixture.PIDF_TYPE;
import static org.earshot.registrar.presence.PresenceFixture.PRESENCE;

import java.time.Duration;
import java.util.List;
import javax.sip.message.Request;
import javax.sip.message.Response;
import org.earshot.common.call.CallRecord;
import org.earshot.common.event.Change;
import org.earshot.common.event.Topic;
import org.earshot.common.stack.Destination;
import org.earshot.common.stack.Flow;
import org.earshot.common.stack.LoopbackNode;
import org.earshot.common.stack.RecordedRequest;
import org.earshot.common.stack.Transport;
import org.earshot.registrar.presence.state.Consent;
import org.earshot.registrar.presence.state.WaitingMessages;
import org.junit.jupiter.api.Test;

/// What a NOTIFY tells: presence (RFC 3856), lamps (RFC 4235), waiting messages (RFC 3842).
class ToldStateTest {
    private final PresenceFixture f = new PresenceFixture();

    @Test
    void theStateIsToldAtOnce() {
        RecordedRequest subscribe = f.subscribe(ALICE, PRESENCE);
        Response ok = subscribe.finalResponse();
        assertThat(ok.getStatusCode()).isEqualTo(200);
        assertThat(ok.getHeader("Expires").toString()).contains("3600");
        assertThat(ok.getHeader("Contact").toString())
                .contains("<sip:192.0.2.1:5061;transport=tls>");

        LoopbackNode.Sent notify = f.node.take();
        Request request = notify.request();
        assertThat(notify.destination()).isEqualTo(new Destination.Existing(BOB_TLS));
        assertThat(request.getRequestURI()).hasToString("sip:bob@192.0.2.5:40005;transport=tls");
        assertThat(request.toString())
                .contains("From: <sip:alice@example.org>;tag=recorded")
                .contains("To: <sip:bob@example.org>;tag=b")
                .contains("Call-ID: " + subscribe.callId())
                .contains("Event: presence\r\n")
                .contains("Subscription-State: active;expires=3600")
                .contains("Contact: <sip:192.0.2.1:5061;transport=tls>")
                .contains("Content-Type: application/pidf+xml");
        assertThat(PresenceFixture.words(notify)).contains("<basic>closed</basic>");
    }

    @Test
    void changesAreToldOnce() {
        f.subscribe(ALICE, PRESENCE);
        f.notifies();
        f.clock.advance(Duration.ofSeconds(10));
        f.register(ALICE, 1);
        assertThat(f.notifies()).singleElement().asString().contains("open");
        f.clock.advance(Duration.ofSeconds(10));
        f.register(ALICE, 2); // a second phone changes nothing
        assertThat(f.notifies()).isEmpty();
        f.publish(PIDF_TYPE, PIDF.formatted("closed"));
        assertThat(f.notifies()).singleElement().asString().contains("closed");
        f.clock.advance(Duration.ofSeconds(10));
        f.unregister(ALICE);
        assertThat(f.notifies()).isEmpty();
    }

    @Test
    void whatAPhonePublishedThatIsGoneMeansNothing() {
        Flow phone = f.register(ALICE, 1);
        f.publish(phone, PIDF_TYPE, PIDF.formatted("open"));
        f.unregister(ALICE);
        f.subscribe(ALICE, PRESENCE);
        assertThat(f.notifies()).singleElement().asString().contains("closed");
    }

    @Test
    void whatSomebodyPublishesWhoIsNotRegisteredIsToldUntilItExpires() {
        f.subscribe(ALICE, PRESENCE);
        assertThat(f.notifies()).singleElement().asString().contains("closed");
        f.clock.advance(Duration.ofSeconds(10));
        f.publish("Expires: 60\n" + PIDF_TYPE, PIDF.formatted("open"));
        assertThat(f.notifies()).singleElement().asString().contains("<basic>open</basic>");
        f.clock.advance(Duration.ofSeconds(60));
        assertThat(f.notifies()).singleElement().asString().contains("closed");
    }

    @Test
    void itOutlivesTheConnectionOverWhichItCame() {
        Flow bare = RecordedRequest.flow(Transport.TCP, "192.0.2.4", 40004, 9);
        f.publish(bare, PIDF_TYPE, PIDF.formatted("open"));
        f.close(bare);
        f.clock.advance(Duration.ofMinutes(1));
        f.subscribe(ALICE, PRESENCE);
        assertThat(f.notifies()).singleElement().asString().contains("<basic>open</basic>");
    }

    @Test
    void whatIsPublishedIsToldAsItCame() {
        f.publish(
                PIDF_TYPE,
                """
                <?xml version="1.0" encoding="UTF-8"?>
                <presence xmlns="urn:ietf:params:xml:ns:pidf" entity="sip:alice@example.org"
                 xmlns:dm="urn:ietf:params:xml:ns:pidf:data-model"
                 xmlns:rpid="urn:ietf:params:xml:ns:pidf:rpid" xmlns:x="urn:x">
                <tuple id="t1"><status><basic>open</basic></status>
                <contact priority="0.8">sip:alice@10.0.0.7;gr=urn:uuid:1</contact><x:secret>1</x:secret>
                <dm:deviceID>urn:uuid:1</dm:deviceID>
                <note xml:lang="en">At my desk</note></tuple>
                <dm:person id="a"><rpid:activities><rpid:meeting/></rpid:activities>
                <rpid:mood><rpid:happy/></rpid:mood></dm:person>
                <dm:device id="d"><dm:deviceID>urn:uuid:1</dm:deviceID></dm:device></presence>
                """);
        f.subscribe(ALICE, PRESENCE);
        assertThat(f.notifies())
                .singleElement()
                .asString()
                .contains("<contact priority=\"0.8\">sip:alice@example.org</contact>")
                .contains("<note xml:lang=\"en\">At my desk</note>")
                .contains("<rpid:meeting")
                .contains("<rpid:happy")
                .doesNotContain("secret")
                .doesNotContain("10.0.0.7")
                .doesNotContain("urn:uuid")
                .doesNotContain("dm:device");
    }

    @Test
    void whatExpiresIsToldWithoutAnybodySayingSo() {
        f.register(ALICE, 1);
        f.publish("Expires: 60\n" + PIDF_TYPE, PIDF.formatted("closed"));
        f.subscribe(ALICE, PRESENCE);
        assertThat(f.notifies()).singleElement().asString().contains("closed");
        f.clock.advance(Duration.ofSeconds(60));
        assertThat(f.notifies()).singleElement().asString().contains("open");
    }

    @Test
    void aPhoneThatLostItsPowerGoesOffline() {
        Flow flow = f.register(ALICE, 1);
        f.subscribe(ALICE, PRESENCE);
        assertThat(f.notifies()).singleElement().asString().contains("open");
        f.node.close(flow);
        f.bindings.onFlowClosed(flow);
        f.clock.advance(Duration.ofSeconds(4));
        assertThat(f.notifies()).isEmpty();
        f.clock.advance(Duration.ofSeconds(1));
        assertThat(f.notifies()).singleElement().asString().contains("closed");
        assertThat(f.bindings.lookup(ALICE)).isEmpty();
        assertThat(f.bindings.flows()).isZero();
    }

    @Test
    void aPhoneThatIsBackInTimeWasNeverAway() {
        Flow flow = f.register(ALICE, 1);
        f.subscribe(ALICE, PRESENCE);
        f.notifies();
        f.node.close(flow);
        f.bindings.onFlowClosed(flow);
        f.clock.advance(Duration.ofSeconds(3));
        f.register(ALICE, 2);
        f.clock.advance(Duration.ofSeconds(10));
        assertThat(f.notifies()).isEmpty();
        assertThat(f.bindings.lookup(ALICE)).hasSize(1);
    }

    @Test
    void aLampShowsTheCallAndGoesOut() {
        f.subscribe(ALICE, DIALOG);
        assertThat(f.notifies()).singleElement().asString().contains("terminated");
        f.clock.advance(Duration.ofSeconds(10));
        f.call(CallRecord.State.EARLY, false);
        assertThat(f.notifies())
                .singleElement()
                .asString()
                .contains("early")
                .contains("direction=\"initiator\"")
                .doesNotContain("carol");
        f.clock.advance(Duration.ofSeconds(10));
        f.call(CallRecord.State.CONFIRMED, false);
        assertThat(f.notifies()).singleElement().asString().contains("confirmed");
        f.clock.advance(Duration.ofSeconds(10));
        f.call(CallRecord.State.CONFIRMED, true);
        assertThat(f.notifies())
                .singleElement()
                .asString()
                .contains("terminated")
                .doesNotContain("confirmed");
    }

    @Test
    void whoSpeaksIsOnThePhone() {
        f.register(ALICE, 1);
        f.subscribe(ALICE, PRESENCE);
        f.notifies();
        f.clock.advance(Duration.ofSeconds(10));
        f.call(CallRecord.State.CONFIRMED, false);
        assertThat(f.notifies()).singleElement().asString().contains("on-the-phone");
        f.clock.advance(Duration.ofSeconds(10));
        f.call(CallRecord.State.CONFIRMED, true);
        assertThat(f.notifies()).singleElement().asString().doesNotContain("on-the-phone");
    }

    @Test
    void lampsSayWithWhomWhereThatIsAllowed() {
        f.configure(
                f.config.withConsent(
                        new Consent(Consent.Others.COLLEAGUES, Consent.Lamps.COLLEAGUES, true)));
        f.call(CallRecord.State.CONFIRMED, false);
        f.subscribe(ALICE, DIALOG);
        assertThat(f.notifies()).singleElement().asString().contains("sip:carol@example.org");
    }

    @Test
    void waitingMessagesAreTold() {
        f.subscribe(BOB, "Event: message-summary");
        assertThat(f.notifies()).singleElement().asString().contains("Messages-Waiting: no");
        f.clock.advance(Duration.ofSeconds(10));
        f.waiting = new WaitingMessages.Count(2, 1);
        f.changes.announce(Change.of(Topic.WAITING, BOB));
        assertThat(f.notifies())
                .singleElement()
                .asString()
                .contains("Messages-Waiting: yes")
                .contains("2/1");
    }

    @Test
    void nothingIsReadWhenMessagesWaitAndNobodyAskedForThat() {
        f.subscribe(ALICE, DIALOG);
        f.notifies();
        f.clock.advance(Duration.ofSeconds(10));
        f.calls.write(
                List.of(f.change(CallRecord.State.CONFIRMED, false))); // of which nobody tells
        f.changes.announce(Change.of(Topic.WAITING, ALICE));
        assertThat(f.notifies()).isEmpty();
        f.changes.announce(Change.of(Topic.CALLS, ALICE));
        assertThat(f.notifies()).hasSize(1);
    }

    @Test
    void whatCanNotBeReadStandsAsItWas() {
        f.register(BOB, 1);
        f.subscribe(BOB, "Event: message-summary");
        f.subscribe(BOB, PRESENCE);
        assertThat(f.notifies()).last().asString().contains("open");
        f.away = true;
        f.unregister(BOB);
        f.waiting = new WaitingMessages.Count(1, 0);
        f.changes.announce(Change.of(Topic.WAITING, BOB));
        f.clock.advance(Duration.ofSeconds(30));
        assertThat(f.notifies()).isEmpty();
        f.away = false;
        f.clock.advance(Duration.ofSeconds(2));
        assertThat(f.notifies())
                .anySatisfy(one -> assertThat(one).contains("closed"))
                .anySatisfy(one -> assertThat(one).contains("Messages-Waiting: yes"));
    }
}

package org.earshot.registrar.presence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.earshot.registrar.presence.PresenceFixture.ALICE;
import static org.earshot.registrar.presence.PresenceFixture.BOB;
import static org.earshot.registrar.presence.PresenceFixture.BOB_TLS;
import static org.earshot.registrar.presence.PresenceFixture.PIDF;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.sip.message.Request;
import javax.sip.message.Response;
import org.earshot.common.address.AddressOfRecord;
import org.earshot.common.call.CallRecord;
import org.earshot.common.event.Change;
import org.earshot.common.event.Nodes;
import org.earshot.common.event.Topic;
import org.earshot.common.stack.Destination;
import org.earshot.common.stack.Flow;
import org.earshot.common.stack.LoopbackNode;
import org.earshot.common.stack.RecordedRequest;
import org.earshot.common.stack.Transport;
import org.earshot.registrar.presence.state.Consent;
import org.earshot.registrar.presence.state.WaitingMessages;
import org.earshot.registrar.presence.store.Contact;
import org.earshot.registrar.presence.store.InMemorySubscriptionStore;
import org.earshot.registrar.presence.store.Subscription;
import org.earshot.registrar.presence.store.Verdict;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// SUBSCRIBE and NOTIFY (RFC 6665), and what is told.
class SubscriberTest {
    private static final String PRESENCE = "Event: presence";
    private static final String DIALOG = "Event: dialog";
    private static final String PIDF_TYPE = "Event: presence\nContent-Type: application/pidf+xml";

    private final PresenceFixture f = new PresenceFixture();

    private static int status(RecordedRequest request) {
        return request.finalResponse().getStatusCode();
    }

    /// Everything has ended, and nothing is left of it.
    private void assertNothingIsLeft() {
        assertThat(f.service.watches().size()).isZero();
        assertThat(f.service.watches().subjects()).isZero();
        assertThat(f.service.watches().flows()).isZero();
        assertThat(((InMemorySubscriptionStore) f.stores.subscriptions()).size()).isZero();
        assertThat(f.clock.waiting()).isZero();
    }

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
    void manyChangesAreJoined() {
        f.subscribe(ALICE, PRESENCE);
        f.notifies();
        f.clock.advance(Duration.ofSeconds(10));
        List<String> told = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            f.register(ALICE, 1);
            f.unregister(ALICE);
            f.clock.advance(Duration.ofMillis(100));
            told.addAll(f.notifies());
        }
        f.register(ALICE, 1);
        f.clock.advance(Duration.ofSeconds(5));
        told.addAll(f.notifies());
        assertThat(told).last().asString().contains("open");
        assertThat(f.node.sent().size()).isLessThan(20);
    }

    @Test
    void oneNotifyIsUnderWayAtATime() {
        f.subscribe(ALICE, PRESENCE);
        LoopbackNode.Sent first = f.node.take();
        f.clock.advance(Duration.ofSeconds(2));
        f.register(ALICE, 1);
        assertThat(f.node.sent()).hasSize(1);
        first.respond(200, "OK");
        assertThat(PresenceFixture.words(f.node.take())).contains("open");
    }

    @Test
    void aRefreshTellsEverythingAndGoesOn() {
        RecordedRequest first = f.subscribe(ALICE, PRESENCE + "\nExpires: 60");
        f.notifies();
        f.clock.advance(Duration.ofSeconds(50));
        RecordedRequest again = f.again(first, 2, PRESENCE + "\nExpires: 600");
        assertThat(status(again)).isEqualTo(200);
        assertThat(f.notifies()).singleElement().asString().contains("active;expires=600");
        f.clock.advance(Duration.ofSeconds(50));
        assertThat(f.notifies()).isEmpty();
        assertThat(status(f.again(first, 2, PRESENCE))).isEqualTo(500);
        assertThat(f.service.watches().size()).isEqualTo(1);
    }

    @Test
    void itsEndIsToldWithTheStateAndNothingIsLeft() {
        RecordedRequest first = f.subscribe(ALICE, PRESENCE);
        f.notifies();
        assertThat(status(f.again(first, 2, PRESENCE + "\nExpires: 0"))).isEqualTo(200);
        assertThat(f.notifies())
                .singleElement()
                .asString()
                .startsWith("terminated;reason=timeout")
                .contains("closed");
        assertThat(status(f.again(first, 3, PRESENCE))).isEqualTo(481);
        assertNothingIsLeft();
    }

    @Test
    void itEndsWhenItsTimeIsOver() {
        f.subscribe(ALICE, PRESENCE + "\nExpires: 60");
        f.notifies();
        f.clock.advance(Duration.ofSeconds(60));
        assertThat(f.notifies()).singleElement().asString().startsWith("terminated;reason=timeout");
        assertNothingIsLeft();
    }

    @Test
    void oneMayAskOnce() {
        f.register(ALICE, 1);
        RecordedRequest fetch = f.subscribe(ALICE, PRESENCE + "\nExpires: 0");
        assertThat(fetch.finalResponse().getHeader("Expires").toString()).contains("0");
        assertThat(f.notifies())
                .singleElement()
                .asString()
                .startsWith("terminated;reason=timeout")
                .contains("open");
        assertNothingIsLeft();
    }

    @ParameterizedTest
    @ValueSource(ints = {404, 410, 481, 489})
    void whoHasForgottenItIsNotToldAgain(int status) {
        f.subscribe(ALICE, PRESENCE);
        f.node.take().respond(status, "No");
        assertThat(f.notifies()).isEmpty();
        assertNothingIsLeft();
    }

    @Test
    void whoDoesNotAnswerIsToldOnceMore() {
        f.subscribe(ALICE, PRESENCE);
        f.node.take().timeOut();
        assertThat(f.node.sent()).hasSize(1);
        f.clock.advance(Duration.ofSeconds(5));
        assertThat(f.node.sent()).hasSize(2);
        f.node.take().timeOut();
        assertNothingIsLeft();
    }

    @Test
    void whoIsBackIsToldEverything() {
        RecordedRequest first = f.subscribe(ALICE, PRESENCE);
        f.node.take().timeOut();
        f.again(first, 2, PRESENCE);
        assertThat(f.notifies()).singleElement().asString().contains("closed");
        f.clock.advance(Duration.ofSeconds(10));
        assertThat(f.notifies()).isEmpty();
        assertThat(f.service.watches().size()).isEqualTo(1);
    }

    @Test
    void itEndsWithItsConnectionUnlessItsWatcherComesBack() {
        RecordedRequest first = f.subscribe(ALICE, PRESENCE);
        f.notifies();
        f.node.close(BOB_TLS);
        f.service.onFlowClosed(BOB_TLS);
        Flow other = RecordedRequest.flow(Transport.TLS, "192.0.2.5", 40006, 6);
        f.authenticator.trust(other, f.account(BOB));
        RecordedRequest again =
                f.send(
                        other,
                        """
                        SUBSCRIBE sip:192.0.2.1:5061;transport=tls SIP/2.0
                        Via: SIP/2.0/TLS 192.0.2.5:40006;branch=z9hG4bKother
                        Max-Forwards: 70
                        From: <sip:bob@example.org>;tag=b
                        To: <sip:alice@example.org>;tag=recorded
                        Call-ID: %s
                        CSeq: 2 SUBSCRIBE
                        Contact: <sip:bob@192.0.2.5:40006;transport=tls>
                        Event: presence
                        """
                                .formatted(first.callId()));
        assertThat(status(again)).isEqualTo(200);
        assertThat(f.node.take().destination()).isEqualTo(new Destination.Existing(other));
        f.clock.advance(Duration.ofSeconds(10));
        assertThat(f.service.watches().size()).isEqualTo(1);
        f.node.sent().getLast().respond(200, "OK");
        f.node.close(other);
        f.service.onFlowClosed(other);
        f.clock.advance(Duration.ofSeconds(10));
        assertNothingIsLeft();
    }

    @Test
    void whatIsWrongIsRefused() {
        assertThat(status(f.subscribe(ALICE, PRESENCE + "\nExpires: 5"))).isEqualTo(423);
        RecordedRequest bad = f.subscribe(ALICE, "Event: weather");
        assertThat(status(bad)).isEqualTo(489);
        assertThat(bad.finalResponse().toString()).contains("message-summary");
        assertThat(status(f.subscribe(ALICE, "Subject: no event"))).isEqualTo(489);
        assertThat(status(f.subscribe(new AddressOfRecord("nobody1", "example.org"), PRESENCE)))
                .isEqualTo(404);
        assertThat(status(f.subscribe(ALICE, PRESENCE + "\nAccept: text/plain"))).isEqualTo(406);
        assertThat(status(f.subscribe(ALICE, PRESENCE + "\nRequire: magic"))).isEqualTo(420);
        assertThat(status(f.subscribe(ALICE, "Event: message-summary"))).isEqualTo(403);
        assertThat(status(f.subscribe(ALICE, "Event: presence.winfo"))).isEqualTo(403);
        assertThat(status(f.subscribe("sip:example.org", "x", PRESENCE))).isEqualTo(404);
        assertThat(f.node.sent()).isEmpty();
        assertNothingIsLeft();
    }

    @Test
    void nobodySubscribesWithoutAName() {
        String text =
                """
                SUBSCRIBE sip:alice@example.org SIP/2.0
                Via: SIP/2.0/UDP 192.0.2.4:5060;branch=z9hG4bK1
                Max-Forwards: 70
                From: <sip:bob@example.org>;tag=b
                To: <sip:alice@example.org>
                Call-ID: 1
                CSeq: 1 SUBSCRIBE
                Contact: <sip:bob@192.0.2.4>
                Event: presence
                """;
        assertThat(status(f.send(RecordedRequest.udpFlow(), text))).isEqualTo(401);
        f.authenticator.trust(RecordedRequest.udpFlow(), f.account(ALICE));
        assertThat(status(f.send(RecordedRequest.udpFlow(), text))).isEqualTo(403);
    }

    @Test
    void subscriptionsAreBounded() {
        f.configure(f.config.withLimits(3, 2, 5));
        assertThat(status(f.subscribe(ALICE, PRESENCE))).isEqualTo(200);
        assertThat(status(f.subscribe(BOB, PRESENCE))).isEqualTo(200);
        assertThat(status(f.subscribe(ALICE, DIALOG))).isEqualTo(403);
        f.configure(f.config.withLimits(2, 9, 5));
        f.clock.advance(Duration.ofSeconds(1));
        f.subscribe(ALICE, PRESENCE);
        f.subscribe(ALICE, PRESENCE);
        RecordedRequest more = f.subscribe(ALICE, PRESENCE);
        assertThat(status(more)).isEqualTo(503);
        assertThat(more.finalResponse().getHeader("Retry-After")).isNotNull();
    }

    @Test
    void routesAreFollowed() {
        f.subscribe(
                ALICE,
                PRESENCE
                        + "\nRecord-Route: <sip:tok@192.0.2.77:5060;transport=tcp;lr>,"
                        + " <sip:192.0.2.78;lr>");
        LoopbackNode.Sent notify = f.node.take();
        assertThat(notify.destination())
                .isEqualTo(
                        new Destination.Address(
                                Transport.TCP,
                                "192.0.2.77",
                                5060,
                                "192.0.2.77",
                                Optional.of(BOB_TLS)));
        assertThat(notify.request().toString())
                .contains("Route: <sip:tok@192.0.2.77:5060;transport=tcp;lr>");
    }

    @Test
    void cSeqRisesAcrossARestart() {
        f.subscribe(ALICE, PRESENCE);
        f.notifies();
        f.clock.advance(Duration.ofSeconds(10));
        f.start(Nodes.alone("test2"));
        f.clock.advance(Duration.ofSeconds(1));
        // the connection was the other start's: nothing leads there
        assertThat(f.service.watches().size()).isZero();
        assertThat(((InMemorySubscriptionStore) f.stores.subscriptions()).size()).isZero();
    }

    @Test
    void aDeskPhoneIsToldAfterARestart() {
        Flow udp = RecordedRequest.flow(Transport.UDP, "192.0.2.9", 5062, 0);
        f.authenticator.trust(udp, f.account(BOB));
        f.send(
                udp,
                """
                SUBSCRIBE sip:alice@example.org SIP/2.0
                Via: SIP/2.0/UDP 192.0.2.9:5062;branch=z9hG4bK1
                Max-Forwards: 70
                From: <sip:bob@example.org>;tag=b
                To: <sip:alice@example.org>
                Call-ID: desk
                CSeq: 1 SUBSCRIBE
                Contact: <sip:bob@192.0.2.9:5062>
                Event: dialog;id=3
                """);
        LoopbackNode.Sent before = f.node.take();
        before.respond(200, "OK");
        f.clock.advance(Duration.ofSeconds(10));
        f.call(CallRecord.State.CONFIRMED, false);
        f.notifies();
        f.start(Nodes.alone("test2"));
        f.clock.advance(Duration.ofSeconds(1));
        LoopbackNode.Sent after = f.node.take();
        assertThat(after.destination())
                .isEqualTo(
                        new Destination.Address(
                                Transport.UDP, "192.0.2.9", 5062, "192.0.2.9", Optional.of(udp)));
        // the call was the other start's: the lamp goes out
        assertThat(PresenceFixture.words(after)).contains("terminated").doesNotContain("confirmed");
        assertThat(after.request().toString()).contains("Event: dialog;id=3");
        assertThat(cSeq(after)).isGreaterThan(cSeq(before) + 1);
    }

    private static long cSeq(LoopbackNode.Sent sent) {
        return ((javax.sip.header.CSeqHeader) sent.request().getHeader("CSeq")).getSeqNumber();
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
    void whoIsBlockedIsRefusedAndWhoIsBlockedLaterIsThrownOut() {
        f.stores.rules().set(ALICE, BOB, Verdict.BLOCK);
        assertThat(status(f.subscribe(ALICE, PRESENCE))).isEqualTo(403);
        f.stores.rules().clear(ALICE, BOB);
        f.subscribe(ALICE, PRESENCE);
        f.notifies();
        f.stores.rules().set(ALICE, BOB, Verdict.BLOCK);
        assertThat(f.notifies())
                .singleElement()
                .asString()
                .startsWith("terminated;reason=rejected");
        assertNothingIsLeft();
    }

    @Test
    void whoIsPolitelyBlockedSeesSomebodyWhoIsNeverThere() {
        f.register(ALICE, 1);
        f.stores.rules().set(ALICE, BOB, Verdict.POLITE_BLOCK);
        f.call(CallRecord.State.CONFIRMED, false);
        f.subscribe(ALICE, PRESENCE);
        f.subscribe(ALICE, DIALOG);
        assertThat(f.notifies())
                .satisfiesExactly(
                        presence -> assertThat(presence).startsWith("active").contains("closed"),
                        lamp -> assertThat(lamp).startsWith("active").doesNotContain("confirmed"));
    }

    @Test
    void whoMustAskWaitsAndTheOwnerHearsOfIt() {
        f.configure(
                f.config.withConsent(
                        new Consent(Consent.Others.ASK, Consent.Lamps.COLLEAGUES, false)));
        Flow alice = RecordedRequest.flow(Transport.TLS, "192.0.2.4", 40004, 4);
        f.authenticator.trust(alice, f.account(ALICE));
        f.send(
                alice,
                """
                SUBSCRIBE sip:alice@example.org SIP/2.0
                Via: SIP/2.0/TLS 192.0.2.4:40004;branch=z9hG4bKw
                Max-Forwards: 70
                From: <sip:alice@example.org>;tag=w
                To: <sip:alice@example.org>
                Call-ID: winfo
                CSeq: 1 SUBSCRIBE
                Contact: <sip:alice@192.0.2.4:40004;transport=tls>
                Event: presence.winfo
                """);
        assertThat(f.notifies()).singleElement().asString().doesNotContain("sip:bob@example.org");
        f.clock.advance(Duration.ofSeconds(10));
        f.register(ALICE, 1);
        f.subscribe(ALICE, PRESENCE);
        f.clock.advance(Duration.ofSeconds(1));
        assertThat(f.notifies())
                .anySatisfy(one -> assertThat(one).startsWith("pending").doesNotContain("open"))
                .anySatisfy(
                        one -> assertThat(one).contains("sip:bob@example.org").contains("pending"));
        f.clock.advance(Duration.ofSeconds(10));
        f.stores.rules().set(ALICE, BOB, Verdict.ALLOW);
        assertThat(f.notifies())
                .anySatisfy(one -> assertThat(one).startsWith("active").contains("open"));
    }

    @Test
    void anAccountThatIsDeletedIsNoMore() {
        f.subscribe(ALICE, PRESENCE);
        f.notifies();
        f.accounts.delete(ALICE);
        f.changes.announce(Change.of(Topic.ACCOUNT, ALICE));
        assertThat(f.notifies())
                .singleElement()
                .asString()
                .startsWith("terminated;reason=noresource");
        assertNothingIsLeft();
    }

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
        assertNothingIsLeft();
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
    void onlyWhatIsOursIsServed() {
        assertThat(serves("SUBSCRIBE sip:alice@example.org", "", PRESENCE)).isTrue();
        assertThat(serves("SUBSCRIBE sip:alice@192.0.2.1:5060", "", PRESENCE)).isTrue();
        assertThat(serves("SUBSCRIBE sip:alice@example.org", "", "Event: weather")).isTrue();
        assertThat(serves("SUBSCRIBE sip:alice@example.org", "", "Expires: 60")).isTrue();
        assertThat(serves("SUBSCRIBE sip:alice@example.org;gr=urn:uuid:1", "", "Event: weather"))
                .isFalse();
        assertThat(serves("SUBSCRIBE sip:alice@192.0.2.66", "", PRESENCE)).isFalse();
        assertThat(serves("SUBSCRIBE sip:192.0.2.1:5061", ";tag=x", PRESENCE)).isTrue();
        assertThat(serves("SUBSCRIBE sip:bob@192.0.2.5:40005", ";tag=x", PRESENCE)).isFalse();
        assertThat(serves("PUBLISH sip:alice@example.org", "", PRESENCE)).isTrue();
        assertThat(serves("PUBLISH sip:alice@elsewhere.example", "", PRESENCE)).isFalse();
        assertThat(serves("NOTIFY sip:alice@example.org", ";tag=x", PRESENCE)).isFalse();
    }

    private boolean serves(String start, String toTag, String headers) {
        return f.service.serves(
                RecordedRequest.of(
                        """
                        %s SIP/2.0
                        Via: SIP/2.0/UDP 192.0.2.4:5060;branch=z9hG4bK1
                        Max-Forwards: 70
                        From: <sip:bob@example.org>;tag=b
                        To: <sip:alice@example.org>%s
                        Call-ID: 1
                        CSeq: 1 %s
                        %s
                        """
                                .formatted(start, toTag, start.split(" ", 2)[0], headers)));
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

    private static String version(LoopbackNode.Sent notify) {
        Matcher version =
                Pattern.compile("version=\"(\\d+)\"").matcher(PresenceFixture.words(notify));
        List<String> all = new ArrayList<>();
        while (version.find()) {
            all.add(version.group(1));
        }
        notify.respond(200, "OK");
        return String.join(" ", all);
    }

    @Test
    void documentsAreNumberedFromZeroOneByOne() {
        RecordedRequest first = f.subscribe(ALICE, DIALOG);
        assertThat(version(f.node.take())).isEqualTo("0");
        f.clock.advance(Duration.ofSeconds(10));
        f.call(CallRecord.State.CONFIRMED, false);
        assertThat(version(f.node.take())).isEqualTo("1");
        f.again(first, 2, DIALOG);
        assertThat(version(f.node.take())).isEqualTo("2");
        f.again(first, 3, DIALOG + "\nExpires: 0");
        assertThat(version(f.node.take())).isEqualTo("3");
        f.subscribe(ALICE, DIALOG);
        assertThat(version(f.node.take())).isEqualTo("0");
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
    void whoGoesOnWithASubscriptionOfAnotherNeverGoesBack() {
        Flow udp = RecordedRequest.flow(Transport.UDP, "192.0.2.9", 5062, 0);
        f.authenticator.trust(udp, f.account(BOB));
        f.send(
                udp,
                """
                SUBSCRIBE sip:alice@example.org SIP/2.0
                Via: SIP/2.0/UDP 192.0.2.9:5062;branch=z9hG4bK1
                Max-Forwards: 70
                From: <sip:bob@example.org>;tag=b
                To: <sip:alice@example.org>
                Call-ID: desk
                CSeq: 1 SUBSCRIBE
                Contact: <sip:bob@192.0.2.9:5062>
                Event: dialog
                """);
        long last = 0;
        for (int start = 2; start < 6; start++) {
            long told = Long.parseLong(version(f.node.take()));
            assertThat(told).isGreaterThanOrEqualTo(last);
            f.clock.advance(Duration.ofSeconds(10));
            f.call(CallRecord.State.CONFIRMED, start % 2 == 0);
            f.notifies();
            last = told + 2;
            f.start(Nodes.alone("test" + start));
            f.clock.advance(Duration.ofSeconds(1));
        }
    }

    private Subscription theStored() {
        return f.stores.subscriptions().orphans(_ -> false).getFirst();
    }

    @Test
    void whatAnotherNodeTellsNowStaysWhereItIsOverHere() {
        f.subscribe(ALICE, DIALOG + "\nExpires: 600");
        f.notifies();
        Subscription before = theStored();
        Subscription there =
                before.refreshed(
                        before.contact(),
                        2,
                        before.flow(),
                        "other",
                        before.members(),
                        f.clock.instant().plus(Duration.ofHours(1)));
        f.stores.subscriptions().put(there);
        f.clock.advance(Duration.ofMinutes(10));
        assertThat(f.service.watches().size()).isZero();
        assertThat(theStored()).isEqualTo(there);
    }

    @Test
    void whoComesBackFromAnotherNodeIsToldHigherVersions() {
        RecordedRequest first = f.subscribe(ALICE, DIALOG);
        f.notifies();
        f.stores.subscriptions().put(theStored().by("other"));
        long there = theStored().nextVersion();
        assertThat(status(f.again(first, 2, DIALOG))).isEqualTo(200);
        LoopbackNode.Sent notify = f.node.take();
        Matcher version =
                Pattern.compile("version=\"(\\d+)\"").matcher(PresenceFixture.words(notify));
        assertThat(version.find()).isTrue();
        assertThat(Long.parseLong(version.group(1))).isGreaterThan(there + 10_000);
        assertThat(theStored().node()).isEqualTo("test");
    }

    @Test
    void whatAnotherNodeToldEndsHere() {
        RecordedRequest first = f.subscribe(ALICE, DIALOG);
        f.notifies();
        f.stores.subscriptions().put(theStored().by("other"));
        assertThat(status(f.again(first, 2, DIALOG + "\nExpires: 0"))).isEqualTo(200);
        assertThat(f.notifies()).singleElement().asString().contains("terminated");
        assertNothingIsLeft();
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

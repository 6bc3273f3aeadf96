package org.earshot.registrar.presence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.earshot.registrar.presence.PresenceFixture.ALICE;
import static org.earshot.registrar.presence.PresenceFixture.BOB;
import static org.earshot.registrar.presence.PresenceFixture.BOB_TLS;
import static org.earshot.registrar.presence.PresenceFixture.DIALOG;
import static org.earshot.registrar.presence.PresenceFixture.PRESENCE;
import static org.earshot.registrar.presence.PresenceFixture.status;
import static org.earshot.registrar.presence.PresenceFixture.version;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.earshot.common.address.AddressOfRecord;
import org.earshot.common.call.CallRecord;
import org.earshot.common.event.Change;
import org.earshot.common.event.Topic;
import org.earshot.common.stack.Destination;
import org.earshot.common.stack.Flow;
import org.earshot.common.stack.LoopbackNode;
import org.earshot.common.stack.RecordedRequest;
import org.earshot.common.stack.Transport;
import org.earshot.registrar.presence.state.Consent;
import org.earshot.registrar.presence.store.Verdict;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// SUBSCRIBE and NOTIFY (RFC 6665): how subscriptions begin, go on and end.
class SubscriberTest {
    private final PresenceFixture f = new PresenceFixture();

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
    void whatChangedWhileANotifyWasRefusedIsTold() {
        f.subscribe(ALICE, PRESENCE);
        LoopbackNode.Sent first = f.node.take();
        f.clock.advance(Duration.ofSeconds(2));
        f.register(ALICE, 1);
        assertThat(f.node.sent()).hasSize(1);
        first.respond(413, "Request Entity Too Large");
        f.clock.advance(Duration.ofSeconds(1));
        assertThat(f.notifies()).singleElement().asString().contains("open");
        f.clock.advance(Duration.ofMinutes(1));
        assertThat(f.notifies()).as("and not again and again").isEmpty();
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
        f.assertNothingIsLeft();
    }

    @Test
    void itEndsWhenItsTimeIsOver() {
        f.subscribe(ALICE, PRESENCE + "\nExpires: 60");
        f.notifies();
        f.clock.advance(Duration.ofSeconds(60));
        assertThat(f.notifies()).singleElement().asString().startsWith("terminated;reason=timeout");
        f.assertNothingIsLeft();
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
        f.assertNothingIsLeft();
    }

    @ParameterizedTest
    @ValueSource(ints = {404, 410, 481, 489})
    void whoHasForgottenItIsNotToldAgain(int status) {
        f.subscribe(ALICE, PRESENCE);
        f.node.take().respond(status, "No");
        assertThat(f.notifies()).isEmpty();
        f.assertNothingIsLeft();
    }

    @Test
    void whoDoesNotAnswerIsToldOnceMore() {
        f.subscribe(ALICE, PRESENCE);
        f.node.take().timeOut();
        assertThat(f.node.sent()).hasSize(1);
        f.clock.advance(Duration.ofSeconds(5));
        assertThat(f.node.sent()).hasSize(2);
        f.node.take().timeOut();
        f.assertNothingIsLeft();
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
        f.assertNothingIsLeft();
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
        f.assertNothingIsLeft();
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
        f.assertNothingIsLeft();
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
        f.subscribe(alice, ALICE, "winfo", "Event: presence.winfo");
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
        f.assertNothingIsLeft();
    }

    @Test
    void whoHasNoAccountAnyMoreWatchesNobody() {
        f.subscribe(ALICE, PRESENCE);
        f.notifies();
        f.accounts.delete(BOB);
        f.changes.announce(Change.of(Topic.ACCOUNT, BOB));
        assertThat(f.notifies())
                .singleElement()
                .asString()
                .startsWith("terminated;reason=rejected");
        f.register(ALICE, 1);
        assertThat(f.notifies()).isEmpty();
        f.unregister(ALICE);
        f.clock.advance(Duration.ofSeconds(10));
        f.assertNothingIsLeft();
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
}

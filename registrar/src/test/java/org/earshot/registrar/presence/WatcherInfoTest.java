package org.earshot.registrar.presence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.earshot.registrar.presence.PresenceFixture.ALICE;
import static org.earshot.registrar.presence.PresenceFixture.BOB;
import static org.earshot.registrar.presence.PresenceFixture.CAROL;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.earshot.common.event.Nodes;
import org.earshot.common.mime.MalformedPayloadException;
import org.earshot.common.presence.WatcherInfo;
import org.earshot.common.stack.Flow;
import org.earshot.common.stack.LoopbackNode;
import org.earshot.common.stack.RecordedRequest;
import org.earshot.common.stack.Transport;
import org.earshot.registrar.presence.state.Consent;
import org.earshot.registrar.presence.store.Contact;
import org.earshot.registrar.presence.store.Verdict;
import org.junit.jupiter.api.Test;

/// What alice is told of who watches her (RFC 3857, RFC 3858).
class WatcherInfoTest {
    private static final String PRESENCE = "Event: presence";
    private static final Flow ALICES = RecordedRequest.flow(Transport.UDP, "192.0.2.4", 5064, 0);

    private final PresenceFixture f = new PresenceFixture();

    private void watchWatchers() {
        f.subscribe(ALICES, ALICE, "winfo", "Event: presence.winfo\nExpires: 7200");
    }

    /// All watchers of each document that alice got meanwhile; bob's phone answers its own.
    private List<List<WatcherInfo.Watcher>> told() {
        List<List<WatcherInfo.Watcher>> told = new ArrayList<>();
        while (true) {
            LoopbackNode.Sent sent;
            try {
                sent = f.node.take();
            } catch (AssertionError nothingMore) {
                return told;
            }
            if (sent.request().toString().contains("Event: presence.winfo")) {
                told.add(parsed(sent).lists().getFirst().watchers());
            }
            sent.respond(200, "OK");
        }
    }

    private static WatcherInfo parsed(LoopbackNode.Sent sent) {
        try {
            return WatcherInfo.parse(sent.request().getRawContent());
        } catch (MalformedPayloadException e) {
            throw new AssertionError(e);
        }
    }

    private WatcherInfo.Watcher onlyOne() {
        List<List<WatcherInfo.Watcher>> told = told();
        assertThat(told).hasSize(1);
        assertThat(told.getFirst()).hasSize(1);
        f.clock.advance(Duration.ofSeconds(10));
        return told.getFirst().getFirst();
    }

    @Test
    void whoWatchesIsTold() {
        watchWatchers();
        assertThat(told()).containsExactly(List.of());
        f.clock.advance(Duration.ofSeconds(10));
        f.subscribe(ALICE, PRESENCE + "\nExpires: 600");
        WatcherInfo.Watcher bob = onlyOne();
        assertThat(bob.uri()).isEqualTo(BOB.toString());
        assertThat(bob.status()).isEqualTo(WatcherInfo.Status.ACTIVE);
        assertThat(bob.event()).isEqualTo(WatcherInfo.Event.SUBSCRIBE);
        assertThat(bob.expiresIn()).contains(Duration.ofMinutes(10));
        assertThat(bob.subscribedFor()).contains(Duration.ZERO);
    }

    @Test
    void whoLeavesIsToldOnce() {
        RecordedRequest first = f.subscribe(ALICE, PRESENCE);
        watchWatchers();
        String id = onlyOne().id();
        f.again(first, 2, PRESENCE + "\nExpires: 0");
        WatcherInfo.Watcher gone = onlyOne();
        assertThat(gone.id()).isEqualTo(id);
        assertThat(gone.status()).isEqualTo(WatcherInfo.Status.TERMINATED);
        assertThat(gone.event()).isEqualTo(WatcherInfo.Event.TIMEOUT);
        assertThat(gone.expiresIn()).isEmpty();
        f.subscribe(CAROL, PRESENCE);
        f.register(ALICE, 1);
        assertThat(told()).isEmpty();
        f.subscribe(ALICE, PRESENCE);
        assertThat(onlyOne().status()).isEqualTo(WatcherInfo.Status.ACTIVE);
    }

    @Test
    void whoIsThrownOutIsToldAsRejected() {
        f.subscribe(ALICE, PRESENCE);
        watchWatchers();
        told();
        f.clock.advance(Duration.ofSeconds(10));
        f.stores.rules().set(ALICE, BOB, Verdict.BLOCK);
        WatcherInfo.Watcher gone = told().getFirst().getFirst();
        assertThat(gone.status()).isEqualTo(WatcherInfo.Status.TERMINATED);
        assertThat(gone.event()).isEqualTo(WatcherInfo.Event.REJECTED);
    }

    @Test
    void whoIsLetInIsToldAsApproved() {
        f.configure(
                f.config.withConsent(
                        new Consent(Consent.Others.ASK, Consent.Lamps.COLLEAGUES, false)));
        f.subscribe(ALICE, PRESENCE);
        watchWatchers();
        assertThat(onlyOne().status()).isEqualTo(WatcherInfo.Status.PENDING);
        f.stores.rules().set(ALICE, BOB, Verdict.ALLOW);
        WatcherInfo.Watcher bob = onlyOne();
        assertThat(bob.status()).isEqualTo(WatcherInfo.Status.ACTIVE);
        assertThat(bob.event()).isEqualTo(WatcherInfo.Event.APPROVED);
    }

    @Test
    void thatASubscriptionGoesOnIsNoNewsButIsKnown() {
        RecordedRequest first = f.subscribe(ALICE, PRESENCE + "\nExpires: 60");
        watchWatchers();
        told();
        f.clock.advance(Duration.ofSeconds(50));
        f.again(first, 2, PRESENCE + "\nExpires: 600");
        assertThat(told()).isEmpty();
        f.stores.rules().ask(ALICE, CAROL); // carol may see alice anyway: nothing to tell
        assertThat(told()).isEmpty();
        f.send(
                ALICES,
                """
                SUBSCRIBE sip:192.0.2.1:5060 SIP/2.0
                Via: SIP/2.0/UDP 192.0.2.4:5064;branch=z9hG4bKw2
                Max-Forwards: 70
                From: <sip:alice@example.org>;tag=winfo
                To: <sip:alice@example.org>;tag=recorded
                Call-ID: winfo
                CSeq: 2 SUBSCRIBE
                Contact: <sip:alice@192.0.2.4:5064>
                Event: presence.winfo
                """);
        WatcherInfo.Watcher bob = onlyOne();
        assertThat(bob.expiresIn()).contains(Duration.ofMinutes(10));
        assertThat(bob.subscribedFor()).contains(Duration.ofSeconds(50));
    }

    @Test
    void whoWatchesByTheContactListIsTold() {
        watchWatchers();
        told();
        f.clock.advance(Duration.ofSeconds(10));
        f.stores.contacts().put(BOB, new Contact(ALICE, ""));
        RecordedRequest list =
                f.subscribe("sip:rls@example.org", "list", PRESENCE + "\nSupported: eventlist");
        assertThat(onlyOne().uri()).isEqualTo(BOB.toString());
        f.again(list, 2, PRESENCE + "\nExpires: 0\nSupported: eventlist");
        assertThat(told()).isEmpty();
        f.clock.advance(Duration.ofSeconds(1));
        assertThat(onlyOne().status()).isEqualTo(WatcherInfo.Status.TERMINATED);
        assertThat(f.clock.waiting()).isOne(); // alice's own subscription
    }

    @Test
    void whoWatchesByAListThatCameWithTheSubscribeIsTold() {
        f.subscribe(
                "sip:rls@example.org",
                "given",
                PRESENCE
                        + "\nSupported: eventlist\nRequire: recipient-list-subscribe"
                        + "\nContent-Type: application/resource-lists+xml\n\n"
                        + """
                        <resource-lists xmlns="urn:ietf:params:xml:ns:resource-lists"><list>
                        <entry uri="sip:alice@example.org"/></list></resource-lists>
                        """);
        f.notifies();
        watchWatchers();
        assertThat(onlyOne().uri()).isEqualTo(BOB.toString());
    }

    @Test
    void idsStayAsTheyAreWhoeverElseComesAndGoes() {
        f.subscribe(ALICE, PRESENCE);
        watchWatchers();
        String id = onlyOne().id();
        Flow carols = RecordedRequest.flow(Transport.UDP, "192.0.2.6", 5066, 0);
        f.subscribe(carols, CAROL, "carols", "Event: presence");
        List<WatcherInfo.Watcher> both = told().getFirst();
        assertThat(both).extracting(WatcherInfo.Watcher::id).doesNotHaveDuplicates().contains(id);
        f.clock.advance(Duration.ofSeconds(10));
        f.start(Nodes.alone("another"));
        f.clock.advance(Duration.ofSeconds(1));
        // bob's connection was the other start's: carol is left
        List<WatcherInfo.Watcher> after = told().getLast();
        assertThat(after)
                .filteredOn(watcher -> watcher.uri().equals(CAROL.toString()))
                .extracting(WatcherInfo.Watcher::id)
                .containsExactly(both.getLast().id());
    }
}

package org.earshot.registrar.presence.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.earshot.common.address.AddressOfRecord;
import org.earshot.common.event.Changes;
import org.earshot.common.event.LocalChanges;
import org.earshot.common.event.Topic;
import org.earshot.common.stack.Dialog;
import org.earshot.common.stack.FakeTimers;
import org.earshot.common.stack.RecordedRequest;
import org.earshot.common.stack.Transport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What the stores of presence do, whatever is under them. Each test may find rows of other domains there.
abstract class PresenceStoresContract {
    private static final AtomicInteger domains = new AtomicInteger();

    private final String domain = "p" + domains.incrementAndGet() + ".example.org";
    private final AddressOfRecord alice = new AddressOfRecord("alice", domain);
    private final AddressOfRecord bob = new AddressOfRecord("bob", domain);
    private final FakeTimers clock = new FakeTimers();
    private final LocalChanges changes = new LocalChanges(Runnable::run);
    private final List<String> told = new ArrayList<>();
    private PresenceStores stores;

    abstract PresenceStores open(InstantSource clock, Changes changes);

    @BeforeEach
    void listen() {
        stores = open(clock, changes);
        changes.subscribe(Topic.PRESENCE, change -> told.add("presence " + change.subject()));
        changes.subscribe(Topic.CONTACTS, change -> told.add("contacts " + change.subject()));
    }

    private Publication publication(String etag, String body, int seconds) {
        return new Publication(
                etag,
                body,
                clock.instant().plusSeconds(seconds),
                clock.instant(),
                etag.endsWith("1"));
    }

    private Subscription subscription(String callId, AddressOfRecord resource, int seconds) {
        return new Subscription(
                new Dialog.Id(callId + domain, "ours", "theirs"),
                EventPackage.DIALOG,
                "7",
                resource,
                bob,
                Subscription.ListKind.GIVEN,
                List.of(alice, new AddressOfRecord("ünï code", domain)),
                "sip:alice@" + domain,
                "sip:bob@" + domain,
                "sip:bob@192.0.2.4:5062;transport=tcp;ob",
                List.of("<sip:p1.example.org;lr>", "<sip:p2.example.org;lr;x=\"a,b\">"),
                4_294_967_295L,
                RecordedRequest.flow(Transport.TLS, "2001:db8::7", 40000, 17),
                "n1",
                clock.instant(),
                clock.instant().plusSeconds(seconds),
                7);
    }

    @Test
    void aPublicationComesBackAsItWasWritten() {
        Publication one = publication("e1", "<presence>Ünïcode 👂</presence>", 60);
        stores.publications().update(alice, _ -> List.of(one));
        assertThat(stores.publications().lookup(alice)).containsExactly(one);
        assertThat(stores.publications().lookup(bob)).isEmpty();
        assertThat(told).containsExactly("presence sip:alice@" + domain);
    }

    @Test
    void theLatestPublicationStandsFirst() {
        Publication one = publication("e1", "1", 60);
        clock.advance(Duration.ofSeconds(1));
        Publication two = publication("e2", "2", 60);
        stores.publications().update(alice, _ -> List.of(one, two));
        assertThat(stores.publications().lookup(alice)).containsExactly(two, one);
    }

    @Test
    void aRefreshIsNoNews() {
        stores.publications().update(alice, _ -> List.of(publication("e1", "1", 60)));
        told.clear();
        Publication refreshed = publication("e2", "1", 120);
        stores.publications().update(alice, _ -> List.of(refreshed));
        assertThat(told).isEmpty();
        assertThat(stores.publications().lookup(alice)).containsExactly(refreshed);
    }

    @Test
    void anExpiredPublicationIsNotSeenAndItsEndIsTold() {
        stores.publications().update(alice, _ -> List.of(publication("e1", "1", 60)));
        told.clear();
        clock.advance(Duration.ofSeconds(60));
        assertThat(stores.publications().lookup(alice)).isEmpty();
        stores.publications()
                .update(
                        alice,
                        current -> {
                            assertThat(current).isEmpty();
                            return current;
                        });
        assertThat(told).containsExactly("presence sip:alice@" + domain);
        stores.publications().update(bob, _ -> List.of(publication("e1", "1", 60)));
        clock.advance(Duration.ofSeconds(60));
        told.clear();
        assertThat(stores.publications().removeExpired()).isPositive();
        assertThat(told).contains("presence sip:bob@" + domain);
        assertThat(stores.publications().removeExpired()).isZero();
    }

    @Test
    void aSubscriptionComesBackAsItWasWritten() {
        Subscription one = subscription("1", alice, 60);
        stores.subscriptions().put(one);
        assertThat(stores.subscriptions().find(one.id())).contains(one);
        assertThat(stores.subscriptions().of(alice, EventPackage.DIALOG)).containsExactly(one);
        assertThat(stores.subscriptions().of(alice, EventPackage.PRESENCE)).isEmpty();
        assertThat(stores.subscriptions().of(bob, EventPackage.DIALOG)).isEmpty();
        assertThat(stores.subscriptions().countOf(bob)).isEqualTo(1);
        assertThat(stores.subscriptions().countOf(alice)).isZero();
    }

    @Test
    void aSubscriptionIsWrittenAnewAndGoes() {
        Subscription one = subscription("1", alice, 60);
        stores.subscriptions().put(one);
        Subscription again =
                one.refreshed(
                        "sip:new@192.0.2.9",
                        5,
                        RecordedRequest.udpFlow(),
                        "n2",
                        List.of(),
                        clock.instant().plusSeconds(600));
        stores.subscriptions().put(again);
        assertThat(stores.subscriptions().find(one.id())).contains(again);
        assertThat(stores.subscriptions().countOf(bob)).isEqualTo(1);
        stores.subscriptions().remove(one.id(), "n1"); // it is another's now
        assertThat(stores.subscriptions().find(one.id())).contains(again);
        stores.subscriptions().remove(one.id(), "n2");
        stores.subscriptions().remove(one.id(), "n2");
        assertThat(stores.subscriptions().find(one.id())).isEmpty();
    }

    @Test
    void anExpiredSubscriptionIsNotSeenAndGoes() {
        Subscription one = subscription("1", alice, 60);
        stores.subscriptions().put(one);
        clock.advance(Duration.ofSeconds(60));
        assertThat(stores.subscriptions().find(one.id())).isEmpty();
        assertThat(stores.subscriptions().of(alice, EventPackage.DIALOG)).isEmpty();
        assertThat(stores.subscriptions().countOf(bob)).isZero();
        assertThat(stores.subscriptions().orphans(_ -> false)).doesNotContain(one);
        assertThat(stores.subscriptions().removeExpired()).isPositive();
    }

    @Test
    void anOrphanIsAdoptedOnce() {
        Subscription one = subscription("1", alice, 60);
        stores.subscriptions().put(one);
        assertThat(stores.subscriptions().orphans(node -> node.equals("n1"))).doesNotContain(one);
        assertThat(stores.subscriptions().orphans(node -> !node.equals("n1"))).contains(one);
        assertThat(stores.subscriptions().adopt(one, "n2")).isTrue();
        assertThat(stores.subscriptions().adopt(one, "n3")).isFalse();
        assertThat(stores.subscriptions().find(one.id())).contains(one.by("n2"));
        assertThat(one.by("n2").nextVersion()).isGreaterThan(one.nextVersion() + 10_000);
        stores.subscriptions().remove(one.id(), "n2");
    }

    @Test
    void severalRulesAreSetAtOnceAndWhoAsksGoesOnAsking() {
        AddressOfRecord owner = new AddressOfRecord("owner", domain);
        AddressOfRecord asks = new AddressOfRecord("asks", domain);
        stores.rules().set(owner, alice, Verdict.BLOCK);
        stores.rules().set(owner, bob, Verdict.BLOCK);
        assertThat(stores.rules().ask(owner, asks)).isTrue();
        stores.rules().setAll(owner, Map.of(bob, Verdict.ALLOW), List.of(alice, asks));
        assertThat(stores.rules().rulesOf(owner))
                .isEqualTo(Map.of(bob, Verdict.ALLOW, asks, Verdict.ASK));
        stores.rules().setAll(owner, Map.of(), List.of(bob));
        assertThat(stores.rules().rulesOf(owner)).containsOnlyKeys(asks);
    }

    @Test
    void rulesAreSetAndCleared() {
        assertThat(stores.rules().rulesOf(alice)).isEmpty();
        stores.rules().set(alice, bob, Verdict.POLITE_BLOCK);
        stores.rules().set(alice, bob, Verdict.BLOCK);
        assertThat(stores.rules().rulesOf(alice)).isEqualTo(Map.of(bob, Verdict.BLOCK));
        assertThat(stores.rules().clear(alice, bob)).isTrue();
        assertThat(stores.rules().clear(alice, bob)).isFalse();
        assertThat(stores.rules().rulesOf(alice)).isEmpty();
        assertThat(told).hasSize(3).containsOnly("presence sip:alice@" + domain);
    }

    @Test
    void whoAsksTwiceIsToldOnceAndChangesNoRule() {
        assertThat(stores.rules().ask(alice, bob)).isTrue();
        assertThat(stores.rules().ask(alice, bob)).isFalse();
        assertThat(stores.rules().rulesOf(alice)).isEqualTo(Map.of(bob, Verdict.ASK));
        assertThat(told).hasSize(1);
        stores.rules().set(alice, bob, Verdict.ALLOW);
        assertThat(stores.rules().ask(alice, bob)).isFalse();
        assertThat(stores.rules().rulesOf(alice)).isEqualTo(Map.of(bob, Verdict.ALLOW));
    }

    @Test
    void contactsArePutAndTakenOff() {
        stores.contacts().put(alice, new Contact(bob, "Bob"));
        stores.contacts().put(alice, new Contact(alice, ""));
        stores.contacts().put(alice, new Contact(bob, "Böb 👂"));
        assertThat(stores.contacts().contactsOf(alice))
                .containsExactly(new Contact(alice, ""), new Contact(bob, "Böb 👂"));
        assertThat(stores.contacts().contactsOf(bob)).isEmpty();
        assertThat(stores.contacts().remove(alice, bob)).isTrue();
        assertThat(stores.contacts().remove(alice, bob)).isFalse();
        assertThat(stores.contacts().contactsOf(alice)).containsExactly(new Contact(alice, ""));
        assertThat(told).hasSize(4).containsOnly("contacts sip:alice@" + domain);
    }

    @Test
    void aListIsReplacedByWhoHasSeenTheLatest() {
        Contact first = new Contact(bob, "Bob");
        assertThat(stores.contacts().replace(alice, ContactVersion.EMPTY, List.of(first))).isTrue();
        String version = ContactVersion.of(List.of(first));
        Contact renamed = new Contact(bob, "Böb 👂");
        Contact self = new Contact(alice, "");
        assertThat(stores.contacts().replace(alice, version, List.of(renamed, self))).isTrue();
        assertThat(stores.contacts().replace(alice, version, List.of())).isFalse();
        assertThat(stores.contacts().contactsOf(alice)).containsExactly(self, renamed);
        String latest = ContactVersion.of(stores.contacts().contactsOf(alice));
        assertThat(stores.contacts().replace(alice, latest, List.of(self))).isTrue();
        assertThat(stores.contacts().contactsOf(alice)).containsExactly(self);
        assertThat(stores.contacts().contactsOf(bob)).isEmpty();
        assertThat(told).hasSize(3).containsOnly("contacts sip:alice@" + domain);
    }

    @Test
    void listsAreFoundByWhomTheyHold() {
        AddressOfRecord carol = new AddressOfRecord("carol", domain);
        Subscription single = list("1", Subscription.ListKind.NONE, List.of());
        Subscription given = list("2", Subscription.ListKind.GIVEN, List.of(alice, bob));
        Subscription contacts = list("3", Subscription.ListKind.CONTACTS, List.of());
        List.of(single, given, contacts).forEach(stores.subscriptions()::put);
        assertThat(stores.subscriptions().listsWith(alice, List.of(), EventPackage.DIALOG))
                .containsExactly(given);
        assertThat(
                        stores.subscriptions()
                                .listsWith(alice, List.of(bob, carol), EventPackage.DIALOG))
                .containsExactlyInAnyOrder(given, contacts);
        assertThat(stores.subscriptions().listsWith(carol, List.of(alice), EventPackage.DIALOG))
                .isEmpty();
        assertThat(stores.subscriptions().listsWith(alice, List.of(bob), EventPackage.PRESENCE))
                .isEmpty();
        assertThat(stores.subscriptions().resources(EventPackage.DIALOG))
                .contains(new AddressOfRecord("rls", domain));
        List.of(single, given, contacts)
                .forEach(one -> stores.subscriptions().remove(one.id(), one.node()));
    }

    private Subscription list(
            String callId, Subscription.ListKind kind, List<AddressOfRecord> members) {
        Subscription one = subscription(callId, new AddressOfRecord("rls", domain), 60);
        return new Subscription(
                one.id(),
                one.event(),
                one.eventId(),
                one.resource(),
                one.watcher(),
                kind,
                members,
                one.localUri(),
                one.remoteUri(),
                one.contact(),
                one.routes(),
                one.remoteSequence(),
                one.flow(),
                one.node(),
                one.createdAt(),
                one.expiresAt(),
                one.nextVersion());
    }

    @Test
    void whoHasAnAddressOnTheListIsFound() {
        stores.contacts().put(alice, new Contact(bob, "Bob"));
        assertThat(stores.contacts().ownersWith(bob)).containsExactly(alice);
        assertThat(stores.contacts().ownersWith(alice)).isEmpty();
    }
}

package org.earshot.registrar.presence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.earshot.registrar.presence.PresenceFixture.ALICE;
import static org.earshot.registrar.presence.PresenceFixture.BOB;
import static org.earshot.registrar.presence.PresenceFixture.DIALOG;
import static org.earshot.registrar.presence.PresenceFixture.PRESENCE;
import static org.earshot.registrar.presence.PresenceFixture.status;
import static org.earshot.registrar.presence.PresenceFixture.version;

import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.earshot.common.call.CallRecord;
import org.earshot.common.event.Nodes;
import org.earshot.common.stack.Destination;
import org.earshot.common.stack.Flow;
import org.earshot.common.stack.LoopbackNode;
import org.earshot.common.stack.RecordedRequest;
import org.earshot.common.stack.Transport;
import org.earshot.registrar.presence.store.InMemorySubscriptionStore;
import org.earshot.registrar.presence.store.Subscription;
import org.junit.jupiter.api.Test;

/// A subscription outlives the start, and the node, that took it.
class SubscriptionAcrossNodesTest {
    private final PresenceFixture f = new PresenceFixture();

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
        f.subscribe(udp, BOB, "desk", "Event: dialog;id=3");
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
    void whoGoesOnWithASubscriptionOfAnotherNeverGoesBack() {
        Flow udp = RecordedRequest.flow(Transport.UDP, "192.0.2.9", 5062, 0);
        f.subscribe(udp, BOB, "desk", "Event: dialog");
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
    void theEndIsToldAlsoWhereStoresAreShared() {
        f.shared = true;
        f.start(Nodes.alone("test"));
        f.subscribe(ALICE, DIALOG + "\nExpires: 600");
        f.notifies();
        f.clock.advance(Duration.ofMinutes(10));
        assertThat(f.notifies()).singleElement().asString().startsWith("terminated;reason=timeout");
        RecordedRequest first = f.subscribe(ALICE, DIALOG);
        f.notifies();
        f.again(first, 2, DIALOG + "\nExpires: 0");
        assertThat(f.notifies()).singleElement().asString().startsWith("terminated;reason=timeout");
        assertThat(f.service.watches().size()).isZero();
    }

    @Test
    void whatAnotherNodeTellsIsNotEndedByThisOne() {
        f.shared = true;
        f.start(Nodes.alone("test"));
        f.subscribe(ALICE, DIALOG + "\nExpires: 600");
        f.notifies();
        Subscription before = theStored();
        f.stores
                .subscriptions()
                .put(
                        before.refreshed(
                                before.contact(),
                                2,
                                before.flow(),
                                "other",
                                before.members(),
                                f.clock.instant().plus(Duration.ofHours(1))));
        f.clock.advance(Duration.ofMinutes(10));
        assertThat(f.notifies()).isEmpty();
        assertThat(f.service.watches().size()).isZero();
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
        f.assertNothingIsLeft();
    }
}

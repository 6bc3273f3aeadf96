package org.earshot.proxy.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.earshot.common.address.AddressOfRecord;
import org.earshot.proxy.archive.CompanionRefusedException;
import org.junit.jupiter.api.Test;

/// What every message store knows of devices, and of who wants no messages of whom.
abstract class KnownDevicesContract extends MessageStoreFixture {
    KnownDevicesContract(UnderTest underTest) {
        super(underTest);
    }

    @Test
    void devicesAreKnownAndWhatWaitsForThem() {
        seen(desk, false);
        seen(mobile, true);
        queued("one", desk);
        queued("two", desk);
        assertThat(store.devices(bob))
                .containsExactly(
                        new Device(desk, false, clock.instant()),
                        new Device(mobile, true, clock.instant()));
        assertThat(store.devices(alice)).isEmpty();
        assertThat(store.backlogs(Optional.of(bob)))
                .isEqualTo(Map.of(desk, new MessageStore.Backlog(2, clock.instant())));
    }

    @Test
    void aDeviceIsFullWhenAsManyMessagesWaitAsMay() {
        seen(desk, false);
        seen(mobile, false);
        assertThat(full(bob, 1)).isEmpty();
        Message first = queued("one", desk);
        queued("for the other one", mobile);
        Message second = queued("two", desk, mobile);
        assertThat(full(bob, 1)).containsExactlyInAnyOrder(desk, mobile);
        assertThat(full(bob, 2)).containsExactlyInAnyOrder(desk, mobile);
        assertThat(full(bob, 3)).isEmpty();
        // what came long before the rest leaves no fewer places
        for (int i = 0; i < 10; i++) {
            settle(queued("in between", desk), desk, 200);
        }
        Message last = queued("three", desk);
        assertThat(full(bob, 3)).containsExactly(desk);
        assertThat(full(bob, 4)).isEmpty();
        settle(second, desk, 200);
        assertThat(full(bob, 3)).isEmpty();
        assertThat(full(bob, 2)).contains(desk);
        settle(first, desk, 200);
        settle(last, desk, 200);
        assertThat(full(bob, 1)).containsExactly(mobile);
    }

    @Test
    void whatIsToBeKnownOfManyAccountsIsKnownAtOnce() {
        DeviceId own = new DeviceId(alice, "urn:uuid:own");
        store.seen(alice, List.of(new Device(own, true, clock.instant())));
        seen(mobile, true);
        seen(desk, false);
        queued("one", desk);
        List<AddressOfRecord> owners = new ArrayList<>(List.of(bob, alice));
        for (int i = 0; i < 100; i++) {
            owners.add(new AddressOfRecord("user" + i, domain));
        }
        AddressOfRecord blocking = owners.getLast();
        store.block(blocking.toString(), alice.toString(), true);
        store.block(alice.toString(), bob.toString(), true);
        Map<AddressOfRecord, MessageStore.Readiness> known =
                store.readiness(owners, alice.toString(), 1);
        assertThat(known).containsOnlyKeys(owners);
        assertThat(known.get(bob))
                .isEqualTo(new MessageStore.Readiness(false, store.devices(bob), Set.of(desk)));
        assertThat(known.get(bob).devices()).extracting(Device::id).containsExactly(desk, mobile);
        assertThat(known.get(alice))
                .isEqualTo(new MessageStore.Readiness(false, store.devices(alice), Set.of()));
        assertThat(known.get(blocking))
                .isEqualTo(new MessageStore.Readiness(true, List.of(), Set.of()));
        assertThat(store.readiness(List.of(alice), bob.toString(), 1).get(alice).blocks()).isTrue();
        assertThat(store.readiness(List.of(), alice.toString(), 1)).isEmpty();
    }

    @Test
    void whatIsQueuedForADeviceThatWasSeenGoesToNoOther() {
        seen(DeviceId.shared(bob), false);
        Message message = message("hello");
        DeviceId shared = DeviceId.shared(bob);
        run(store.queue(message, List.of(shared), Set.of(shared), List.of()));
        seen(desk, false);
        assertThat(waiting(shared)).containsExactly(message);
        assertThat(waiting(desk)).isEmpty();
        assertThat(store.devices(bob)).hasSize(2);
    }

    @Test
    void whatADeviceTakesStaysKnownUntilItSaysOtherwise() {
        seen(mobile, true);
        seen(mobile, false);
        assertThat(store.devices(bob).getFirst().takesCpim()).isTrue();
        store.takesCpim(mobile, false);
        assertThat(store.devices(bob).getFirst().takesCpim()).isFalse();
        store.takesCpim(desk, true); // never seen
        assertThat(store.devices(bob)).hasSize(1);
    }

    @Test
    void whatWaitsForTheFirstPhoneGoesToTheFirstPhone() {
        Message message = queued("welcome", DeviceId.shared(bob));
        assertThat(store.devices(bob))
                .containsExactly(new Device(DeviceId.shared(bob), false, Instant.EPOCH));
        seen(desk, false);
        seen(mobile, false);
        assertThat(waiting(desk)).containsExactly(message);
        assertThat(waiting(mobile)).isEmpty();
        assertThat(store.devices(bob)).extracting(Device::id).containsExactly(desk, mobile);
    }

    @Test
    void whoCatchesUpGetsWhatNoOtherDeviceHasTakenInOrder() {
        DeviceId laptop = new DeviceId(bob, "urn:uuid:laptop");
        Device there = new Device(laptop, false, clock.instant());
        AddressOfRecord eve = new AddressOfRecord("eve", domain);
        seen(desk, false);
        seen(mobile, false);
        Message waits = queued("waits", desk, mobile);
        Message taken = queued("taken by one", desk, mobile);
        settle(taken, mobile, 200);
        Message refused = queued("refused by one", desk, mobile);
        settle(refused, mobile, 488);
        Message copy = text(bob, alice.toString(), Duration.ZERO);
        run(store.queue(copy, List.of(desk), List.of()));
        Message unwanted = text(eve, bob.toString(), Duration.ZERO);
        run(store.queue(unwanted, List.of(desk), List.of()));
        store.block(bob.toString(), eve.toString(), true);
        Message last = queued("last", desk);

        store.seen(bob, List.of(there), Set.of(laptop));

        assertThat(waiting(laptop)).containsExactly(waits, refused, last);
        assertThat(waiting(desk)).hasSize(6);
        settle(waits, laptop, 200);
        queued("another", desk);
        store.seen(bob, List.of(there), Set.of(laptop, mobile));
        assertThat(waiting(laptop)).as("it is not new").containsExactly(refused, last);
        DeviceId tablet = new DeviceId(bob, "urn:uuid:tablet");
        seen(tablet, false);
        assertThat(waiting(tablet)).as("it does not catch up").isEmpty();
    }

    @Test
    void whatWaitsForTheFirstPhoneIsCaughtUpWithOnce() {
        Message welcome = queued("welcome", DeviceId.shared(bob));
        Device there = new Device(desk, false, clock.instant());
        store.seen(bob, List.of(there), Set.of(desk));
        assertThat(waiting(desk)).containsExactly(welcome);
    }

    @Test
    void phonesWithoutAnInstanceKeepTheirQueue() {
        Message message = queued("welcome", DeviceId.shared(bob));
        seen(DeviceId.shared(bob), false);
        seen(desk, false);
        assertThat(waiting(DeviceId.shared(bob))).containsExactly(message);
        assertThat(waiting(desk)).isEmpty();
    }

    @Test
    void aDeviceThatStayedAwayIsForgottenAndOneThatWasSeenMeanwhileIsNot() {
        DeviceId latest = new DeviceId(bob, "urn:uuid:latest");
        seen(desk, false);
        seen(mobile, false);
        clock.advance(Duration.ofSeconds(1));
        seen(latest, false);
        Device last = new Device(latest, false, clock.instant());
        Message never = queued("never read", desk);
        Message copy = queued("a copy", desk);
        clock.advance(Duration.ofDays(31));
        Instant since = clock.instant().minus(Duration.ofDays(30));
        assertThat(store.notSeenSince(since)).contains(desk, mobile).doesNotContain(latest);
        assertThat(store.textsWaiting(desk, 1)).containsExactly(never.id());
        assertThat(store.textsWaiting(desk, 10)).hasSize(2);
        assertThat(store.textsWaiting(mobile, 10)).isEmpty();
        seen(mobile, false);
        run(store.drop(List.of(never.id(), copy.id()), desk, since).and(store.forget(desk, since)));
        assertThatThrownBy(() -> run(store.forget(mobile, since)))
                .hasCauseInstanceOf(CompanionRefusedException.class);
        assertThatThrownBy(() -> run(store.forget(desk, since)))
                .hasCauseInstanceOf(CompanionRefusedException.class);
        assertThat(store.notSeenSince(since)).doesNotContain(desk, mobile);
        assertThat(store.devices(bob))
                .containsExactlyInAnyOrder(new Device(mobile, false, clock.instant()), last);
        assertThat(waiting(desk)).isEmpty();
    }

    @Test
    void whatWaitsForTheFirstPhoneGoesWithItsAccount() {
        Message welcome = queued("welcome", DeviceId.shared(bob));
        DeviceId shared = DeviceId.shared(bob);
        Instant since = Instant.EPOCH.plusSeconds(1);
        assertThat(store.notSeenSince(since)).doesNotContain(shared);
        run(store.drop(List.of(welcome.id()), shared, since).and(store.forget(shared, since)));
        assertThat(store.devices(bob)).isEmpty();
        assertThat(store.reachedNobody(List.of(welcome.id())))
                .extracting(Message::id)
                .containsExactly(welcome.id());
    }

    @Test
    void nothingGoesWithADeviceThatWasNotNamed() {
        seen(desk, false);
        Message one = queued("one", desk, mobile);
        Message two = queued("two", desk);
        Message came = queued("came meanwhile", desk);
        Message history = text(alice, bob.toString(), Duration.ofDays(90));
        run(store.queue(history, List.of(), List.of()));
        store.giveHistory(desk, Map.of(bob.toString(), Instant.EPOCH), 10, clock.instant());
        clock.advance(Duration.ofSeconds(1));
        Instant now = clock.instant();
        List<UUID> named = List.of(one.id(), two.id());
        assertThatThrownBy(() -> run(store.drop(named, desk, now).and(store.forget(desk, now))))
                .hasCauseInstanceOf(CompanionRefusedException.class);
        assertThat(waiting(desk)).extracting(Message::id).startsWith(one.id()).hasSize(4);
        assertThatThrownBy(() -> run(store.drop(named, desk, now.minusSeconds(1))))
                .as("seen since")
                .hasCauseInstanceOf(CompanionRefusedException.class);
        run(store.drop(named, desk, now));
        assertThat(waiting(desk)).extracting(Message::id).containsExactly(came.id(), history.id());
        assertThat(waiting(mobile)).containsExactly(one);
        assertThatThrownBy(() -> run(store.drop(List.of(came.id(), two.id()), desk, now)))
                .as("one is gone already")
                .hasCauseInstanceOf(CompanionRefusedException.class);
        assertThatThrownBy(() -> run(store.forget(desk, now)))
                .hasCauseInstanceOf(CompanionRefusedException.class);
        assertThat(store.devices(bob)).extracting(Device::id).contains(desk);
        assertThat(waiting(desk)).hasSize(2);
        run(store.drop(List.of(came.id()), desk, now).and(store.forget(desk, now)));
        assertThat(store.devices(bob)).extracting(Device::id).doesNotContain(desk);
        assertThat(waiting(desk)).isEmpty();
    }

    @Test
    void whatReachedNobodyIsToldApart() {
        DeviceId own = new DeviceId(alice, "urn:uuid:own");
        seen(desk, false);
        seen(mobile, false);
        seen(own, false);
        Message waits = queued("waits", desk, mobile);
        Message taken = queued("taken", desk, mobile);
        settle(taken, mobile, 200);
        Message lost = queued("lost", desk, own);
        Message refused = queued("refused", desk, mobile);
        settle(refused, mobile, 488);
        List<UUID> all = List.of(waits, taken, lost, refused).stream().map(Message::id).toList();
        assertThat(store.reachedNobody(all)).isEmpty();
        clock.advance(Duration.ofSeconds(1));
        run(store.drop(all, desk, clock.instant()));
        assertThat(store.reachedNobody(all)).containsExactlyInAnyOrder(lost, refused);
        assertThat(store.reachedNobody(List.of())).isEmpty();
    }

    @Test
    void aSenderIsBlockedUntilItIsNot() {
        String eve = "sip:eve@" + domain;
        assertThat(store.isBlocked(bob.toString(), eve)).isFalse();
        assertThat(store.block(bob.toString(), eve, true)).isTrue();
        assertThat(store.block(bob.toString(), eve, true)).isFalse();
        assertThat(store.isBlocked(bob.toString(), eve)).isTrue();
        assertThat(store.isBlocked(alice.toString(), eve)).isFalse();
        store.block(bob.toString(), alice.toString(), true);
        assertThat(store.blocked(bob.toString())).containsExactly(alice.toString(), eve);
        assertThat(store.blocked(alice.toString())).isEmpty();
        assertThat(store.block(bob.toString(), eve, false)).isTrue();
        assertThat(store.isBlocked(bob.toString(), eve)).isFalse();
    }
}

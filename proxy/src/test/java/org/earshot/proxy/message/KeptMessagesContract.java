package org.earshot.proxy.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.earshot.common.address.AddressOfRecord;
import org.earshot.common.message.HistoryMark;
import org.earshot.proxy.archive.CompanionRefusedException;
import org.junit.jupiter.api.Test;

/// What every message store keeps for later, gives to those who come later, and lets go.
abstract class KeptMessagesContract extends MessageStoreFixture {
    KeptMessagesContract(UnderTest underTest) {
        super(underTest);
    }

    @Test
    void whatTheRecordLetsGoGoesAlsoWhereItWaits() {
        seen(desk, true);
        Message waits = queued("waits", desk);
        Message history = kept(alice, bob.toString(), desk);
        settle(history, desk, 200);
        Message stays = queued("stays", desk);
        store.shred(List.of(waits.id(), history.id(), UUID.randomUUID()));
        assertThat(waiting(desk)).extracting(Message::id).containsExactly(stays.id());
        assertThat(store.repeated(waits.repeat())).isEmpty();
        assertThat(store.repeated(history.repeat())).isEmpty();
        seen(mobile, true);
        assertThat(giveHistory(mobile, 10)).isZero();
        store.shred(List.of());
    }

    @Test
    void whatExpiresIsFoundWhileItWaitsAndGoesAfterwards() {
        Message message = queued("old", desk);
        Message taken = queued("taken", mobile);
        settle(taken, mobile, 200);
        clock.advance(Duration.ofDays(30));
        assertThat(store.expired(clock.instant(), 1000)).contains(message).doesNotContain(taken);
        run(store.expire(message.id()));
        assertThatThrownBy(() -> run(store.expire(message.id())))
                .hasCauseInstanceOf(CompanionRefusedException.class);
        assertThat(waiting(desk)).isEmpty();
        assertThat(store.removeExpired(clock.instant(), 1000)).isGreaterThanOrEqualTo(2);
        assertThat(store.repeated(message.repeat())).isEmpty();
        assertThat(store.repeated(taken.repeat())).isEmpty();
    }

    @Test
    void keptTextsCanBeQueuedForWhoJoinsLater() {
        List<Message> kept = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            Message message = message("kept " + i, true);
            run(store.queue(message, List.of(desk), List.of()));
            settle(message, desk, 200);
            kept.add(message);
            clock.advance(Duration.ofSeconds(1));
        }
        queued("not kept", desk);
        List<Message> latest = store.kept(bob.toString(), 2);
        assertThat(latest).containsExactly(kept.get(1), kept.get(2));
        List<UUID> ids = latest.stream().map(Message::id).toList();
        run(store.queueAgain(ids, mobile));
        run(store.queueAgain(ids, mobile));
        assertThat(waiting(mobile)).containsExactlyElementsOf(latest);
    }

    @Test
    void whatADeviceHasGotOrIsNotToGetIsNotQueuedAgain() {
        Message got = message("got", true);
        run(store.queue(got, List.of(desk), List.of()));
        settle(got, desk, 200);
        assertThat(store.kept(bob.toString(), 10)).containsExactly(got);
        run(store.queueAgain(List.of(got.id()), desk));
        assertThat(waiting(desk)).isEmpty();
        store.block(bob.toString(), got.sender(), true);
        run(store.queueAgain(List.of(got.id()), mobile));
        assertThat(waiting(mobile)).as("of somebody whom bob blocks").isEmpty();
        store.block(bob.toString(), got.sender(), false);
        clock.advance(Duration.between(clock.instant(), got.expiresAt()));
        run(store.queueAgain(List.of(got.id()), mobile));
        assertThat(waiting(mobile)).as("its time is over").isEmpty();
    }

    @Test
    void whatIsHistoryOnlyIsNewToNobody() {
        Message message = kept(alice, bob.toString(), desk);
        settle(message, desk, 200);
        clock.advance(Duration.ofDays(31));
        while (store.removeExpired(clock.instant(), 10) == 10) {}
        assertThat(store.removeExpired(clock.instant(), 10)).as("once").isZero();
        assertThat(store.kept(bob.toString(), 10)).containsExactly(message);
        run(store.queueAgain(List.of(message.id()), mobile));
        assertThat(waiting(mobile)).isEmpty();
        seen(mobile, true);
        assertThat(giveHistory(mobile, 10)).isEqualTo(1);
        assertThat(waiting(mobile)).containsExactly(message.past(HistoryMark.UNREAD));
        assertThat(store.kept(bob.toString(), 10).getFirst().isOver(clock.instant())).isTrue();
        clock.advance(Duration.ofDays(60));
        while (store.removeExpired(clock.instant(), 10) == 10) {}
        assertThat(store.kept(bob.toString(), 10)).isEmpty();
    }

    private Message kept(AddressOfRecord from, String to, DeviceId... devices) {
        clock.advance(Duration.ofSeconds(1));
        Message message = text(from, to, Duration.ofDays(90));
        run(store.queue(message, List.of(devices), List.of()));
        return message;
    }

    private int giveHistory(DeviceId device, int limit) {
        return store.giveHistory(
                device, Map.of(device.owner().toString(), Instant.EPOCH), limit, clock.instant());
    }

    @Test
    void aNewDeviceIsGivenWhatWasWrittenAndGotBefore() {
        seen(desk, true);
        Message got = kept(alice, bob.toString(), desk);
        Message read = kept(alice, bob.toString(), desk);
        Message own = kept(bob, alice.toString());
        Message notKept = text(alice, bob.toString(), Duration.ZERO);
        run(store.queue(notKept, List.of(desk), List.of()));
        kept(alice, alice.toString());
        settle(got, desk, 200);
        settle(read, desk, 200);
        settle(notKept, desk, 200);
        store.displayed(read.id(), desk, clock.instant());
        seen(mobile, true);
        assertThat(store.withoutHistory(bob)).contains(mobile);
        Message fresh = kept(alice, bob.toString(), mobile);
        assertThat(giveHistory(mobile, 10)).isEqualTo(3);
        assertThat(store.withoutHistory(bob)).doesNotContain(mobile);
        Message later = kept(alice, bob.toString(), mobile);
        assertThat(waiting(mobile))
                .containsExactly(
                        fresh,
                        later,
                        got.past(HistoryMark.UNREAD),
                        read.past(HistoryMark.READ),
                        own.past(HistoryMark.READ));
        // once
        assertThat(giveHistory(mobile, 10)).isZero();
        settle(got, mobile, 200);
        assertThat(waiting(mobile)).hasSize(4);
        // what waits as history hinders nothing
        assertThat(full(bob, 2)).contains(mobile);
        assertThat(full(bob, 3)).doesNotContain(mobile);
    }

    @Test
    void theNewestAreGivenTheOldestOfThemFirst() {
        seen(desk, true);
        kept(alice, bob.toString(), desk);
        Message second = kept(alice, bob.toString(), desk);
        Message third = kept(bob, alice.toString());
        seen(mobile, true);
        assertThat(giveHistory(mobile, 2)).isEqualTo(2);
        assertThat(waiting(mobile))
                .extracting(Message::id)
                .containsExactly(second.id(), third.id());
    }

    @Test
    void ofAGroupWhatCameSinceJoiningAndNothingOfWhoIsBlocked() {
        String team = "sip:team@" + domain;
        seen(mobile, true);
        kept(alice, team);
        clock.advance(Duration.ofSeconds(1));
        Instant joined = clock.instant();
        Message since = kept(alice, team);
        AddressOfRecord eve = new AddressOfRecord("eve", domain);
        kept(eve, team);
        store.block(bob.toString(), eve.toString(), true);
        int given = store.giveHistory(mobile, Map.of(team, joined), 10, clock.instant());
        assertThat(given).isEqualTo(1);
        assertThat(waiting(mobile)).extracting(Message::id).containsExactly(since.id());
    }

    @Test
    void historyStaysWhenNobodyWaitsAndGoesInTheEnd() {
        seen(desk, true);
        Message message = kept(alice, bob.toString(), desk);
        settle(message, desk, 200);
        clock.advance(Duration.ofDays(31));
        assertThat(store.expired(clock.instant(), 1000)).doesNotContain(message);
        while (store.removeExpired(clock.instant(), 10) == 10) {}
        assertThat(store.repeated(message.repeat())).isPresent();
        seen(mobile, true);
        assertThat(giveHistory(mobile, 10)).isEqualTo(1);
        assertThat(store.expired(clock.instant(), 1000)).doesNotContain(message);
        clock.advance(Duration.ofDays(60));
        while (store.removeExpired(clock.instant(), 10) == 10) {}
        assertThat(store.repeated(message.repeat())).isEmpty();
        assertThat(waiting(mobile)).isEmpty();
    }
}

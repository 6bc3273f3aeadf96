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
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.earshot.common.event.Change;
import org.earshot.common.event.Topic;
import org.earshot.proxy.archive.AnchorJournal;
import org.earshot.proxy.archive.Archive;
import org.earshot.proxy.archive.ArchiveConfig;
import org.earshot.proxy.archive.ArchiveEvent;
import org.earshot.proxy.archive.ArchivePosition;
import org.earshot.proxy.archive.ArchiveQuery;
import org.earshot.proxy.archive.ArchiveReader;
import org.earshot.proxy.archive.ArchiveTables;
import org.earshot.proxy.archive.ChainedArchive;
import org.earshot.proxy.archive.CompanionRefusedException;
import org.earshot.proxy.archive.Content;
import org.earshot.proxy.archive.IdentityProof;
import org.earshot.proxy.archive.InMemoryArchiveKeys;
import org.earshot.proxy.archive.RetentionClass;
import org.earshot.proxy.archive.Sender;
import org.junit.jupiter.api.Test;

/// What every message store does with what waits, is answered and comes again.
abstract class MessageQueueContract extends MessageStoreFixture {
    MessageQueueContract(UnderTest underTest) {
        super(underTest);
    }

    @Test
    void whatWasQueuedWaitsInOrderForEachDevice() {
        Message first = queued("one", desk, mobile);
        Message second = queued("two ✓", desk, mobile);
        assertThat(waiting(desk)).containsExactly(first, second);
        assertThat(waiting(mobile)).containsExactly(first, second);
        assertThat(store.waiting(desk, Set.of(), 1))
                .isEqualTo(new MessageStore.Page(List.of(first), true));
        assertThat(waiting(DeviceId.shared(bob))).isEmpty();
        assertThat(store.waiting(desk, Set.of(first.id()), 1).messages()).containsExactly(second);
    }

    @Test
    void aDeviceThatTookItWaitsNoLongerAndTheOtherOneDoes() {
        Message message = queued("hello", desk, mobile);
        settle(message, desk, 200);
        assertThat(waiting(desk)).isEmpty();
        assertThat(waiting(mobile)).containsExactly(message);
        MessageStore.Known known = store.repeated(message.repeat()).orElseThrow();
        assertThat(known.answers()).containsExactly(200);
        assertThat(known.waiting()).isEqualTo(1);
        assertThatThrownBy(() -> settle(message, desk, 200))
                .hasCauseInstanceOf(CompanionRefusedException.class);
        settle(message, mobile, 415);
        known = store.repeated(message.repeat()).orElseThrow();
        assertThat(known.answers()).containsExactly(200, 415);
        assertThat(known.waiting()).isZero();
    }

    @Test
    void whatComesAgainIsKnownEvenWhenAllHaveIt() {
        Message message = queued("hello", desk);
        settle(message, desk, 200);
        Message again =
                new Message(
                        UUID.randomUUID(),
                        message.kind(),
                        message.repeat(),
                        message.sender(),
                        message.recipient(),
                        message.wishes(),
                        false,
                        message.receivedAt(),
                        message.expiresAt(),
                        message.payload());
        assertThatThrownBy(() -> run(store.queue(again, List.of(desk), List.of())))
                .isInstanceOf(CompletionException.class)
                .hasCauseInstanceOf(CompanionRefusedException.class);
        assertThat(waiting(desk)).isEmpty();
        assertThat(store.repeated(message.repeat()).orElseThrow().id()).isEqualTo(message.id());
    }

    @Test
    void eventAndQueueAreThereTogetherOrNotAtAll() {
        Message one = message("one");
        Message two = message("two");
        InMemoryArchiveKeys keys = new InMemoryArchiveKeys();
        ArchiveTables tables = archiveTables();
        List<CompletableFuture<ArchivePosition>> results = new ArrayList<>();
        try (Archive archive =
                ChainedArchive.open(
                        ArchiveConfig.of("n1"), tables, AnchorJournal.none(), keys, clock)) {
            for (Message message : List.of(one, one, two, one, two)) {
                results.add(
                        archive.submit(
                                event(message),
                                Optional.of(store.queue(message, List.of(desk), List.of()))));
            }
            assertThat(results.stream().filter(this::isRefused)).hasSize(3);
            CompletableFuture<?> unhurried =
                    archive.submitUnhurried(
                            event(message("after")),
                            store.settle(
                                    new MessageStore.Settlement(
                                            one.id(), mobile, 200, clock.instant(), one.kept())));
            assertThat(isRefused(unhurried)).isTrue();
            archive.submitUnhurried(
                            event(message("after")),
                            store.queue(message("three"), List.of(), List.of()))
                    .join();
        }
        assertThat(waiting(desk)).containsExactly(one, two);
        assertThat(
                        new ArchiveReader(tables, keys, clock)
                                .search(ArchiveQuery.latest(Optional.of(bob.toString()), 10)))
                .hasSize(3);
    }

    @Test
    void whatManyDevicesAnsweredAtOnceIsSettledAndWhatIsWrongAloneRefused() {
        seen(mobile, true);
        List<Message> messages = new ArrayList<>();
        for (int i = 0; i < 75; i++) {
            messages.add(queued("number " + i, desk, mobile));
        }
        Message never = message("never queued");
        List<CompletableFuture<ArchivePosition>> results = new ArrayList<>();
        try (Archive archive =
                ChainedArchive.open(
                        ArchiveConfig.of("n1"),
                        archiveTables(),
                        AnchorJournal.none(),
                        new InMemoryArchiveKeys(),
                        clock)) {
            for (Message message : messages) {
                results.add(settled(archive, message, desk));
            }
            CompletableFuture<?> wrong = settled(archive, never, desk);
            for (Message message : messages.subList(1, 75)) {
                results.add(settled(archive, message, mobile));
            }
            results.forEach(CompletableFuture::join);
            assertThat(isRefused(wrong)).isTrue();
            assertThat(isRefused(settled(archive, messages.getFirst(), desk))).isTrue();
        }
        assertThat(waiting(desk)).isEmpty();
        assertThat(waiting(mobile)).containsExactly(messages.getFirst());
        assertThat(store.repeated(messages.getFirst().repeat()).orElseThrow().answers())
                .containsExactly(200);
        assertThat(store.repeated(messages.getLast().repeat()).orElseThrow().answers())
                .containsExactly(200, 200);
    }

    private CompletableFuture<ArchivePosition> settled(
            Archive archive, Message message, DeviceId device) {
        return archive.submitUnhurried(
                event(message("what became of it")),
                store.settle(
                        new MessageStore.Settlement(
                                message.id(), device, 200, clock.instant(), message.kept())));
    }

    private boolean isRefused(CompletableFuture<?> result) {
        try {
            result.join();
            return false;
        } catch (CompletionException e) {
            assertThat(e).hasCauseInstanceOf(CompanionRefusedException.class);
            return true;
        }
    }

    private ArchiveEvent event(Message message) {
        return new ArchiveEvent.MessageReceived(
                message.id(),
                message.receivedAt(),
                RetentionClass.MESSAGE,
                new Sender(
                        message.sender(),
                        Optional.empty(),
                        IdentityProof.TRUSTED_NETWORK,
                        Optional.empty()),
                List.of(message.recipient()),
                message.payload().callId(),
                message.payload().messageId(),
                Map.of(),
                Content.of("text/plain", message.payload().body().array()));
    }

    @Test
    void whatNoDeviceOfAnAccountTookWaitsForIt() {
        seen(desk, true);
        seen(mobile, true);
        assertThat(store.waitingFor(bob)).isZero();
        Message first = queued("one", desk, mobile);
        queued("two", desk, mobile);
        assertThat(store.waitingFor(bob)).isEqualTo(2);
        assertThat(store.waitingFor(alice)).isZero();
        settle(first, desk, 405);
        assertThat(store.waitingFor(bob)).isEqualTo(2);
        settle(first, mobile, 200);
        assertThat(store.waitingFor(bob)).isOne();
    }

    @Test
    void whatWaitsIsCountedForEachDeviceAndHistoryIsNot() {
        seen(desk, true);
        seen(mobile, true);
        long before = store.waiting();
        Message first = queued("one", desk, mobile);
        queued("two", desk);
        assertThat(store.waiting()).isEqualTo(before + 3);
        settle(first, desk, 200);
        assertThat(store.waiting()).isEqualTo(before + 2);
        run(store.queue(message("before", true), List.of(), List.of()));
        store.seen(
                bob, List.of(new Device(new DeviceId(bob, "urn:uuid:new"), true, clock.instant())));
        store.giveHistory(
                new DeviceId(bob, "urn:uuid:new"),
                Map.of(bob.toString(), Instant.EPOCH),
                10,
                clock.instant());
        assertThat(store.waiting()).isEqualTo(before + 2);
    }

    @Test
    void whatAnAccountHasOnOneDeviceDoesNotWaitForItOnAnother() {
        seen(desk, true);
        seen(mobile, true);
        settle(queued("one", desk, mobile), desk, 200);
        assertThat(store.waitingFor(bob)).isZero();
        assertThat(waiting(mobile)).hasSize(1);
        assertThat(store.ownersWaiting(waiting(mobile).getFirst().id())).containsExactly(bob);
    }

    @Test
    void whatEveryDeviceRefusedHasOneAnswer() {
        DeviceId own = new DeviceId(alice, "urn:uuid:own");
        seen(desk, true);
        seen(mobile, true);
        store.seen(alice, List.of(new Device(own, true, clock.instant())));
        Message message = queued("one", desk, mobile, own);
        assertThat(store.refusedByAll(message.id())).isEmpty();
        settle(message, desk, 405);
        assertThat(store.refusedByAll(message.id())).isEmpty();
        settle(message, mobile, 603);
        assertThat(store.refusedByAll(message.id())).contains(603); // its copy waits all the same
        Message taken = queued("two", desk, mobile);
        settle(taken, desk, 405);
        settle(taken, mobile, 200);
        assertThat(store.refusedByAll(taken.id())).isEmpty();
        assertThat(store.refusedByAll(UUID.randomUUID())).isEmpty();
    }

    @Test
    void copiesAndHistoryDoNotWait() {
        DeviceId own = new DeviceId(alice, "urn:uuid:own");
        store.seen(alice, List.of(new Device(own, true, clock.instant())));
        queued("a copy", own);
        assertThat(store.waitingFor(alice)).isZero();
        run(store.queue(message("before", true), List.of(), List.of()));
        seen(mobile, true);
        store.giveHistory(mobile, Map.of(bob.toString(), Instant.EPOCH), 10, clock.instant());
        assertThat(store.ownersWaiting(waiting(mobile).getFirst().id())).isEmpty();
        assertThat(store.waitingFor(bob)).isZero();
    }

    @Test
    void whatCameWithoutCpimIsFoundByItsCallIdTheNewestFirst() {
        String callId = UUID.randomUUID() + "@phone";
        Message first = bare(callId);
        clock.advance(Duration.ofSeconds(1));
        Message second = bare(callId);
        assertThat(store.named(callId))
                .extracting(MessageStore.Known::id)
                .containsExactly(second.id(), first.id());
        assertThat(store.named(first.payload().messageId())).isEmpty();
    }

    private Message bare(String callId) {
        Message like = text(alice, bob.toString(), Duration.ZERO);
        Payload payload = like.payload();
        Message message =
                new Message(
                        like.id(),
                        like.kind(),
                        like.repeat(),
                        like.sender(),
                        like.recipient(),
                        like.wishes(),
                        like.kept(),
                        like.receivedAt(),
                        like.expiresAt(),
                        new Payload(
                                callId,
                                payload.fromTag(),
                                payload.cSeq(),
                                payload.maxForwards(),
                                payload.secureOnly(),
                                payload.from(),
                                payload.authorName(),
                                Optional.empty(),
                                payload.messageId(),
                                payload.sentAt(),
                                List.of(),
                                "text/plain",
                                payload.body()));
        run(store.queue(message, List.of(desk), List.of()));
        return message;
    }

    @Test
    void whatWentToADeviceIsFoundByItsMessageId() {
        Message message = queued("hello", desk, mobile);
        settle(message, desk, 200);
        MessageStore.Known known = store.named(message.payload().messageId()).getFirst();
        assertThat(known.id()).isEqualTo(message.id());
        assertThat(known.wishes()).containsExactly(Wish.DISPLAY);
        assertThat(known.sender()).isEqualTo(alice.toString());
        assertThat(store.named("another")).isEmpty();
        assertThat(store.standing(message.id(), desk)).isEqualTo(MessageStore.Standing.TAKEN);
        assertThat(store.standing(message.id(), mobile)).isEqualTo(MessageStore.Standing.WAITING);
        assertThat(store.standing(message.id(), new DeviceId(bob, "urn:uuid:other")))
                .isEqualTo(MessageStore.Standing.NONE);
        assertThat(store.displayed(message.id(), desk, clock.instant())).isTrue();
        assertThat(store.displayed(message.id(), desk, clock.instant())).isFalse();
        assertThat(store.displayed(message.id(), mobile, clock.instant())).isTrue();
        assertThat(store.displayed(message.id(), mobile, clock.instant())).isFalse();
        settle(message, mobile, 200);
        assertThat(store.repeated(message.repeat()).orElseThrow().answers())
                .containsExactly(200, 200);
    }

    @Test
    void whatADeviceRefusedWasNotDisplayedThere() {
        Message message = queued("hello", desk);
        settle(message, desk, 488);
        assertThat(store.standing(message.id(), desk)).isEqualTo(MessageStore.Standing.REFUSED);
        assertThat(store.displayed(message.id(), desk, clock.instant())).isFalse();
        assertThat(store.repeated(message.repeat()).orElseThrow().answers()).containsExactly(488);
    }

    @Test
    void whatOtherNodesHaveToHearGoesWithIt() {
        Message message = message("for another node");
        run(store.queue(message, List.of(desk), List.of(Change.of(Topic.MESSAGES, bob))));
        assertThat(waiting(desk)).containsExactly(message);
    }
}

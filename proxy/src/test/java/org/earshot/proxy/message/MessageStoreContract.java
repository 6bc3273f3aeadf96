package org.earshot.proxy.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
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
import java.util.concurrent.atomic.AtomicInteger;
import org.earshot.common.address.AddressOfRecord;
import org.earshot.common.event.Change;
import org.earshot.common.event.Topic;
import org.earshot.common.message.HistoryMark;
import org.earshot.common.stack.FakeTimers;
import org.earshot.proxy.archive.AnchorJournal;
import org.earshot.proxy.archive.Archive;
import org.earshot.proxy.archive.ArchiveConfig;
import org.earshot.proxy.archive.ArchiveEvent;
import org.earshot.proxy.archive.ArchivePosition;
import org.earshot.proxy.archive.ArchiveQuery;
import org.earshot.proxy.archive.ArchiveReader;
import org.earshot.proxy.archive.ArchiveTables;
import org.earshot.proxy.archive.Bytes;
import org.earshot.proxy.archive.ChainedArchive;
import org.earshot.proxy.archive.Companion;
import org.earshot.proxy.archive.CompanionRefusedException;
import org.earshot.proxy.archive.Content;
import org.earshot.proxy.archive.IdentityProof;
import org.earshot.proxy.archive.InMemoryArchiveKeys;
import org.earshot.proxy.archive.RetentionClass;
import org.earshot.proxy.archive.Sender;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What every message store does. Each test may find messages of other domains in the store.
abstract class MessageStoreContract {
    private static final AtomicInteger domains = new AtomicInteger();

    private final String domain = "m" + domains.incrementAndGet() + ".example.org";
    private final AddressOfRecord alice = new AddressOfRecord("alice", domain);
    private final AddressOfRecord bob = new AddressOfRecord("bob", domain);
    private final DeviceId desk = new DeviceId(bob, "urn:uuid:desk");
    private final DeviceId mobile = new DeviceId(bob, "urn:uuid:mobile");
    private final FakeTimers clock = new FakeTimers(Instant.parse("2026-11-23T10:00:00.123456Z"));
    private MessageStore store;

    /// The store under test.
    abstract MessageStore open(FakeTimers timers);

    /// Tables of a record, whose commits carry out the store's companions.
    abstract ArchiveTables archiveTables();

    @BeforeEach
    void open() {
        store = open(clock);
    }

    Message message(String text) {
        return message(text, false);
    }

    private Message message(String text, boolean kept) {
        String messageId = UUID.randomUUID().toString();
        return new Message(
                UUID.randomUUID(),
                Message.Kind.TEXT,
                RepeatKey.ofMessageId(alice.toString(), bob.toString(), messageId),
                alice.toString(),
                bob.toString(),
                Set.of(Wish.DISPLAY),
                kept,
                clock.instant(),
                clock.instant().plus(Duration.ofDays(30)),
                new Payload(
                        "1@phone",
                        "tag",
                        4_294_967_295L,
                        69,
                        true,
                        alice.toString(),
                        "Alice Ä.",
                        Optional.of(new Payload.Via("sip:team@" + domain, "Team")),
                        messageId,
                        clock.instant(),
                        List.of(new Payload.Field("Subject", "Lunch")),
                        "message/cpim",
                        Bytes.of(text.getBytes(StandardCharsets.UTF_8))));
    }

    private void run(Companion companion) {
        store.submit(companion).join();
    }

    private Message queued(String text, DeviceId... devices) {
        Message message = message(text);
        run(store.queue(message, List.of(devices), List.of()));
        return message;
    }

    private List<Message> waiting(DeviceId device) {
        return store.waiting(device, Set.of(), 100).messages();
    }

    private void settle(Message message, DeviceId device, int status) {
        run(
                store.settle(
                        new MessageStore.Settlement(
                                message.id(), device, status, clock.instant(), message.kept())));
    }

    private void seen(DeviceId device, boolean takesCpim) {
        store.seen(bob, List.of(new Device(device, takesCpim, clock.instant())));
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

    private Set<DeviceId> full(AddressOfRecord owner, int most) {
        return store.readiness(List.of(owner), alice.toString(), most).get(owner).full();
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
    void phonesWithoutAnInstanceKeepTheirQueue() {
        Message message = queued("welcome", DeviceId.shared(bob));
        seen(DeviceId.shared(bob), false);
        seen(desk, false);
        assertThat(waiting(DeviceId.shared(bob))).containsExactly(message);
        assertThat(waiting(desk)).isEmpty();
    }

    @Test
    void theDeviceThatWasNotSeenForLongestMakesRoom() {
        for (int i = 0; i <= MessageStore.MOST_DEVICES; i++) {
            DeviceId device = new DeviceId(bob, "urn:uuid:" + i);
            seen(device, false);
            queued("for " + i, device);
            clock.advance(Duration.ofSeconds(1));
        }
        assertThat(store.devices(bob)).hasSize(MessageStore.MOST_DEVICES);
        assertThat(waiting(new DeviceId(bob, "urn:uuid:0"))).isEmpty();
        assertThat(waiting(new DeviceId(bob, "urn:uuid:1"))).hasSize(1);
    }

    @Test
    void aDeviceThatStayedAwayIsForgottenAndOneThatWasSeenMeanwhileIsNot() {
        seen(desk, false);
        seen(mobile, false);
        Message never = queued("never read", desk);
        queued("a copy", desk);
        clock.advance(Duration.ofDays(31));
        Instant since = clock.instant().minus(Duration.ofDays(30));
        assertThat(store.notSeenSince(since)).contains(desk, mobile);
        assertThat(store.textsWaiting(desk, 1)).containsExactly(never.id());
        assertThat(store.textsWaiting(desk, 10)).hasSize(2);
        assertThat(store.textsWaiting(mobile, 10)).isEmpty();
        seen(mobile, false);
        run(store.forget(desk, since));
        assertThatThrownBy(() -> run(store.forget(mobile, since)))
                .hasCauseInstanceOf(CompanionRefusedException.class);
        assertThatThrownBy(() -> run(store.forget(desk, since)))
                .hasCauseInstanceOf(CompanionRefusedException.class);
        assertThat(store.notSeenSince(since)).doesNotContain(desk, mobile);
        assertThat(store.devices(bob)).containsExactly(new Device(mobile, false, clock.instant()));
        assertThat(waiting(desk)).isEmpty();
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
        assertThat(store.wentTo(message.id(), desk)).isTrue();
        assertThat(store.wentTo(message.id(), mobile)).as("on its way").isTrue();
        assertThat(store.wentTo(message.id(), new DeviceId(bob, "urn:uuid:other"))).isFalse();
        assertThat(store.displayed(message.id(), desk, clock.instant())).isTrue();
        assertThat(store.displayed(message.id(), desk, clock.instant())).isFalse();
        assertThat(store.displayed(message.id(), mobile, clock.instant())).isTrue();
        assertThat(store.displayed(message.id(), mobile, clock.instant())).isFalse();
        settle(message, mobile, 200);
        assertThat(store.repeated(message.repeat()).orElseThrow().answers())
                .containsExactly(200, 200);
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

    @Test
    void whatOtherNodesHaveToHearGoesWithIt() {
        Message message = message("for another node");
        run(store.queue(message, List.of(desk), List.of(Change.of(Topic.MESSAGES, bob))));
        assertThat(waiting(desk)).containsExactly(message);
    }

    private Message text(AddressOfRecord from, String to, Duration keep) {
        String messageId = UUID.randomUUID().toString();
        Message like = message(messageId);
        return new Message(
                Message.newId(clock.instant()),
                Message.Kind.TEXT,
                RepeatKey.ofMessageId(from.toString(), to, messageId),
                from.toString(),
                to,
                Set.of(),
                keep.isPositive(),
                clock.instant(),
                clock.instant().plus(Duration.ofDays(30)),
                clock.instant().plus(keep.isPositive() ? keep : Duration.ofDays(30)),
                Optional.empty(),
                like.payload());
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

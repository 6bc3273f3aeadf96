package org.earshot.proxy.message;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.earshot.common.address.AddressOfRecord;
import org.earshot.common.stack.FakeTimers;
import org.earshot.proxy.archive.ArchiveTables;
import org.earshot.proxy.archive.Bytes;
import org.earshot.proxy.archive.Companion;
import org.junit.jupiter.api.BeforeEach;

/// A store with bob's two devices, to which alice writes. Each test may find messages of other domains in the store.
abstract class MessageStoreFixture {
    private static final AtomicInteger domains = new AtomicInteger();

    final String domain = "m" + domains.incrementAndGet() + ".example.org";
    final AddressOfRecord alice = new AddressOfRecord("alice", domain);
    final AddressOfRecord bob = new AddressOfRecord("bob", domain);
    final DeviceId desk = new DeviceId(bob, "urn:uuid:desk");
    final DeviceId mobile = new DeviceId(bob, "urn:uuid:mobile");
    final FakeTimers clock = new FakeTimers(Instant.parse("2026-11-23T10:00:00.123456Z"));
    MessageStore store;

    private final UnderTest underTest;

    /// A kind of store.
    interface UnderTest {
        MessageStore open(FakeTimers timers);

        /// Tables of a record, whose commits carry out the store's companions.
        ArchiveTables archiveTables();
    }

    MessageStoreFixture(UnderTest underTest) {
        this.underTest = underTest;
    }

    ArchiveTables archiveTables() {
        return underTest.archiveTables();
    }

    @BeforeEach
    void open() {
        store = underTest.open(clock);
    }

    Message message(String text) {
        return message(text, false);
    }

    Message message(String text, boolean kept) {
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

    void run(Companion companion) {
        store.submit(companion).join();
    }

    Message queued(String text, DeviceId... devices) {
        Message message = message(text);
        run(store.queue(message, List.of(devices), List.of()));
        return message;
    }

    List<Message> waiting(DeviceId device) {
        return store.waiting(device, Set.of(), 100).messages();
    }

    void settle(Message message, DeviceId device, int status) {
        run(
                store.settle(
                        new MessageStore.Settlement(
                                message.id(), device, status, clock.instant(), message.kept())));
    }

    void seen(DeviceId device, boolean takesCpim) {
        store.seen(bob, List.of(new Device(device, takesCpim, clock.instant())));
    }

    Set<DeviceId> full(AddressOfRecord owner, int most) {
        return store.readiness(List.of(owner), alice.toString(), most).get(owner).full();
    }

    Message text(AddressOfRecord from, String to, Duration keep) {
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
}

package org.earshot.proxy.message;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.earshot.common.address.AddressOfRecord;
import org.earshot.common.location.LocationService;
import org.earshot.proxy.archive.ArchiveEvent;
import org.earshot.proxy.archive.Companion;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Devices that are known no more, with what waits for them: those that stayed away, and those above what an account may
/// have. The record says what they never got, in the same commit; senders that asked are told of what nobody got. None
/// that is there goes, and not the one of an account that came last, as what waits may still be fetched with it; but of an account
/// that is closed all go. Thread-safe;
/// waits for the stores.
final class ForgottenDevices {
    private static final Logger log = LoggerFactory.getLogger(ForgottenDevices.class);

    /// An account has at most so many devices that are not there.
    static final int MOST_DEVICES = 20;

    /// In one event of the record, which has at most 256 KiB of facts.
    private static final int MOST_NAMED = 4000;

    private static final Duration AFTER = Duration.ofDays(30);

    private final MessageStore store;
    private final MessageArchive archive;
    private final Notices notices;
    private final Mailboxes mailboxes;
    private final LocationService location;
    private final InstantSource clock;

    ForgottenDevices(
            MessageStore store,
            MessageArchive archive,
            Notices notices,
            Mailboxes mailboxes,
            LocationService location,
            InstantSource clock) {
        this.store = store;
        this.archive = archive;
        this.notices = notices;
        this.mailboxes = mailboxes;
        this.location = location;
        this.clock = clock;
    }

    void whoStayedAway() {
        Instant now = clock.instant();
        Instant since = now.minus(AFTER);
        for (DeviceId device : store.notSeenSince(since)) {
            if (present(device.owner()).contains(device)) {
                store.seen(device.owner(), List.of(new Device(device, false, now)));
            } else if (forget(device, since)) {
                log.info("{} stayed away and is forgotten", device);
            }
        }
    }

    /// The ones of an account that were not seen for longest make room.
    void makeRoom(AddressOfRecord owner) {
        List<Device> all = store.devices(owner).stream().filter(Device::wasSeen).toList();
        if (all.size() <= MOST_DEVICES) {
            return;
        }
        Set<DeviceId> present = present(owner);
        all.stream()
                .filter(device -> !present.contains(device.id()))
                .sorted(Comparator.comparing(Device::lastSeen))
                .limit(all.size() - MOST_DEVICES)
                .filter(device -> forget(device.id(), after(device.lastSeen())))
                .forEach(device ->
                        log.warn(
                                "{} is forgotten, as {} has more than {} phones",
                                device.id(),
                                owner,
                                MOST_DEVICES));
    }

    private static Instant after(Instant time) {
        return time.plus(1, ChronoUnit.MICROS);
    }

    private Set<DeviceId> present(AddressOfRecord owner) {
        return location.lookup(owner).stream()
                .map(binding -> DeviceId.of(owner, binding))
                .collect(Collectors.toSet());
    }

    /// In rounds, as an event of the record names only so many texts. One that comes meanwhile keeps the device.
    private boolean forget(DeviceId device, Instant notSeenSince) {
        return forget(device, notSeenSince, ArchiveEvent.DropReason.DEVICE_FORGOTTEN, _ -> {});
    }

    /// All of an account that is closed: whatever waits for them goes to nobody.
    ///
    /// @param nobody is given the texts that nobody got
    void allOfClosed(AddressOfRecord owner, Consumer<Message> nobody) {
        for (Device device : store.devices(owner)) {
            forget(
                    device.id(),
                    after(device.lastSeen()),
                    ArchiveEvent.DropReason.ACCOUNT_CLOSED,
                    nobody);
        }
    }

    private boolean forget(
            DeviceId device,
            Instant notSeenSince,
            ArchiveEvent.DropReason reason,
            Consumer<Message> nobody) {
        while (true) {
            List<UUID> texts = store.textsWaiting(device, MOST_NAMED);
            boolean last = texts.size() < MOST_NAMED;
            try {
                drop(texts, last, device, notSeenSince, reason).join();
            } catch (CompletionException e) {
                log.debug("{} is not forgotten now: {}", device, e.getMessage());
                return false;
            }
            mailboxes.changed(device.owner());
            List<Message> failed = store.reachedNobody(texts);
            failed.forEach(notices::failed);
            failed.forEach(nobody);
            if (last) {
                return true;
            }
        }
    }

    /// @param last whether the device goes too
    private CompletableFuture<?> drop(
            List<UUID> texts,
            boolean last,
            DeviceId device,
            Instant notSeenSince,
            ArchiveEvent.DropReason reason) {
        Companion forgetting = store.forget(device, notSeenSince);
        if (texts.isEmpty()) {
            return store.submit(forgetting);
        }
        Companion dropping = store.drop(texts, device, notSeenSince);
        return archive.dropped(
                texts,
                device.owner(),
                Optional.of(device),
                reason,
                Optional.of(last ? dropping.and(forgetting) : dropping));
    }
}

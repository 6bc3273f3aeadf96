package org.earshot.proxy.message;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.earshot.common.address.AddressOfRecord;
import org.earshot.proxy.archive.ArchiveEvent;
import org.earshot.proxy.message.group.Group;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Members of groups, and devices, for whom so much waits that they get no more: the record names them for each text, the
/// log now and then. Thread-safe.
final class Overfull {
    private static final Logger log = LoggerFactory.getLogger(Overfull.class);
    private static final Duration QUIET = Duration.ofHours(1);
    private static final int MOST = 1000;

    private final MessageArchive archive;
    private final InstantSource clock;
    private final Map<AddressOfRecord, Instant> named = new HashMap<>();

    Overfull(MessageArchive archive, InstantSource clock) {
        this.archive = archive;
        this.clock = clock;
    }

    /// They don't get a text that is in the record.
    void missed(Group group, Message message, List<AddressOfRecord> members) {
        for (AddressOfRecord member : members) {
            if (isNews(member)) {
                log.warn(
                        "{} gets nothing more of group {}: too many messages wait for them",
                        member,
                        group.address());
            }
            record(message, member, Optional.empty());
        }
    }

    /// They don't get a text that others of the same account do.
    void missed(Message message, List<DeviceId> devices) {
        for (DeviceId device : devices) {
            if (isNews(device.owner())) {
                log.warn("{} gets nothing more: too many messages wait for it", device);
            }
            record(message, device.owner(), Optional.of(device));
        }
    }

    private void record(Message message, AddressOfRecord owner, Optional<DeviceId> device) {
        var _ =
                archive.dropped(
                                List.of(message.id()),
                                owner,
                                device,
                                ArchiveEvent.DropReason.QUEUE_FULL,
                                Optional.empty())
                        .exceptionally(failure -> {
                            log.warn(
                                    "the archive does not say that {} missed {}: {}",
                                    owner,
                                    message.id(),
                                    failure.getMessage());
                            return null;
                        });
    }

    private synchronized boolean isNews(AddressOfRecord member) {
        Instant now = clock.instant();
        named.values().removeIf(at -> !at.plus(QUIET).isAfter(now));
        return named.size() < MOST && named.putIfAbsent(member, now) == null;
    }
}

package org.earshot.proxy.message;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import org.earshot.common.account.Withholding;
import org.earshot.common.address.AddressOfRecord;
import org.earshot.common.db.StoreUnavailableException;
import org.earshot.common.event.Change;
import org.earshot.common.event.Changes;
import org.earshot.common.event.Topic;
import org.earshot.common.stack.Timers;
import org.earshot.proxy.archive.Companion;
import org.earshot.proxy.message.group.Group;
import org.earshot.proxy.message.group.GroupStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Whoever comes into a group, by themselves or by somebody else, an administrator's command on another node or while no
/// server ran, is told so once, and gets the latest messages if the group is so. Thread-safe.
final class GroupGreeting implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(GroupGreeting.class);
    private static final Duration AGAIN = Duration.ofSeconds(5);

    /// Whoever came before that and was not told, will not be.
    private static final Duration NEW = Duration.ofDays(1);

    private final Parts parts;
    private final List<Runnable> hearing = new ArrayList<>();
    private final Set<AddressOfRecord> waiting = ConcurrentHashMap.newKeySet();

    /// What it works with.
    ///
    /// @param threads runs what may block
    record Parts(
            GroupStore groups,
            MessageStore store,
            KnownDevices devices,
            GroupVoice voice,
            Wakes wakes,
            Mailboxes mailboxes,
            Withholding withholding,
            MessageConfig config,
            Changes changes,
            Timers timers,
            Executor threads,
            InstantSource clock) {}

    GroupGreeting(Parts parts) {
        this.parts = parts;
    }

    synchronized void start() {
        hearing.add(parts.changes().subscribe(Topic.GROUP, this::hear));
        hearing.add(parts.changes().whenMissed(this::all));
        parts.threads().execute(this::all);
    }

    @Override
    public synchronized void close() {
        hearing.forEach(Runnable::run);
        hearing.clear();
    }

    private void hear(Change change) {
        try {
            greet(Addresses.parse(change.subject()));
        } catch (IllegalArgumentException e) {
            log.warn("a change of no group: {}", change);
        }
    }

    private void greet(AddressOfRecord group) {
        try {
            parts.groups().find(group).ifPresent(this::greet);
        } catch (StoreUnavailableException e) {
            later(group);
        }
    }

    /// Once for all of a group to whom it could not be said.
    private void later(AddressOfRecord group) {
        if (waiting.add(group)) {
            parts.timers()
                    .after(
                            AGAIN,
                            () ->
                                    parts.threads()
                                            .execute(() -> {
                                                waiting.remove(group);
                                                greet(group);
                                            }));
        }
    }

    private void all() {
        try {
            parts.groups().list().forEach(this::greet);
        } catch (StoreUnavailableException e) {
            parts.timers().after(AGAIN, () -> parts.threads().execute(this::all));
        }
    }

    private void greet(Group group) {
        // as long as it is known that somebody was told
        Duration known =
                NEW.compareTo(parts.config().expires()) < 0 ? NEW : parts.config().expires();
        Instant recently = parts.clock().instant().minus(known);
        Instant since = recently.isAfter(group.createdAt()) ? recently : group.createdAt();
        parts.groups()
                .joinedAfter(group.address(), since)
                .forEach((member, joined) -> greet(group, member, joined));
    }

    private void greet(Group group, AddressOfRecord member, GroupStore.Joined joined) {
        String occasion = "joined " + joined.at();
        // each change of a group asks for all who came of late
        if (parts.voice().hasSaid(group, member, occasion)) {
            return;
        }
        var _ =
                parts.voice()
                        .sayOnce(
                                group,
                                member,
                                "You are in the group \""
                                        + group.name()
                                        + "\" now. /help tells what you can say, /leave lets you go.",
                                occasion,
                                // in one commit: a crash leaves nobody greeted and without history
                                devices ->
                                        word ->
                                                history(group, joined, devices).stream()
                                                        .reduce(word, Companion::and))
                        .thenAccept(said -> {
                            if (said) {
                                parts.wakes().later(member);
                                parts.mailboxes().changed(member);
                            } else { // as the record is away, or somebody else was faster
                                later(group.address());
                            }
                        });
    }

    /// The latest messages, for those of a newcomer's devices that may have them.
    private List<Companion> history(
            Group group, GroupStore.Joined joined, List<Addressee> devices) {
        if (group.history() == 0) {
            return List.of();
        }
        List<UUID> latest =
                parts.store().kept(group.address().toString(), group.history()).stream()
                        .filter(message -> message.receivedAt().isAfter(joined.historySince()))
                        .map(Message::id)
                        .toList();
        // written before they came: as their own history, nothing for a device that must wait
        return devices.stream()
                .map(Addressee::device)
                .filter(device -> !isWithheld(device))
                .map(device -> parts.store().queueAgain(latest, device))
                .toList();
    }

    private boolean isWithheld(DeviceId device) {
        return parts.withholding().isWithheld(device.owner(), device.onlyInstance());
    }
}

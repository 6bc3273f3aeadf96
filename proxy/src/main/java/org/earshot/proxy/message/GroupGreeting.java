package org.earshot.proxy.message;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Executor;
import org.earshot.common.account.Withholding;
import org.earshot.common.address.AddressOfRecord;
import org.earshot.common.db.StoreUnavailableException;
import org.earshot.common.event.Change;
import org.earshot.common.event.Changes;
import org.earshot.common.event.Topic;
import org.earshot.common.stack.Timers;
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
            parts.groups().find(Addresses.parse(change.subject())).ifPresent(this::greet);
        } catch (IllegalArgumentException e) {
            log.warn("a change of no group: {}", change);
        } catch (StoreUnavailableException e) {
            parts.timers().after(AGAIN, () -> parts.threads().execute(() -> hear(change)));
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
                                occasion)
                        .thenAcceptAsync(
                                said -> {
                                    if (said) {
                                        history(group, member, joined.historySince());
                                    }
                                },
                                parts.threads()); // the record's own must not wait for the stores
    }

    private boolean isWithheld(AddressOfRecord member, DeviceId device) {
        return parts.withholding()
                .isWithheld(
                        member,
                        Optional.of(device).filter(one -> !one.isShared()).map(DeviceId::instance));
    }

    /// @param since what was written until then is not for them
    private void history(Group group, AddressOfRecord member, Instant since) {
        if (group.history() == 0) {
            return;
        }
        try {
            List<UUID> latest =
                    parts.store().kept(group.address().toString(), group.history()).stream()
                            .filter(message -> message.receivedAt().isAfter(since))
                            .map(Message::id)
                            .toList();
            for (Addressee device : parts.devices().of(member).addressees()) {
                // written before they came: as their own history, nothing for a device that must
                // wait
                if (isWithheld(member, device.device())) {
                    continue;
                }
                var _ =
                        parts.store()
                                .submit(parts.store().queueAgain(latest, device.device()))
                                .thenRun(() -> {
                                    parts.wakes().later(member);
                                    parts.mailboxes().changed(member);
                                })
                                .exceptionally(failure -> {
                                    missed(group, member, failure);
                                    return null;
                                });
            }
        } catch (StoreUnavailableException e) {
            missed(group, member, e);
        }
    }

    private static void missed(Group group, AddressOfRecord member, Throwable why) {
        log.warn("{} gets no history of {}: {}", member, group.address(), why.getMessage());
    }
}

package org.earshot.proxy.message;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.earshot.common.address.AddressOfRecord;
import org.earshot.common.event.Change;
import org.earshot.common.event.Changes;
import org.earshot.common.event.Topic;
import org.earshot.common.stack.Timers;
import org.earshot.proxy.archive.Companion;

/// Sends a message on its way: into the store's queues, in one commit with its event if it has one, and then to the
/// devices that are there. Thread-safe.
final class Dispatch {
    /// A sender waits no longer for a device to take a message.
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final MessageStore store;
    private final DeviceQueues queues;
    private final Mailboxes mailboxes;
    private final TakenElsewhere taken;
    private final FlowOwners owners;
    private final Changes changes;
    private final Timers timers;

    Dispatch(
            MessageStore store,
            DeviceQueues queues,
            Mailboxes mailboxes,
            TakenElsewhere taken,
            FlowOwners owners,
            Changes changes,
            Timers timers) {
        this.store = store;
        this.queues = queues;
        this.mailboxes = mailboxes;
        this.taken = taken;
        this.owners = owners;
        this.changes = changes;
        this.timers = timers;
    }

    /// @param recipients whose devices' answers the sender hears
    /// @param copies for the sender's own devices
    /// @param commit carries out a companion, such as with an event of the record
    /// @param answer is told what becomes of it, once it is committed
    /// @return completes after the commit, or fails as `commit` did
    CompletableFuture<Void> send(
            Message message,
            List<Addressee> recipients,
            List<Addressee> copies,
            Function<Companion, CompletableFuture<?>> commit,
            Optional<Answer> answer) {
        List<Addressee> all = new ArrayList<>(recipients);
        all.addAll(copies);
        List<DeviceId> devices = all.stream().map(Addressee::device).distinct().toList();
        List<Change> elsewhere =
                all.stream()
                        .filter(this::isElsewhere)
                        .map(addressee -> Change.of(Topic.MESSAGES, addressee.device().owner()))
                        .distinct()
                        .toList();
        Set<DeviceId> seen = new HashSet<>();
        all.stream().filter(Addressee::seen).map(Addressee::device).forEach(seen::add);
        return commit.apply(store.queue(message, devices, seen, elsewhere))
                .thenAccept(_ -> {
                    answer.ifPresent(to -> expect(to, recipients));
                    if (recipients.stream().anyMatch(this::isOnlyElsewhere)) {
                        answer.ifPresent(to -> taken.await(message.id(), to));
                    }
                    Set<DeviceId> mine = new HashSet<>();
                    recipients.forEach(addressee -> offer(addressee, message, answer, mine));
                    copies.forEach(addressee -> offer(addressee, message, Optional.empty(), mine));
                    elsewhere.forEach(changes::announce);
                    if (message.kind() == Message.Kind.TEXT) {
                        absent(recipients).forEach(mailboxes::changed);
                    }
                });
    }

    /// Accounts of which no device is there. Where one is, its queue says whether the message waits.
    private static Set<AddressOfRecord> absent(List<Addressee> recipients) {
        Set<AddressOfRecord> absent = new HashSet<>();
        recipients.forEach(each -> absent.add(each.device().owner()));
        recipients.stream()
                .filter(each -> !each.bindings().isEmpty())
                .forEach(each -> absent.remove(each.device().owner()));
        return absent;
    }

    private void offer(
            Addressee addressee, Message message, Optional<Answer> answer, Set<DeviceId> done) {
        if (!done.add(addressee.device())) {
            return;
        }
        if (addressee.bindings().isEmpty() || isOnlyElsewhere(addressee)) {
            queues.poke(addressee.device());
        } else {
            queues.offer(addressee, message, answer);
        }
    }

    private boolean isElsewhere(Addressee addressee) {
        return addressee.bindings().stream().anyMatch(b -> owners.isElsewhere(b.flow()));
    }

    private boolean isOnlyElsewhere(Addressee addressee) {
        return !addressee.bindings().isEmpty()
                && addressee.bindings().stream().allMatch(b -> owners.isElsewhere(b.flow()));
    }

    private void expect(Answer answer, List<Addressee> recipients) {
        Set<DeviceId> there = new HashSet<>();
        for (Addressee recipient : recipients) {
            if (!recipient.bindings().isEmpty()) {
                there.add(recipient.device());
            }
        }
        answer.expect(
                there,
                there.size() < recipients.size(),
                there.isEmpty() ? () -> {} : timers.after(PATIENCE, answer::timeIsUp));
    }
}

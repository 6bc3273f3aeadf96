package org.earshot.proxy.message;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.earshot.common.address.AddressOfRecord;
import org.earshot.common.event.Change;
import org.earshot.common.message.HistoryMark;
import org.earshot.proxy.archive.Companion;
import org.earshot.proxy.archive.CompanionRefusedException;
import org.earshot.proxy.archive.MemoryCompanion;

/// Messages until the process ends. Thread-safe.
public final class InMemoryMessageStore implements MessageStore {
    private final Map<DeviceId, Seen> devices = new HashMap<>();
    private final Map<DeviceId, SequencedSet<UUID>> queues = new HashMap<>();
    private final Map<UUID, Message> messages = new LinkedHashMap<>();
    private final Map<RepeatKey, UUID> byRepeat = new HashMap<>();
    private final Map<UUID, Map<DeviceId, Receipt>> receipts = new HashMap<>();
    private final Set<DeviceId> haveHistory = new HashSet<>();
    private final Map<DeviceId, Map<UUID, HistoryMark>> past = new HashMap<>();
    private final Set<List<Object>> read = new HashSet<>();
    private final Set<List<String>> blocked = new HashSet<>();

    private final InstantSource clock;

    /// @param clock says what has expired
    public InMemoryMessageStore(InstantSource clock) {
        this.clock = clock;
    }

    private record Seen(boolean takesCpim, Instant at) {}

    private record Receipt(int status, Optional<Instant> displayedAt) {}

    @Override
    public synchronized List<Device> devices(AddressOfRecord owner) {
        return devices.entrySet().stream()
                .filter(entry -> entry.getKey().owner().equals(owner))
                .map(entry ->
                        new Device(
                                entry.getKey(),
                                entry.getValue().takesCpim(),
                                entry.getValue().at()))
                .sorted(Comparator.comparing(device -> device.id().instance()))
                .toList();
    }

    @Override
    public synchronized Map<AddressOfRecord, Readiness> readiness(
            Collection<AddressOfRecord> owners, String sender, int most) {
        Map<AddressOfRecord, Readiness> found = new HashMap<>();
        for (AddressOfRecord owner : owners) {
            List<Device> known = devices(owner);
            Set<DeviceId> full = new HashSet<>();
            known.stream().map(Device::id).filter(id -> isFull(id, most)).forEach(full::add);
            found.put(owner, new Readiness(isBlocked(owner.toString(), sender), known, full));
        }
        return found;
    }

    private boolean isFull(DeviceId device, int most) {
        return queue(device).stream().filter(id -> !isPast(device, id)).count() >= most;
    }

    @Override
    public synchronized void seen(
            AddressOfRecord owner, Collection<Device> present, Set<DeviceId> catchingUp) {
        for (Device device : present) {
            Seen before = devices.get(device.id());
            boolean takesCpim = device.takesCpim() || (before != null && before.takesCpim());
            devices.put(device.id(), new Seen(takesCpim, device.lastSeen()));
            DeviceId first = DeviceId.shared(owner);
            if (before == null && isPlaceholder(first)) {
                queue(device.id()).addAll(queue(first));
                remove(first);
            }
            if (before == null && catchingUp.contains(device.id())) {
                Set<UUID> untaken = untaken(owner);
                messages.values().stream()
                        .filter(message -> untaken.contains(message.id()))
                        .filter(message -> !isBlocked(owner.toString(), message.sender()))
                        .filter(message -> isNew(message.id(), device.id()))
                        .forEach(message -> queue(device.id()).add(message.id()));
            }
        }
    }

    private boolean isPlaceholder(DeviceId device) {
        return devices.containsKey(device) && devices.get(device).at().equals(Instant.EPOCH);
    }

    private void remove(DeviceId device) {
        devices.remove(device);
        queues.remove(device);
        haveHistory.remove(device);
        past.remove(device);
    }

    @Override
    public synchronized void takesCpim(DeviceId device, boolean takesCpim) {
        devices.computeIfPresent(device, (_, seen) -> new Seen(takesCpim, seen.at()));
    }

    @Override
    public synchronized List<DeviceId> notSeenSince(Instant time) {
        return devices.keySet().stream()
                .filter(device -> !devices.get(device).at().equals(Instant.EPOCH))
                .filter(device -> isAbsent(device, time))
                .filter(device -> isNotTheLatest(device))
                .toList();
    }

    private boolean isNotTheLatest(DeviceId device) {
        Instant seen = devices.get(device).at();
        return devices.entrySet().stream()
                .filter(other -> other.getKey().owner().equals(device.owner()))
                .anyMatch(other -> other.getValue().at().isAfter(seen));
    }

    private boolean isAbsent(DeviceId device, Instant since) {
        Seen seen = devices.get(device);
        return seen != null && seen.at().isBefore(since);
    }

    @Override
    public synchronized List<UUID> textsWaiting(DeviceId device, int limit) {
        return queue(device).stream()
                .filter(id -> !isPast(device, id))
                .filter(id -> messages.get(id).kind() == Message.Kind.TEXT)
                .limit(limit)
                .toList();
    }

    @Override
    public Companion drop(List<UUID> texts, DeviceId device, Instant notSeenSince) {
        return (MemoryCompanion)
                () -> {
                    synchronized (this) {
                        checkAbsent(device, notSeenSince);
                        SequencedSet<UUID> before = new LinkedHashSet<>(queue(device));
                        if (!before.containsAll(texts)) {
                            throw new CompanionRefusedException("not all of them wait there");
                        }
                        queue(device).removeAll(Set.copyOf(texts));
                        return () -> {
                            synchronized (this) {
                                before.addAll(queue(device));
                                queues.put(device, before);
                            }
                        };
                    }
                };
    }

    @Override
    public Companion forget(DeviceId device, Instant notSeenSince) {
        return (MemoryCompanion)
                () -> {
                    synchronized (this) {
                        checkAbsent(device, notSeenSince);
                        if (!textsWaiting(device, 1).isEmpty()) {
                            throw new CompanionRefusedException("a text waits for the device");
                        }
                        Seen before = devices.get(device);
                        SequencedSet<UUID> queue = queue(device);
                        boolean hadHistory = haveHistory.contains(device);
                        Map<UUID, HistoryMark> marks = past.getOrDefault(device, new HashMap<>());
                        remove(device);
                        return () -> {
                            synchronized (this) {
                                devices.put(device, before);
                                queues.put(device, queue);
                                past.put(device, marks);
                                if (hadHistory) {
                                    haveHistory.add(device);
                                }
                            }
                        };
                    }
                };
    }

    private void checkAbsent(DeviceId device, Instant since) {
        if (!isAbsent(device, since)) {
            throw new CompanionRefusedException("the device is there again");
        }
    }

    private SequencedSet<UUID> queue(DeviceId device) {
        return queues.computeIfAbsent(device, _ -> new LinkedHashSet<>());
    }

    @Override
    public Companion queue(
            Message message,
            Collection<DeviceId> recipients,
            Set<DeviceId> seen,
            List<Change> elsewhere) {
        List<DeviceId> all = List.copyOf(recipients);
        return (MemoryCompanion)
                () -> {
                    synchronized (this) {
                        if (byRepeat.putIfAbsent(message.repeat(), message.id()) != null) {
                            throw new CompanionRefusedException("the message was taken before");
                        }
                        messages.put(message.id(), message);
                        for (DeviceId device : all) {
                            devices.putIfAbsent(device, new Seen(false, Instant.EPOCH));
                            queue(device).add(message.id());
                        }
                    }
                    return () -> {
                        synchronized (this) {
                            byRepeat.remove(message.repeat());
                            messages.remove(message.id());
                            all.forEach(device -> queue(device).remove(message.id()));
                        }
                    };
                };
    }

    @Override
    public Companion settle(Settlement settlement) {
        return (MemoryCompanion)
                () -> {
                    synchronized (this) {
                        UUID message = settlement.message();
                        if (!queue(settlement.device()).remove(message)) {
                            throw new CompanionRefusedException("nobody waits for the message");
                        }
                        receipts.computeIfAbsent(message, _ -> new HashMap<>())
                                .putIfAbsent(
                                        settlement.device(),
                                        new Receipt(settlement.status(), Optional.empty()));
                        Message before = messages.get(message);
                        Map<UUID, HistoryMark> marks =
                                past.getOrDefault(settlement.device(), new HashMap<>());
                        Optional<HistoryMark> mark = Optional.ofNullable(marks.remove(message));
                        if (!before.kept() && !isWaiting(message)) {
                            messages.put(message, before.withoutContent());
                        }
                        return () -> {
                            synchronized (this) {
                                messages.put(message, before);
                                queue(settlement.device()).add(message);
                                mark.ifPresent(known -> marks.put(message, known));
                                receipts.get(message).remove(settlement.device());
                            }
                        };
                    }
                };
    }

    private boolean isPast(DeviceId device, UUID message) {
        return past.getOrDefault(device, Map.of()).containsKey(message);
    }

    @Override
    public synchronized Set<DeviceId> withoutHistory(AddressOfRecord owner) {
        Set<DeviceId> lacking = new HashSet<>(devices.keySet());
        lacking.removeIf(device -> !device.owner().equals(owner) || haveHistory.contains(device));
        return lacking;
    }

    @Override
    public synchronized int giveHistory(
            DeviceId device, Map<String, Instant> recipients, int limit, Instant now) {
        if (!devices.containsKey(device) || !haveHistory.add(device)) {
            return 0;
        }
        String owner = device.owner().toString();
        List<Message> all =
                messages.values().stream()
                        .filter(message -> message.kept() && message.kind() == Message.Kind.TEXT)
                        .filter(message -> message.keepUntil().isAfter(now))
                        .filter(message ->
                                message.sender().equals(owner)
                                        || isSince(message, recipients.get(message.recipient())))
                        .filter(message -> !isBlocked(owner, message.sender()))
                        .filter(message -> isNew(message.id(), device))
                        .sorted(Comparator.comparing(Message::receivedAt))
                        .toList();
        List<Message> newest = all.subList(Math.max(0, all.size() - limit), all.size());
        for (Message message : newest) {
            boolean isRead =
                    message.sender().equals(owner)
                            || read.contains(List.of(message.id(), device.owner()));
            past.computeIfAbsent(device, _ -> new HashMap<>())
                    .put(message.id(), isRead ? HistoryMark.READ : HistoryMark.UNREAD);
            queue(device).add(message.id());
        }
        return newest.size();
    }

    private static boolean isSince(Message message, Instant since) {
        return since != null && !message.receivedAt().isBefore(since);
    }

    @Override
    public Companion expire(UUID message) {
        return (MemoryCompanion)
                () -> {
                    synchronized (this) {
                        List<DeviceId> from =
                                queues.keySet().stream()
                                        .filter(device -> !isPast(device, message))
                                        .filter(device -> queue(device).remove(message))
                                        .toList();
                        if (from.isEmpty()) {
                            throw new CompanionRefusedException("nobody waits for the message");
                        }
                        return () -> {
                            synchronized (this) {
                                from.forEach(device -> queue(device).add(message));
                            }
                        };
                    }
                };
    }

    @Override
    public Companion queueAgain(List<UUID> again, DeviceId device) {
        return (MemoryCompanion)
                () -> {
                    synchronized (this) {
                        List<UUID> added =
                                again.stream()
                                        .filter(messages::containsKey)
                                        .filter(id -> isNewTo(messages.get(id), device))
                                        .filter(queue(device)::add)
                                        .toList();
                        devices.putIfAbsent(device, new Seen(false, Instant.EPOCH));
                        return () -> {
                            synchronized (this) {
                                queue(device).removeAll(Set.copyOf(added));
                            }
                        };
                    }
                };
    }

    private boolean isNewTo(Message message, DeviceId device) {
        return message.expiresAt().isAfter(clock.instant())
                && isNew(message.id(), device)
                && !isBlocked(device.owner().toString(), message.sender());
    }

    @Override
    public CompletableFuture<Void> submit(Companion companion) {
        try {
            ((MemoryCompanion) companion).apply();
            return CompletableFuture.completedFuture(null);
        } catch (CompanionRefusedException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    @Override
    public synchronized Page waiting(DeviceId device, Set<UUID> except, int limit) {
        List<Message> all =
                queue(device).stream()
                        .filter(id -> !except.contains(id))
                        .sorted(Comparator.comparing(id -> isPast(device, id))) // stable
                        .map(id -> message(device, id))
                        .toList();
        return new Page(
                all.subList(0, Math.min(limit, all.size())).stream().toList(), all.size() > limit);
    }

    private Message message(DeviceId device, UUID id) {
        Optional<HistoryMark> mark =
                Optional.ofNullable(past.getOrDefault(device, Map.of()).get(id));
        return mark.map(messages.get(id)::past).orElse(messages.get(id));
    }

    @Override
    public synchronized Map<DeviceId, Backlog> backlogs(Optional<AddressOfRecord> owner) {
        Map<DeviceId, Backlog> found = new HashMap<>();
        queues.forEach((device, queue) -> {
            if (!queue.isEmpty() && owner.map(device.owner()::equals).orElse(true)) {
                Instant oldest =
                        queue.stream()
                                .map(id -> messages.get(id).receivedAt())
                                .min(Comparator.naturalOrder())
                                .orElseThrow();
                found.put(device, new Backlog(queue.size(), oldest));
            }
        });
        return found;
    }

    @Override
    public synchronized long waiting() {
        long count = 0;
        for (Map.Entry<DeviceId, SequencedSet<UUID>> queue : queues.entrySet()) {
            count += queue.getValue().stream().filter(id -> !isPast(queue.getKey(), id)).count();
        }
        return count;
    }

    @Override
    public synchronized int waitingFor(AddressOfRecord owner) {
        return untaken(owner).size();
    }

    private Set<UUID> untaken(AddressOfRecord owner) {
        Set<UUID> waiting = new HashSet<>();
        queues.forEach((device, queue) -> {
            if (device.owner().equals(owner)) {
                queue.stream()
                        .filter(id -> !isPast(device, id))
                        .filter(id -> messages.get(id).kind() == Message.Kind.TEXT)
                        .filter(id -> !messages.get(id).isCopyFor(device))
                        .filter(id -> !isTakenBy(owner, id))
                        .forEach(waiting::add);
            }
        });
        return waiting;
    }

    @Override
    public synchronized Set<AddressOfRecord> ownersWaiting(UUID message) {
        Set<AddressOfRecord> owners = new HashSet<>();
        queues.forEach((device, queue) -> {
            if (queue.contains(message) && !isPast(device, message)) {
                owners.add(device.owner());
            }
        });
        return owners;
    }

    private boolean isTakenBy(AddressOfRecord owner, UUID message) {
        return receipts.getOrDefault(message, Map.of()).entrySet().stream()
                .filter(receipt -> receipt.getKey().owner().equals(owner))
                .anyMatch(receipt -> receipt.getValue().status() / 100 == 2);
    }

    @Override
    public synchronized Optional<Known> repeated(RepeatKey key) {
        return Optional.ofNullable(byRepeat.get(key)).map(messages::get).map(this::known);
    }

    @Override
    public synchronized List<Known> named(String name) {
        return messages.values().stream()
                .filter(message -> message.name().equals(Optional.of(name)))
                .sorted(Comparator.comparing(Message::id).reversed())
                .map(this::known)
                .toList();
    }

    private Known known(Message message) {
        return new Known(
                message.id(),
                message.kind(),
                message.sender(),
                message.recipient(),
                message.wishes(),
                receipts.getOrDefault(message.id(), Map.of()).entrySet().stream()
                        .filter(receipt -> !message.isCopyFor(receipt.getKey()))
                        .map(receipt -> receipt.getValue().status())
                        .sorted()
                        .toList(),
                (int) queues.values().stream().filter(q -> q.contains(message.id())).count());
    }

    @Override
    public synchronized Optional<Integer> refusedByAll(UUID id) {
        Message message = messages.get(id);
        if (message == null) {
            return Optional.empty();
        }
        boolean waits = isWaitingForRecipient(message);
        List<Integer> answers = known(message).answers();
        return waits || answers.isEmpty() || answers.getFirst() < 300
                ? Optional.empty()
                : Optional.of(Outcome.best(answers));
    }

    private boolean isNew(UUID message, DeviceId device) {
        return standing(message, device) == Standing.NONE;
    }

    @Override
    public synchronized List<Message> reachedNobody(List<UUID> texts) {
        return texts.stream()
                .map(messages::get)
                .filter(message -> message != null && !isWaitingForRecipient(message))
                .filter(message ->
                        known(message).answers().stream()
                                .noneMatch(status -> Standing.of(status) == Standing.TAKEN))
                .toList();
    }

    private boolean isWaitingForRecipient(Message message) {
        UUID id = message.id();
        return queues.entrySet().stream()
                .filter(queue -> queue.getValue().contains(id))
                .map(Map.Entry::getKey)
                .anyMatch(device -> !isPast(device, id) && !message.isCopyFor(device));
    }

    @Override
    public synchronized Standing standing(UUID message, DeviceId device) {
        Receipt receipt = receipts.getOrDefault(message, Map.of()).get(device);
        if (receipt != null) {
            return Standing.of(receipt.status());
        }
        return queue(device).contains(message) ? Standing.WAITING : Standing.NONE;
    }

    @Override
    public synchronized boolean displayed(UUID message, DeviceId device, Instant at) {
        Map<DeviceId, Receipt> of = receipts.getOrDefault(message, Map.of());
        Receipt receipt = of.get(device);
        if (receipt != null && (receipt.displayedAt().isPresent() || receipt.status() / 100 != 2)) {
            return false;
        }
        read.add(List.of(message, device.owner()));
        receipts.computeIfAbsent(message, _ -> new HashMap<>())
                .put(
                        device,
                        new Receipt(receipt == null ? 200 : receipt.status(), Optional.of(at)));
        return true;
    }

    @Override
    public synchronized List<Message> expired(Instant now, int limit) {
        return messages.values().stream()
                .filter(message -> !message.expiresAt().isAfter(now))
                .filter(message -> isWaiting(message.id()))
                .limit(limit)
                .toList();
    }

    private boolean isWaiting(UUID message) {
        return queues.entrySet().stream()
                .anyMatch(queue ->
                        queue.getValue().contains(message) && !isPast(queue.getKey(), message));
    }

    @Override
    public synchronized int removeExpired(Instant now, int limit) {
        List<Message> over =
                messages.values().stream()
                        .filter(message -> !message.expiresAt().isAfter(now))
                        .filter(message -> !message.keepUntil().isAfter(now))
                        .filter(message -> !isWaiting(message.id()))
                        .limit(limit)
                        .toList();
        over.forEach(this::remove);
        return over.size();
    }

    private void remove(Message message) {
        messages.remove(message.id());
        byRepeat.remove(message.repeat());
        receipts.remove(message.id());
        queues.values().forEach(queue -> queue.remove(message.id()));
        past.values().forEach(marks -> marks.remove(message.id()));
    }

    @Override
    public synchronized void shred(List<UUID> ids) {
        ids.stream()
                .filter(messages::containsKey)
                .map(messages::get)
                .toList()
                .forEach(this::remove);
    }

    @Override
    public synchronized List<Message> kept(String recipient, int limit) {
        TreeMap<Integer, Message> latest = new TreeMap<>();
        int order = 0;
        for (Message message : messages.values()) {
            if (message.kept()
                    && message.kind() == Message.Kind.TEXT
                    && message.recipient().equals(recipient)) {
                latest.put(order++, message);
                if (latest.size() > limit) {
                    latest.pollFirstEntry();
                }
            }
        }
        return new ArrayList<>(latest.values());
    }

    @Override
    public synchronized boolean isBlocked(String owner, String sender) {
        return blocked.contains(List.of(owner, sender));
    }

    @Override
    public synchronized List<String> blocked(String owner) {
        return blocked.stream()
                .filter(pair -> pair.getFirst().equals(owner))
                .map(List::getLast)
                .sorted()
                .toList();
    }

    @Override
    public synchronized boolean block(String owner, String sender, boolean on) {
        List<String> pair = List.of(owner, sender);
        return on ? blocked.add(pair) : blocked.remove(pair);
    }
}

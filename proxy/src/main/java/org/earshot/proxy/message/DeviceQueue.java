package org.earshot.proxy.message;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.earshot.common.db.StoreUnavailableException;
import org.earshot.common.location.Binding;
import org.earshot.common.stack.SerialQueue;
import org.earshot.common.stack.Timers;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What goes to one device now. The queue itself stands in the store; here is its beginning, as long as the device is there.
/// Messages of one conversation go one after the other, several conversations at once.
///
/// A device that does not answer rests, from half a minute to ten, and holds no memory meanwhile. Where it is one message that a
/// phone does not take, others go on ([Doubts]). Everything runs on
/// a serial queue of its own, which may wait for the store; only the public methods may be called from elsewhere.
final class DeviceQueue {
    private static final Logger log = LoggerFactory.getLogger(DeviceQueue.class);

    private static final int AT_ONCE = 8;
    private static final int IN_MEMORY = 64;
    private static final int REFILL_BELOW = 16;
    private static final Duration SHORTEST_REST = Duration.ofSeconds(30);
    private static final Duration LONGEST_REST = Duration.ofMinutes(10);
    private static final Duration STORE_REST = Duration.ofSeconds(5);
    private static final Duration ANCHORS = Duration.ofSeconds(1);

    private final DeviceId device;
    private final DeliveryServices services;
    private final SerialQueue queue;

    private List<Route> routes = List.of();
    private boolean takesCpim;
    // the queue's beginning, in order; while `more` is set, what follows is in the store only. All
    // may be
    // there at first: a message may come before anybody has heard that the phone is back
    private final ArrayDeque<Message> pending = new ArrayDeque<>();
    private boolean more = true;
    private final Map<UUID, Message> sending = new HashMap<>();
    private final Set<String> busyConversations = new HashSet<>();
    // answered by the device, but perhaps still in the store's queue
    private final Set<UUID> settling = new HashSet<>();
    // nothing leads to the device by which these may go, or their time is over
    private final Set<UUID> unsendable = new HashSet<>();
    // read from the store: they have waited there
    private final Set<UUID> waited = new HashSet<>();
    private final Map<UUID, Answer> awaited = new LinkedHashMap<>();
    // phones behind a shared device that did not answer
    private final Map<String, Instant> silentUntil = new HashMap<>();
    private final Doubts doubts = new Doubts();
    // the device takes others: until their next try
    private final Map<UUID, Timers.Cancellable> aside = new HashMap<>();
    private Optional<Timers.Cancellable> rest = Optional.empty();
    private int failures;
    private Instant lastAttempt = Instant.EPOCH;
    private Instant lastUse;
    private boolean closed;

    DeviceQueue(DeviceId device, DeliveryServices services) {
        this.device = device;
        this.services = services;
        this.queue = new SerialQueue(services.threads());
        this.lastUse = services.clock().instant();
    }

    /// A message that has just been queued in the store.
    ///
    /// @param otherwise runs if this queue was closed meanwhile
    void offer(Addressee addressee, Message message, Optional<Answer> answer, Runnable otherwise) {
        queue.execute(() -> {
            if (closed) {
                otherwise.run();
                return;
            }
            lastUse = services.clock().instant();
            learn(addressee);
            add(message, answer);
        });
    }

    /// The device may be there: whatever waits for it in the store is tried.
    ///
    /// @param anew whether it has registered anew, and may be another phone by now: then also what stands aside
    void wake(Addressee addressee, boolean anew, Runnable otherwise) {
        queue.execute(() -> {
            if (closed) {
                otherwise.run();
                return;
            }
            lastUse = services.clock().instant();
            learn(addressee);
            failures = 0;
            silentUntil.clear();
            unsendable.clear();
            if (anew) {
                aside.values().forEach(Timers.Cancellable::cancel);
                aside.clear();
            }
            endRest();
            more = true;
            pump();
        });
    }

    /// Closes it when there is nothing to do.
    ///
    /// @param onClosed runs then
    void closeIfIdle(Duration idle, Runnable onClosed) {
        queue.execute(() -> {
            boolean busy =
                    !pending.isEmpty()
                            || !sending.isEmpty()
                            || !settling.isEmpty()
                            || rest.isPresent()
                            || !doubts.isEmpty()
                            || !aside.isEmpty()
                            || (more && !routes.isEmpty());
            if (!busy && lastUse.plus(idle).isBefore(services.clock().instant())) {
                closed = true;
                onClosed.run();
            }
        });
    }

    /// Something has been queued in the store meanwhile.
    void poke() {
        queue.execute(() -> {
            if (!closed) {
                more = true;
                pump();
            }
        });
    }

    private void learn(Addressee addressee) {
        takesCpim = addressee.takesCpim();
        routes = routes(addressee.bindings());
    }

    private List<Route> routes(List<Binding> bindings) {
        return services.routes().here(device.owner(), bindings, services.owners());
    }

    private void add(Message message, Optional<Answer> answer) {
        if (isKnown(message.id())) { // a look into the store was quicker
            if (!settling.contains(message.id())) {
                answer.ifPresent(known -> awaited.put(message.id(), known));
            }
            return;
        }
        if (routes.isEmpty()) {
            more = true;
            waits(message);
            answer.ifPresent(known -> known.later(device));
            return;
        }
        if (answer.isPresent()) {
            if (awaited.size() < IN_MEMORY) {
                awaited.put(message.id(), answer.get());
            } else {
                answer.get().later(device);
            }
        }
        if (rest.isPresent()) {
            more = true;
            if (lastAttempt.plus(SHORTEST_REST).isAfter(services.clock().instant())) {
                waits(message);
                giveUpWaiting();
            } else {
                endRest(); // a new message is worth another try
                pump();
            }
            return;
        }
        if (doubts.rests(message.conversation())) {
            more = true;
            waits(message);
            Optional.ofNullable(awaited.remove(message.id()))
                    .ifPresent(known -> known.later(device));
            return;
        }
        if (pending.stream().allMatch(other -> other.past().isPresent())) {
            dropPending(); // what is new goes before history
        }
        if (more
                || pending.size() >= IN_MEMORY
                || isMemoryFull()
                || services.owners().hasOthers()) {
            more = true; // another node may have queued something before it, and not have said so
            // yet
        } else {
            hold(message);
        }
        pump();
    }

    private boolean isKnown(UUID message) {
        return sending.containsKey(message)
                || settling.contains(message)
                || pending.stream().anyMatch(other -> other.id().equals(message));
    }

    private boolean isMemoryFull() {
        return services.memory().get() > DeliveryServices.MOST_MEMORY;
    }

    private void hold(Message message) {
        pending.add(message);
        services.memory().addAndGet(message.payload().size());
    }

    private void letGo(Message message) {
        services.memory().addAndGet(-message.payload().size());
    }

    /// Sends what can be sent. What others are tried for is tried again later where there are none.
    private void pump() {
        sendOn();
        if (!doubts.doubted().isEmpty()
                && sending.isEmpty()
                && settling.isEmpty()
                && rest.isEmpty()) {
            deviceRests();
        }
    }

    private void sendOn() {
        if (rest.isPresent()) {
            return;
        }
        if (routes.isEmpty()) {
            dropPending();
            return;
        }
        while (true) {
            Optional<Message> next = sending.size() < AT_ONCE ? takeNext() : Optional.empty();
            if (next.isPresent()) {
                send(next.get());
            } else if (!more || pending.size() >= REFILL_BELOW || !refill()) {
                return;
            }
            if (rest.isPresent()) {
                return;
            }
        }
    }

    private Optional<Message> takeNext() {
        Instant now = services.clock().instant();
        for (Iterator<Message> each = pending.iterator(); each.hasNext(); ) {
            Message message = each.next();
            if (message.isOver(now)) {
                each.remove();
                passOver(message);
                continue;
            }
            if (message.past().isPresent() && !(sending.isEmpty() && settling.isEmpty())) {
                return Optional
                        .empty(); // it goes one by one, each after the commit of the one before
            }
            if (!busyConversations.contains(message.conversation()) && !doubts.holds(message)) {
                each.remove();
                return Optional.of(message);
            }
        }
        return Optional.empty();
    }

    /// Reads on in the store.
    ///
    /// @return false if that brought nothing
    private boolean refill() {
        Set<UUID> known = new HashSet<>(sending.keySet());
        known.addAll(settling);
        known.addAll(unsendable);
        known.addAll(doubts.doubted());
        known.addAll(aside.keySet());
        pending.forEach(message -> known.add(message.id()));
        try {
            // one at least, however much memory others hold
            int room = isMemoryFull() ? 1 : IN_MEMORY - pending.size();
            MessageStore.Page page = services.store().waiting(device, known, room);
            if (!page.messages().isEmpty() && !services.archive().awaitAnchors(ANCHORS)) {
                log.debug("what waits for {} is not anchored yet", device);
                restFor(STORE_REST);
                return false;
            }
            page.messages()
                    .forEach(message -> {
                        hold(message);
                        if (!awaited.containsKey(message.id())) { // whose sender asks here
                            waited.add(message.id());
                        }
                    });
            more = page.more();
            return !page.messages().isEmpty();
        } catch (StoreUnavailableException e) {
            restFor(STORE_REST);
            return false;
        }
    }

    private void send(Message message) {
        Instant now = services.clock().instant();
        List<Route> usable = routes.stream().filter(message::mayGo).toList();
        if (usable.isEmpty()) {
            passOver(message);
            return;
        }
        List<Route> heard = usable.stream().filter(route -> !isSilent(route, now)).toList();
        sending.put(message.id(), message);
        if (message.kind() == Message.Kind.TEXT) {
            services.sent().sent(message, device);
        }
        busyConversations.add(message.conversation());
        lastAttempt = now;
        new Attempt(
                        message,
                        device,
                        heard.isEmpty() ? usable : heard,
                        takesCpim,
                        services.copiesToAll(),
                        services.sender(),
                        queue,
                        new Attempt.Events() {
                            @Override
                            public void onTaken(Route route, int status, boolean cpim) {
                                taken(message, route, status, cpim);
                            }

                            @Override
                            public void onRefused(Route route, int status, String reason) {
                                refused(message, route, status, reason);
                            }

                            @Override
                            public void onLater(int status, Optional<Route> said) {
                                later(message, status, said);
                            }

                            @Override
                            public void onSilence(Route route) {
                                silentUntil.put(
                                        route.requestUri().toString(),
                                        services.clock().instant().plus(SHORTEST_REST));
                            }

                            @Override
                            public void onCpim(boolean takes) {
                                learnCpim(takes);
                            }
                        })
                .start();
    }

    private void passOver(Message message) {
        letGo(message);
        unsendable.add(message.id());
        waited.remove(message.id());
        waits(message);
        Optional.ofNullable(awaited.remove(message.id())).ifPresent(answer -> answer.later(device));
    }

    private boolean isSilent(Route route, Instant now) {
        Instant until = silentUntil.get(route.requestUri().toString());
        return until != null && until.isAfter(now);
    }

    private void learnCpim(boolean takes) {
        takesCpim = takes;
        try {
            services.store().takesCpim(device, takes);
        } catch (StoreUnavailableException e) {
            log.debug("what {} takes is learned another time", device);
        }
    }

    private void taken(Message message, Route route, int status, boolean cpim) {
        failures = 0;
        if (!cpim && message.past().isEmpty()) {
            services.notices().delivered(message, device);
        }
        Optional<Answer> answer = Optional.ofNullable(awaited.remove(message.id()));
        answer.ifPresent(to -> to.took(device));
        if (waited.contains(message.id()) && !message.isCopyFor(device)) {
            services.taken().tell(message, age(message));
        }
        doubts.taken(message).forEach(this::standAside);
        settle(message, route, status, answer);
    }

    private void refused(Message message, Route route, int status, String reason) {
        Optional<Answer> answer = Optional.ofNullable(awaited.remove(message.id()));
        answer.ifPresent(to -> to.refused(device, status, reason));
        doubts.forget(message.id());
        settle(message, route, status, answer);
    }

    private void settle(Message message, Route route, int status, Optional<Answer> answer) {
        sent(message);
        settling.add(message.id());
        write(message, route, status, answer);
        pump();
    }

    private void write(Message message, Route route, int status, Optional<Answer> answer) {
        var _ =
                services.settlements()
                        .settle(message, device, route, status)
                        .whenComplete((_, failure) ->
                                queue.execute(
                                        () -> written(message, route, status, answer, failure)));
    }

    private void written(
            Message message, Route route, int status, Optional<Answer> answer, Throwable failure) {
        if (failure == null) {
            settling.remove(message.id());
            services.sent().written(message.id(), device);
            // refused here, it may wait for another device
            if (waited.remove(message.id()) || status / 100 != 2 || hasWaited(message)) {
                waits(message);
            }
            if (status / 100 != 2
                    && Mailboxes.counts(message, device)
                    && !answer.map(Answer::isRefused).orElse(false)) {
                services.notices().refused(message);
            }
            if (settling.isEmpty() && !(pending.isEmpty() && doubts.doubted().isEmpty())) {
                pump(); // history waited for that, or what is in doubt
            }
            return;
        }
        // the device has it: until that is written it must not get it again
        log.debug("how {} answered is written later: {}", device, failure.getMessage());
        services.timers()
                .after(
                        STORE_REST,
                        () -> queue.execute(() -> write(message, route, status, answer)));
    }

    /// It waits, or waits no longer: whoever shows that to the owner hears of it.
    private void waits(Message message) {
        if (Mailboxes.counts(message, device)) {
            services.mailboxes().changed(device.owner());
        }
    }

    private boolean hasWaited(Message message) {
        return Mailboxes.hasWaited(age(message));
    }

    private Duration age(Message message) {
        return Duration.between(message.receivedAt(), services.clock().instant());
    }

    private void later(Message message, int status, Optional<Route> said) {
        sent(message);
        waited.remove(message.id());
        waits(message);
        log.debug("{} did not take {} now: {}", device, message.id(), status);
        Optional.ofNullable(awaited.remove(message.id())).ifPresent(answer -> answer.later(device));
        more = true;
        if (said.isEmpty()) {
            deviceRests();
            return;
        }
        switch (doubts.said(message)) {
            case DEVICE_RESTS -> deviceRests();
            case CONVERSATION_RESTS -> conversationRests(message);
            case STANDS_ASIDE -> standAside(message.id());
            case TRY_NEXT -> {}
        }
        pump();
    }

    private void deviceRests() {
        failures++;
        Duration doubled = SHORTEST_REST.multipliedBy(1L << Math.min(failures - 1, 10));
        restFor(doubled.compareTo(LONGEST_REST) > 0 ? LONGEST_REST : doubled);
    }

    private void conversationRests(Message message) {
        pending.addFirst(message); // before what follows it
        services.memory().addAndGet(message.payload().size());
        var _ =
                services.timers()
                        .after(
                                SHORTEST_REST,
                                () ->
                                        queue.execute(() -> {
                                            doubts.rested(message.conversation());
                                            more = true;
                                            pump();
                                        }));
    }

    /// The phone takes others, and not this one, which waits for better days until it expires.
    private void standAside(UUID message) {
        log.info("{} takes others than {}, which is tried again now and then", device, message);
        aside.put(
                message,
                services.timers()
                        .after(
                                LONGEST_REST,
                                () ->
                                        queue.execute(() -> {
                                            aside.remove(message);
                                            more = true;
                                            pump();
                                        })));
    }

    private void sent(Message message) {
        sending.remove(message.id());
        busyConversations.remove(message.conversation());
        letGo(message);
    }

    private void restFor(Duration duration) {
        more = true;
        dropPending();
        giveUpWaiting();
        rest.ifPresent(Timers.Cancellable::cancel);
        rest = Optional.of(services.timers().after(duration, () -> queue.execute(this::tryAgain)));
    }

    private void endRest() {
        rest.ifPresent(Timers.Cancellable::cancel);
        rest = Optional.empty();
        // where one is tried in another's place now, that shows what is to be done
        if (!doubts.isEmpty() && sending.isEmpty()) {
            dropPending();
            doubts.again();
        }
    }

    private void tryAgain() {
        endRest();
        try {
            routes =
                    routes(
                            services.location().lookup(device.owner()).stream()
                                    .filter(b -> DeviceId.of(device.owner(), b).equals(device))
                                    .toList());
        } catch (StoreUnavailableException e) {
            restFor(STORE_REST);
            return;
        }
        pump();
    }

    private void dropPending() {
        if (!pending.isEmpty()) {
            more = true;
            pending.forEach(this::letGo);
            pending.forEach(this::waits);
            pending.forEach(message -> waited.remove(message.id()));
            pending.clear();
        }
    }

    /// Nobody waits for the answer of a device that rests; what is being sent may still be answered.
    private void giveUpWaiting() {
        awaited.entrySet()
                .removeIf(entry -> {
                    if (sending.containsKey(entry.getKey())) {
                        return false;
                    }
                    entry.getValue().later(device);
                    return true;
                });
    }
}

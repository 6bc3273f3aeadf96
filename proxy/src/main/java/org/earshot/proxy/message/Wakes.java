package org.earshot.proxy.message;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import org.earshot.common.address.AddressOfRecord;
import org.earshot.common.db.StoreUnavailableException;
import org.earshot.common.event.Change;
import org.earshot.common.event.Changes;
import org.earshot.common.event.Topic;
import org.earshot.common.stack.Timers;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Has what waits delivered when a phone comes, when another node says that something waits, and at the start.
/// Thread-safe.
final class Wakes implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Wakes.class);
    private static final Duration AGAIN = Duration.ofSeconds(5);

    private final MessageStore store;
    private final KnownDevices devices;
    private final ForgottenDevices forgotten;
    private final History history;
    private final Consent consent;
    private final DeviceQueues queues;
    private final Changes changes;
    private final Timers timers;
    private final Executor threads;
    private final List<Runnable> subscriptions = new ArrayList<>();
    private final Set<AddressOfRecord> later = new HashSet<>();

    Wakes(
            MessageStore store,
            KnownDevices devices,
            ForgottenDevices forgotten,
            History history,
            Consent consent,
            DeviceQueues queues,
            Changes changes,
            Timers timers,
            Executor threads) {
        this.store = store;
        this.devices = devices;
        this.forgotten = forgotten;
        this.history = history;
        this.consent = consent;
        this.queues = queues;
        this.changes = changes;
        this.timers = timers;
        this.threads = threads;
    }

    synchronized void start() {
        subscriptions.add(changes.subscribe(Topic.REGISTRATION, change -> hear(change, true)));
        subscriptions.add(changes.subscribe(Topic.MESSAGES, change -> hear(change, false)));
        subscriptions.add(changes.whenMissed(this::all));
        threads.execute(this::all);
    }

    /// Looks at all for whom something waits, soon.
    void later() {
        threads.execute(this::all);
    }

    @Override
    public synchronized void close() {
        subscriptions.forEach(Runnable::run);
        subscriptions.clear();
    }

    private void hear(Change change, boolean anew) {
        AddressOfRecord owner;
        try {
            owner = Addresses.parse(change.subject());
        } catch (IllegalArgumentException e) {
            log.warn("a change of nobody: {}", change);
            return;
        }
        wake(owner, anew);
    }

    /// Looks at the devices of an account, at once.
    void wake(AddressOfRecord owner) {
        wake(owner, false);
    }

    private void wake(AddressOfRecord owner, boolean anew) {
        try {
            List<Addressee> present = devices.seen(owner);
            if (present.size() > ForgottenDevices.MOST_DEVICES) {
                threads.execute(() -> makeRoom(owner));
            }
            List<DeviceId> waiting = history.give(owner, present);
            present.forEach(device -> queues.wake(device, anew));
            consent.ask(waiting);
        } catch (StoreUnavailableException e) {
            later(owner);
        }
    }

    private void makeRoom(AddressOfRecord owner) {
        try {
            forgotten.makeRoom(owner);
        } catch (StoreUnavailableException e) {
            later(owner);
        }
    }

    /// The same in some seconds.
    void later(AddressOfRecord owner) {
        synchronized (later) {
            if (!later.add(owner)) {
                return;
            }
        }
        timers.after(
                AGAIN,
                () ->
                        threads.execute(() -> {
                            synchronized (later) {
                                later.remove(owner);
                            }
                            wake(owner);
                        }));
    }

    /// Looks at all for whom something waits.
    void all() {
        try {
            store.backlogs(Optional.empty()).keySet().stream()
                    .map(DeviceId::owner)
                    .distinct()
                    .forEach(this::wake);
        } catch (StoreUnavailableException e) {
            timers.after(AGAIN, () -> threads.execute(this::all));
        }
    }
}

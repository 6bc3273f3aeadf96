package org.earshot.registrar.presence.watch;

import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.earshot.common.address.AddressOfRecord;
import org.earshot.common.db.StoreUnavailableException;
import org.earshot.common.stack.SerialQueue;
import org.earshot.common.stack.Timers;
import org.earshot.registrar.presence.state.Facts;
import org.earshot.registrar.presence.state.View;
import org.earshot.registrar.presence.store.EventPackage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// An address that somebody watches here. Confined to its queue, where it may wait for the stores. While they can't be
/// read, what was told last stands: nobody is called offline because a database is away.
final class Subject {
    private static final Logger log = LoggerFactory.getLogger(Subject.class);
    private static final Duration RETRY = Duration.ofSeconds(2);

    /// Never, in practice: a binding that nobody refreshes ends within a day.
    private static final Duration LONGEST = Duration.ofDays(2);

    private final AddressOfRecord address;
    private final Subjects.Parts parts;
    private final SerialQueue queue;
    private final Map<Watch, Optional<View>> watches = new LinkedHashMap<>();
    private final Set<EventPackage> wanted = EnumSet.noneOf(EventPackage.class);
    private Optional<Facts> facts = Optional.empty();
    private Timers.Cancellable recheck = () -> {};
    private boolean closed;

    /// How many watches there are, counted by [Subjects] under its lock.
    int users;

    Subject(AddressOfRecord address, Subjects.Parts parts) {
        this.address = address;
        this.parts = parts;
        this.queue = new SerialQueue(parts.threads());
    }

    /// Tells a watch what is known, now and whenever it changes.
    void attach(Watch watch) {
        queue.execute(() -> {
            watches.put(watch, Optional.empty());
            if (wanted.add(watch.event()) || facts.isEmpty()) {
                read();
            } else {
                tell(watch, facts.get());
            }
        });
    }

    void detach(Watch watch) {
        queue.execute(() -> watches.remove(watch));
    }

    /// Something may have changed.
    void changed() {
        queue.execute(this::read);
    }

    /// Something may have changed that only one package tells.
    void changed(EventPackage event) {
        queue.execute(() -> {
            if (wanted.contains(event)) {
                read();
            }
        });
    }

    /// Nobody watches it any more.
    void close() {
        queue.execute(() -> {
            closed = true;
            recheck.cancel();
            watches.clear();
        });
    }

    private void read() {
        if (closed) {
            return;
        }
        recheck.cancel();
        try {
            FactsReader.Reading reading = parts.reader().read(address, wanted);
            facts = Optional.of(reading.facts());
            reading.until().ifPresent(this::recheckAt);
        } catch (StoreUnavailableException e) {
            log.debug("{} is not known now: {}", address, e.getMessage());
            recheckAfter(RETRY);
            return;
        }
        for (Watch watch : Set.copyOf(watches.keySet())) {
            tell(watch, facts.get());
        }
    }

    private void recheckAt(Instant end) {
        Duration left = Duration.between(parts.clock().instant(), end);
        recheckAfter(left.compareTo(LONGEST) > 0 ? LONGEST : left);
    }

    private void recheckAfter(Duration delay) {
        recheck = parts.timers().after(delay, () -> queue.execute(this::read));
    }

    private void tell(Watch watch, Facts known) {
        View view = parts.views().of(known, watch.event(), watch.watcher());
        if (watches.get(watch).filter(view::equals).isPresent()) {
            if (watch.event() == EventPackage.PRESENCE_WINFO) {
                watch.offer(address, view); // the times of equal ones may differ
            }
            return;
        }
        watches.put(watch, Optional.of(view));
        watch.offer(address, view);
        if (view.standing() == View.Standing.PENDING) {
            ask(watch.watcher());
        }
    }

    private void ask(AddressOfRecord watcher) {
        try {
            parts.rules().ask(address, watcher);
        } catch (StoreUnavailableException e) {
            log.debug("{} did not hear that {} asks: {}", address, watcher, e.getMessage());
        }
    }
}

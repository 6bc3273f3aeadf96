package org.earshot.registrar.presence.watch;

import java.time.InstantSource;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;
import org.earshot.common.address.AddressOfRecord;
import org.earshot.common.stack.Timers;
import org.earshot.registrar.presence.state.Views;
import org.earshot.registrar.presence.store.EventPackage;
import org.earshot.registrar.presence.store.RuleStore;

/// All addresses that are watched here. Thread-safe.
final class Subjects {
    private final Parts parts;
    private final ConcurrentHashMap<AddressOfRecord, Subject> subjects = new ConcurrentHashMap<>();

    /// What subjects work with.
    ///
    /// @param threads runs tasks that may block
    record Parts(
            FactsReader reader,
            Views views,
            RuleStore rules,
            Timers timers,
            Executor threads,
            InstantSource clock) {}

    Subjects(Parts parts) {
        this.parts = parts;
    }

    void attach(AddressOfRecord address, Watch watch) {
        Subject attached =
                subjects.compute(
                        address,
                        (_, known) -> {
                            Subject subject = known == null ? new Subject(address, parts) : known;
                            subject.users++;
                            return subject;
                        });
        attached.attach(watch);
    }

    void detach(AddressOfRecord address, Watch watch) {
        AtomicReference<Subject> unwatched = new AtomicReference<>();
        Subject left =
                subjects.computeIfPresent(
                        address,
                        (_, subject) -> {
                            if (--subject.users > 0) {
                                return subject;
                            }
                            unwatched.set(subject);
                            return null;
                        });
        if (left != null) {
            left.detach(watch);
        } else if (unwatched.get() != null) {
            unwatched.get().close();
        }
    }

    /// Something of an address may have changed.
    void changed(AddressOfRecord address) {
        Subject subject = subjects.get(address);
        if (subject != null) {
            subject.changed();
        }
    }

    /// Something may have changed that only one package tells.
    void changed(AddressOfRecord address, EventPackage event) {
        Subject subject = subjects.get(address);
        if (subject != null) {
            subject.changed(event);
        }
    }

    /// Anything may have changed.
    void allChanged() {
        subjects.values().forEach(Subject::changed);
    }

    int size() {
        return subjects.size();
    }
}

package org.earshot.registrar.presence.watch;

import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.sip.message.Request;
import org.earshot.common.address.AddressOfRecord;
import org.earshot.common.db.StoreUnavailableException;
import org.earshot.common.stack.Destination;
import org.earshot.common.stack.Flow;
import org.earshot.common.stack.SerialQueue;
import org.earshot.common.stack.Timers;
import org.earshot.registrar.presence.state.View;
import org.earshot.registrar.presence.store.EventPackage;
import org.earshot.registrar.presence.store.Subscription;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One subscription, and what its watcher was told. Confined to its queue, where it may wait for the stores; one NOTIFY is
/// under way at a time, and all that changes meanwhile goes with the next.
final class Watch {
    private static final Logger log = LoggerFactory.getLogger(Watch.class);

    private final boolean isQuestion;
    private final Watches.Parts parts;
    private final SerialQueue queue;
    private final Pace pace;
    private final Map<AddressOfRecord, View> now = new LinkedHashMap<>();
    private final Map<AddressOfRecord, View> told = new LinkedHashMap<>();
    private final Set<AddressOfRecord> attached = new LinkedHashSet<>();
    private volatile Subscription subscription;
    private final DocumentVersions versions;
    private long sequence;
    private boolean whole = true;
    private boolean impatient;
    private boolean underWay;
    private boolean ended;
    private boolean leaving;
    private int failures;
    private Timers.Cancellable expiry = () -> {};
    private Optional<Timers.Cancellable> flush = Optional.empty();
    private Optional<Timers.Cancellable> again = Optional.empty();
    private final Set<Timers.Cancellable> timers = new HashSet<>();

    /// @param isQuestion whether it only asks how it is now (RFC 6665 §4.4.3), and is nowhere stored
    Watch(Subscription subscription, boolean isQuestion, Watches.Parts parts) {
        this.isQuestion = isQuestion;
        this.subscription = subscription;
        this.parts = parts;
        this.queue = new SerialQueue(parts.threads());
        this.pace = new Pace(parts.limits());
        this.sequence = NotifySequence.first(parts.clock().instant());
        this.versions = new DocumentVersions(subscription.nextVersion());
        this.leaving = isQuestion;
    }

    EventPackage event() {
        return subscription.event();
    }

    AddressOfRecord watcher() {
        return subscription.watcher();
    }

    /// As it is now. Any thread.
    Subscription subscription() {
        return subscription;
    }

    /// Begins to tell, with everything.
    void start() {
        queue.execute(() -> {
            expireLater();
            reconcile();
            after(
                    parts.limits().patience(),
                    () -> {
                        impatient = true;
                        tell();
                    });
            tell();
        });
    }

    /// Its watcher has subscribed anew: it is told everything.
    void refreshed(Subscription newer) {
        queue.execute(() -> {
            if (ended) {
                return;
            }
            versions.atLeast(newer.nextVersion());
            subscription = newer.told(versions.highest());
            whole = true;
            failures = 0;
            if (again.isPresent()) { // it is there: no need to wait
                again.get().cancel();
                again = Optional.empty();
                underWay = false;
            }
            expireLater();
            reconcile();
            tell();
        });
    }

    /// Its watcher has had enough: it is told everything once more (RFC 6665 §4.1.2.3).
    void unsubscribed(Subscription last) {
        queue.execute(() -> {
            versions.atLeast(last.nextVersion());
            subscription = last.told(versions.highest());
            reconcile();
            leaving = true;
            again.ifPresent(Timers.Cancellable::cancel);
            underWay = false;
            tell();
        });
    }

    /// The members of its list have changed.
    void listChanged() {
        queue.execute(() -> {
            reconcile();
            tell();
        });
    }

    /// Its watcher may see nobody any more.
    void watcherGone() {
        queue.execute(() -> end("rejected"));
    }

    /// Its connection has closed: the watcher has some seconds to come back over another.
    void flowClosed(Flow flow) {
        queue.execute(() -> {
            if (!ended) {
                after(
                        parts.limits().retry(),
                        () -> {
                            if (subscription.flow().equals(flow) && isUnreachable()) {
                                forget();
                            }
                        });
            }
        });
    }

    /// Something to be told of an address.
    void offer(AddressOfRecord address, View view) {
        queue.execute(() -> {
            if (!ended && attached.contains(address)) {
                now.put(address, view);
                tell();
            }
        });
    }

    /// What it was told last, of each address. For tests, when nothing runs.
    Map<AddressOfRecord, View> told() {
        return Map.copyOf(told);
    }

    private boolean isList() {
        return subscription.list() != Subscription.ListKind.NONE;
    }

    /// Watches whom it is to watch, and nobody else.
    private void reconcile() {
        if (ended) {
            return;
        }
        Set<AddressOfRecord> wanted;
        try {
            wanted = new LinkedHashSet<>(parts.watches().members(subscription));
        } catch (StoreUnavailableException e) {
            after(
                    parts.limits().retry(),
                    () -> {
                        reconcile();
                        tell();
                    });
            return;
        }
        for (AddressOfRecord address : Set.copyOf(attached)) {
            if (!wanted.contains(address)) {
                attached.remove(address);
                now.remove(address);
                told.remove(address);
                whole = true;
                parts.subjects().detach(address, this);
            }
        }
        for (AddressOfRecord address : wanted) {
            if (attached.add(address)) {
                whole = true;
                parts.subjects().attach(address, this);
            }
        }
    }

    /// Sends what is new, if it is time.
    private void tell() {
        if (ended || underWay) {
            return;
        }
        boolean waits = whole && !impatient && !now.keySet().containsAll(attached);
        if (waits || endsByItself()) {
            return;
        }
        if (leaving) {
            end("timeout");
            return;
        }
        if (!whole && news().isEmpty()) {
            return;
        }
        Duration wait = whole ? Duration.ZERO : pace.wait(parts.clock().instant());
        if (wait.isPositive()) {
            if (flush.isEmpty()) {
                flush =
                        Optional.of(
                                after(
                                        wait,
                                        () -> {
                                            flush = Optional.empty();
                                            tell();
                                        }));
            }
            return;
        }
        if (!parts.watches().isOurs(subscription)) {
            forgetHere();
            return;
        }
        send();
    }

    /// A watcher of one address that may not see it any more, or that is no more.
    private boolean endsByItself() {
        if (isList()) {
            return false;
        }
        View view = now.get(subscription.resource());
        if (view == null) {
            return false;
        }
        switch (view.standing()) {
            case REJECTED -> end("rejected");
            case NO_RESOURCE -> end("noresource");
            case ACTIVE, PENDING -> {
                return false;
            }
        }
        return true;
    }

    private Set<AddressOfRecord> news() {
        Set<AddressOfRecord> news = new HashSet<>();
        now.forEach((address, view) -> {
            if (!view.equals(told.get(address))) {
                news.add(address);
            }
        });
        return news;
    }

    private void send() {
        Optional<Destination> destination = parts.writer().destination(subscription);
        if (destination.isEmpty()) {
            forget();
            return;
        }
        Instant time = parts.clock().instant();
        boolean pending =
                !isList()
                        && Optional.ofNullable(now.get(subscription.resource()))
                                .filter(view -> view.standing() == View.Standing.PENDING)
                                .isPresent();
        long left = Math.max(1, Duration.between(time, subscription.expiresAt()).toSeconds());
        Request notify = write((pending ? "pending" : "active") + ";expires=" + left);
        pace.sent(time);
        underWay = true;
        parts.sender().send(notify, destination.get(), "", new NotifyAnswer(this::answered), queue);
    }

    /// Writes all that is to be told, and takes it as told.
    private Request write(String state) {
        Map<AddressOfRecord, View> before = Map.copyOf(told);
        if (whole) {
            told.clear();
        }
        sequence++;
        NotifyWriter.Written written =
                parts.writer()
                        .write(
                                subscription,
                                sequence,
                                versions,
                                state,
                                new Documents.Telling(
                                        whole, List.copyOf(attached), now, before, news()));
        subscription = subscription.told(versions.highest());
        whole = false;
        for (AddressOfRecord address : written.told()) {
            told.put(address, now.get(address));
        }
        return written.request();
    }

    private void answered(NotifyAnswer.Outcome outcome) {
        underWay = false;
        if (ended) {
            return;
        }
        switch (outcome) {
            case NotifyAnswer.Outcome.Taken() -> {
                failures = 0;
                tell();
            }
            case NotifyAnswer.Outcome.Gone(String why) -> {
                log.debug("{} watches {} no more: {}", watcher(), subscription.resource(), why);
                forget();
            }
            case NotifyAnswer.Outcome.Lost(Optional<Duration> after) -> {
                failures++;
                if (failures > 1 || isUnreachable()) {
                    forget();
                } else {
                    again(after.orElse(parts.limits().retry()));
                }
            }
            // it did not like what it was told, and would not the second time
            case NotifyAnswer.Outcome.Refused(int status) -> {
                log.info("{} refused a NOTIFY with {}", watcher(), status);
                tell(); // what has changed since
            }
        }
    }

    private void again(Duration delay) {
        underWay = true; // nothing until then
        again =
                Optional.of(
                        after(
                                delay,
                                () -> {
                                    again = Optional.empty();
                                    underWay = false;
                                    whole = true;
                                    tell();
                                }));
    }

    private boolean isUnreachable() {
        return parts.writer().destination(subscription).isEmpty();
    }

    private void expireLater() {
        expiry.cancel();
        Duration left = Duration.between(parts.clock().instant(), subscription.expiresAt());
        if (!leaving) {
            expiry = after(left, () -> end("timeout"));
        }
    }

    /// Tells the watcher that it is over, and why (RFC 6665 §4.1.3).
    private void end(String reason) {
        if (ended) {
            return;
        }
        Optional<Destination> destination = parts.writer().destination(subscription);
        if (destination.isPresent() && parts.watches().isOurs(subscription)) {
            whole = true;
            Request last = write("terminated;reason=" + reason);
            parts.sender().send(last, destination.get(), "", new NotifyAnswer(_ -> {}), queue);
        }
        forget();
    }

    /// Ends it without a word; on this node only, where its watcher has come back elsewhere.
    private void forget() {
        if (ended) {
            return;
        }
        forgetHere();
        if (isQuestion) {
            return; // it never was in the store
        }
        try {
            if (parts.watches().isElsewhere(subscription)) {
                return;
            }
            parts.store().remove(subscription.id(), subscription.node());
        } catch (StoreUnavailableException e) {
            log.debug("{} stays until it expires: {}", subscription.id(), e.getMessage());
        }
        parts.watches().removed(subscription);
    }

    /// Ends it on this node only.
    private void forgetHere() {
        ended = true;
        expiry.cancel();
        Set.copyOf(timers).forEach(Timers.Cancellable::cancel);
        for (AddressOfRecord address : attached) {
            parts.subjects().detach(address, this);
        }
        attached.clear();
        parts.watches().ended(this);
    }

    private Timers.Cancellable after(Duration delay, Runnable task) {
        // one object both ways, so that a timer that has run is forgotten
        class Once implements Timers.Cancellable {
            private Timers.Cancellable timer = () -> {};

            @Override
            public void cancel() {
                timer.cancel();
                timers.remove(this);
            }
        }
        Once once = new Once();
        timers.add(once);
        once.timer =
                parts.timers()
                        .after(
                                delay,
                                () ->
                                        queue.execute(() -> {
                                            timers.remove(once);
                                            if (!ended) {
                                                task.run();
                                            }
                                        }));
        return once;
    }
}

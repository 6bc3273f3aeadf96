package org.earshot.proxy;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import org.earshot.common.address.AddressOfRecord;
import org.earshot.common.call.CallEnd;
import org.earshot.common.call.CallKey;
import org.earshot.common.call.CallListener;
import org.earshot.common.call.CallRecord;
import org.earshot.common.call.CallRefresh;
import org.earshot.common.location.Binding;
import org.earshot.common.location.LocationService;
import org.earshot.common.stack.Flow;

/// The calls that go on now, from the 2xx to the BYE. Thread-safe. Bounded: when it is full the oldest goes, which
/// costs nothing but its line in the list, since dialogs carry their own token.
final class CallTable {
    private final int capacity;
    private final Duration lifetime;
    private final InstantSource clock;
    private final Map<DialogId, Entry> calls = new LinkedHashMap<>();
    private final Map<DialogId, CallFacts> passing = new LinkedHashMap<>();
    private final Set<DialogId> over = new LinkedHashSet<>();
    private final List<CallListener> listeners = new CopyOnWriteArrayList<>();
    private final Consumer<DialogId> overUnheard;

    private record Entry(
            LiveCall call, Party caller, Party callee, AnsweredCall known, CallPulse pulse) {}

    /// A call that is over although nobody said so.
    ///
    /// @param reason in words
    record Lost(DialogId dialog, AnsweredCall known, String reason) {}

    /// The end of a call.
    ///
    /// @param first whether it was not over before: both sides may hang up at once
    /// @param known what was known of it, if it was answered here
    /// @param facts the part of that which is also known where its answer only passed, on its way to another node
    record End(boolean first, Optional<AnsweredCall> known, Optional<CallFacts> facts) {}

    /// @param lifetime after which a call without BYE counts as over
    CallTable(int capacity, Duration lifetime, InstantSource clock) {
        this(capacity, lifetime, clock, _ -> {});
    }

    /// @param overUnheard told of dialogs that are over without a BYE that went this way
    CallTable(
            int capacity, Duration lifetime, InstantSource clock, Consumer<DialogId> overUnheard) {
        this.overUnheard = overUnheard;
        this.capacity = capacity;
        this.lifetime = lifetime;
        this.clock = clock;
    }

    /// Tells a listener of every call from now on.
    void tell(CallListener listener) {
        listeners.add(listener);
    }

    /// A call rings somewhere.
    ///
    /// @param dialog as the caller names it
    void ringing(DialogId dialog, Party caller, Party callee) {
        goesOn(CallRecord.State.EARLY, dialog, caller, callee);
    }

    /// A call was refused, or given up.
    void refused(DialogId dialog) {
        CallKey key = new CallKey(dialog.callId(), dialog.fromTag());
        listeners.forEach(listener -> listener.ended(key));
    }

    /// A call was answered; repeated answers change nothing, and neither do late ones, when it is over.
    ///
    /// @param dialog as the caller names it, with both tags
    /// @param known what is known of it, for the one who asks at its end
    /// @param interval of its session timer; empty: it has none
    /// @return whether it was the first answer
    boolean answered(
            DialogId dialog,
            Party caller,
            Party callee,
            AnsweredCall known,
            Optional<Duration> interval) {
        boolean first = add(dialog, caller, callee, known, interval);
        goesOn(CallRecord.State.CONFIRMED, dialog, caller, callee);
        return first;
    }

    /// A call was answered by a phone of this node; another node has it.
    ///
    /// @param dialog as the caller names it, with both tags
    synchronized void passed(DialogId dialog, CallFacts facts) {
        removeStale();
        if (!isOver(dialog)) {
            passing.putIfAbsent(dialog, facts);
            limit(passing.keySet());
        }
    }

    private void goesOn(CallRecord.State state, DialogId dialog, Party caller, Party callee) {
        CallKey key = new CallKey(dialog.callId(), dialog.fromTag());
        listeners.forEach(listener -> listener.goesOn(key, state, side(caller), side(callee)));
    }

    private static CallListener.Side side(Party party) {
        return new CallListener.Side(text(party), party.flow());
    }

    private synchronized boolean add(
            DialogId dialog,
            Party caller,
            Party callee,
            AnsweredCall known,
            Optional<Duration> interval) {
        removeStale();
        if (isOver(dialog)) {
            return false;
        }
        LiveCall call = new LiveCall(dialog.callId(), text(caller), text(callee), known.answered());
        CallPulse pulse = new CallPulse(caller, callee, interval, clock.instant());
        boolean first =
                calls.putIfAbsent(dialog, new Entry(call, caller, callee, known, pulse)) == null;
        limit(calls.keySet());
        return first;
    }

    /// A request within a call has come.
    ///
    /// @param dialog as its sender names it
    synchronized void seen(DialogId dialog, Flow from) {
        Entry byCaller = calls.get(dialog);
        Entry any = byCaller == null ? calls.get(dialog.reversed()) : byCaller;
        if (any != null) {
            any.pulse().seen(from, byCaller != null, clock.instant());
        }
    }

    /// An INVITE or UPDATE within a call was answered by a 2xx.
    ///
    /// @param dialog as either side names it
    /// @param interval of the session timer from now on; empty: there is none
    /// @return whether it is a call of this node
    synchronized boolean refreshed(DialogId dialog, Optional<Duration> interval) {
        Optional<Entry> entry = byEitherSide(dialog, calls::get);
        entry.ifPresent(known -> known.pulse().refreshed(interval, clock.instant()));
        return entry.isPresent();
    }

    /// The same, by way of this node whichever has the call.
    ///
    /// @param dialog as the sender names it
    /// @param from over which it came here
    void refreshed(DialogId dialog, Optional<Duration> interval, Flow from) {
        if (!refreshed(dialog, interval)) {
            CallRefresh refresh =
                    new CallRefresh(
                            dialog.callId(), dialog.fromTag(), dialog.toTag(), interval, from);
            listeners.forEach(listener -> listener.refreshedElsewhere(refresh));
        }
    }

    /// Another node says that a call was refreshed.
    void refreshedElsewhere(CallRefresh refresh) {
        DialogId dialog = new DialogId(refresh.callId(), refresh.fromTag(), refresh.toTag());
        seen(dialog, refresh.from());
        refreshed(dialog, refresh.interval());
    }

    /// Takes out the calls that ended without a BYE, as far as can be known; to be called each minute or so. May wait for the store. One
    /// that goes on after all does so: dialogs carry their own token.
    ///
    /// @throws org.earshot.common.db.StoreUnavailableException if nothing can be known now
    List<Lost> removeLost(LocationService location) {
        Set<AddressOfRecord> addresses = new LinkedHashSet<>();
        synchronized (this) {
            calls.values().forEach(entry -> entry.pulse().addresses().forEach(addresses::add));
        }
        if (addresses.isEmpty()) {
            return List.of();
        }
        Map<AddressOfRecord, List<Binding>> bindings = location.lookupAll(addresses);
        List<Lost> lost = new ArrayList<>();
        synchronized (this) {
            Instant now = clock.instant();
            calls.forEach((dialog, entry) -> {
                // one that was answered meanwhile is for the next time
                if (entry.pulse().addresses().allMatch(bindings::containsKey)) {
                    entry.pulse()
                            .verdict(bindings, now)
                            .ifPresent(reason -> lost.add(new Lost(dialog, entry.known(), reason)));
                }
            });
            lost.forEach(call -> calls.remove(call.dialog()));
        }
        lost.forEach(call -> {
            overUnheard.accept(call.dialog());
            refused(call.dialog());
        });
        return lost;
    }

    /// A BYE passed, from either side.
    ///
    /// @param sure whether it is known to be a dialog that came this way
    End ended(DialogId dialog, boolean sure) {
        End end;
        synchronized (this) {
            boolean first = !isOver(dialog);
            Optional<AnsweredCall> known = byEitherSide(dialog, calls::remove).map(Entry::known);
            Optional<CallFacts> passed = byEitherSide(dialog, passing::remove);
            if (first && (sure || known.isPresent())) {
                over.add(dialog);
                limit(over);
            }
            end = new End(first, known, known.map(AnsweredCall::facts).or(() -> passed));
        }
        // nobody knows who called whom: it may be a call from before we started
        refused(dialog);
        refused(dialog.reversed());
        if (end.first() && sure && end.known().isEmpty()) {
            CallEnd elsewhere = new CallEnd(dialog.callId(), dialog.fromTag(), dialog.toTag());
            listeners.forEach(listener -> listener.endedElsewhere(elsewhere));
        }
        return end;
    }

    /// Another node says that a call is over: its BYE went that way, and is in the record.
    void endedElsewhere(CallEnd end) {
        DialogId dialog = new DialogId(end.callId(), end.oneTag(), end.otherTag());
        var _ = ended(dialog, false);
        overUnheard.accept(dialog);
    }

    private boolean isOver(DialogId dialog) {
        return over.contains(dialog) || over.contains(dialog.reversed());
    }

    /// Between whom a dialog is, as seen from the sender of a message.
    synchronized Optional<RouteTokens.Verified> find(DialogId dialog) {
        Entry entry = calls.get(dialog);
        if (entry != null) {
            return Optional.of(
                    new RouteTokens.Verified(entry.caller, entry.callee, Optional.empty()));
        }
        Entry reversed = calls.get(dialog.reversed());
        return reversed == null
                ? Optional.empty()
                : Optional.of(
                        new RouteTokens.Verified(
                                reversed.callee, reversed.caller, Optional.empty()));
    }

    /// All of them, the oldest first.
    synchronized List<LiveCall> list() {
        removeStale();
        return calls.values().stream()
                .map(Entry::call)
                .sorted(Comparator.comparing(LiveCall::answeredAt))
                .toList();
    }

    /// @param find what there is for a dialog as one side names it, or null
    private static <T> Optional<T> byEitherSide(DialogId dialog, Function<DialogId, T> find) {
        return Optional.ofNullable(find.apply(dialog))
                .or(() -> Optional.ofNullable(find.apply(dialog.reversed())));
    }

    /// After each one that is added.
    ///
    /// @param oldestFirst what goes first
    private void limit(Set<DialogId> oldestFirst) {
        if (oldestFirst.size() > capacity) {
            oldestFirst.remove(oldestFirst.iterator().next());
        }
    }

    /// The maps are in the order of the answers, so the stale ones stand first.
    private void removeStale() {
        Instant limit = clock.instant().minus(lifetime);
        removeWhile(calls.values(), entry -> entry.call.answeredAt().isBefore(limit));
        removeWhile(passing.values(), facts -> facts.answered().isBefore(limit));
    }

    private static <T> void removeWhile(Collection<T> all, Predicate<T> stale) {
        var each = all.iterator();
        while (each.hasNext() && stale.test(each.next())) {
            each.remove();
        }
    }

    private static String text(Party party) {
        return party.address()
                .map(Object::toString)
                .or(() -> party.flow().map(flow -> flow.remote().toString()))
                .orElse("unknown");
    }
}

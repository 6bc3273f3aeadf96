package org.earshot.softphone.app;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.earshot.softphone.ua.Id;
import org.earshot.softphone.ua.UserAgent;
import org.earshot.softphone.ua.UserAgentEvent;
import org.earshot.softphone.ua.UserAgentEvent.CallChanged;
import org.earshot.softphone.ua.UserAgentEvent.CallPhase;

/// The calls of several accounts, whose one user has one mouth: when a call begins on one account, those that stand on the others are put on hold, as a phone does with its own
/// calls. Thread-safe.
final class CallsTogether {
    private final Map<UserAgent, Map<Id, CallPhase>> calls = new HashMap<>(); // guarded by this

    /// What an account's phone has to tell.
    Consumer<UserAgentEvent> of(UserAgent phone) {
        return event -> {
            if (event instanceof CallChanged change) {
                changed(phone, change);
            }
        };
    }

    private synchronized void changed(UserAgent phone, CallChanged change) {
        Map<Id, CallPhase> own = calls.computeIfAbsent(phone, _ -> new HashMap<>());
        CallPhase before =
                change.state() == CallPhase.ENDED
                        ? own.remove(change.call())
                        : own.put(change.call(), change.state());
        boolean begins =
                (change.state() == CallPhase.ESTABLISHED && before != CallPhase.ESTABLISHED)
                        || (change.state() == CallPhase.CALLING && before == null);
        if (begins) {
            calls.forEach((other, theirs) -> {
                if (!other.equals(phone)) {
                    theirs.forEach((call, state) -> {
                        if (state == CallPhase.ESTABLISHED) {
                            other.hold(call);
                        }
                    });
                }
            });
        }
    }

    /// Whether the user talks, or waits on hold, on another account than this one.
    synchronized boolean isElsewhere(UserAgent phone) {
        return calls.entrySet().stream()
                .filter(entry -> !entry.getKey().equals(phone))
                .flatMap(entry -> entry.getValue().values().stream())
                .anyMatch(state -> state == CallPhase.ESTABLISHED || state == CallPhase.HELD);
    }

    /// Its phone has ended.
    synchronized void forget(UserAgent phone) {
        calls.remove(phone);
    }
}

package org.earshot.common.stack;

import java.util.List;
import org.earshot.common.stack.TransactionAction.Do;
import org.earshot.common.stack.TransactionAction.Start;
import org.earshot.common.stack.TransactionAction.Stop;
import org.earshot.common.stack.TransactionEvent.Fired;
import org.earshot.common.stack.TransactionEvent.Signal;

/// Runs one state machine: keeps its two timers, and does what it asks for. All that touches the machine
/// happens under this object's lock, so any thread may feed it; nothing under the lock waits.
abstract class TransactionRun {
    private static final Timers.Cancellable NONE = () -> {};

    private final Timers timers;
    private Timers.Cancellable pace = NONE;
    private Timers.Cancellable deadline = NONE;

    TransactionRun(Timers timers) {
        this.timers = timers;
    }

    /// The machine; called under the lock.
    abstract TransactionMachine machine();

    /// Does one thing; called under the lock.
    ///
    /// @param subject the message of the event, or null for an event without
    /// @return false if it needed the transport and that failed
    abstract boolean perform(Do action, Message subject);

    /// The message that an event brings, with what belongs to it.
    interface Message {}

    /// Feeds an event.
    final synchronized void feed(TransactionEvent event, Message subject) {
        boolean works = true;
        List<TransactionAction> actions = machine().on(event);
        for (int i = 0; i < actions.size(); i++) {
            switch (actions.get(i)) {
                case Do action -> works &= perform(action, subject);
                case Start(TransactionTimer timer, var delay) -> start(timer, delay);
                case Stop(TransactionTimer timer) -> stop(timer);
            }
        }
        if (machine().isTerminated()) {
            stopAll();
        } else if (!works) {
            feed(Signal.TRANSPORT_ERROR, subject);
        }
    }

    final void stopAll() {
        pace.cancel();
        deadline.cancel();
        pace = NONE;
        deadline = NONE;
    }

    private void start(TransactionTimer timer, java.time.Duration delay) {
        stop(timer);
        Timers.Cancellable running = timers.after(delay, () -> feed(new Fired(timer), null));
        if (timer.paces()) {
            pace = running;
        } else {
            deadline = running;
        }
    }

    private void stop(TransactionTimer timer) {
        if (timer.paces()) {
            pace.cancel();
            pace = NONE;
        } else {
            deadline.cancel();
            deadline = NONE;
        }
    }
}

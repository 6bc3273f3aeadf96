package org.earshot.common.stack;

import java.time.Duration;
import java.util.List;
import org.earshot.common.stack.TransactionAction.Do;
import org.earshot.common.stack.TransactionAction.Start;
import org.earshot.common.stack.TransactionAction.Stop;
import org.earshot.common.stack.TransactionEvent.Fired;
import org.earshot.common.stack.TransactionEvent.Signal;

/// Runs one state machine: keeps its two timers, and does what it asks for. All that touches the machine
/// happens under this object's lock, so any thread may feed it; nothing under the lock waits, and nothing
/// calls the transaction user there.
abstract class TransactionRun {
    private static final Timers.Cancellable NONE = () -> {};

    /// What an event brings with it.
    interface Subject {
        /// Nothing.
        Subject NONE = new Subject() {};
    }

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
    /// @return false if it needed the transport and that failed
    abstract boolean perform(Do action, Subject subject);

    /// Feeds an event that brings nothing.
    final void feed(TransactionEvent event) {
        feed(event, Subject.NONE);
    }

    final synchronized void feed(TransactionEvent event, Subject subject) {
        boolean works = true;
        List<TransactionAction> actions = machine().on(event);
        for (int i = 0; i < actions.size(); i++) {
            switch (actions.get(i)) {
                case Do action -> works &= perform(action, subject);
                case Start(TransactionTimer timer, Duration delay) ->
                        start(timer.paces(), delay, () -> feed(new Fired(timer)));
                case Stop(TransactionTimer timer) -> stop(timer.paces());
            }
        }
        if (machine().isTerminated()) {
            stopAll();
        } else if (!works) {
            feed(Signal.TRANSPORT_ERROR);
        }
    }

    /// Starts a timer of its own, outside of the machine; the machine's next deadline replaces it.
    final synchronized void startDeadline(Duration delay, Runnable task) {
        start(false, delay, task);
    }

    final synchronized void stopAll() {
        stop(true);
        stop(false);
    }

    private void start(boolean paces, Duration delay, Runnable task) {
        stop(paces);
        Timers.Cancellable running = timers.after(delay, task);
        if (paces) {
            pace = running;
        } else {
            deadline = running;
        }
    }

    private void stop(boolean paces) {
        if (paces) {
            pace.cancel();
            pace = NONE;
        } else {
            deadline.cancel();
            deadline = NONE;
        }
    }
}

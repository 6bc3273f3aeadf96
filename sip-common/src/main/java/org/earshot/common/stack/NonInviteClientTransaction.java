package org.earshot.common.stack;

import static org.earshot.common.stack.TransactionAction.Do.END;
import static org.earshot.common.stack.TransactionAction.Do.PASS_UP;
import static org.earshot.common.stack.TransactionAction.Do.REPORT_TIMEOUT;
import static org.earshot.common.stack.TransactionAction.Do.REPORT_TRANSPORT_ERROR;
import static org.earshot.common.stack.TransactionAction.Do.TRANSMIT;

import java.time.Duration;
import java.util.List;
import org.earshot.common.stack.TransactionAction.Start;
import org.earshot.common.stack.TransactionAction.Stop;
import org.earshot.common.stack.TransactionEvent.Fired;
import org.earshot.common.stack.TransactionEvent.Signal;
import org.earshot.common.stack.TransactionEvent.Status;

/// The non-INVITE client transaction: RFC 3261 §17.1.2.2 (figure 6).
final class NonInviteClientTransaction implements TransactionMachine {

    /// Where it stands.
    sealed interface State {
        /// Nothing has come.
        ///
        /// @param interval of timer E
        record Trying(Duration interval) implements State {}

        /// A provisional response has come; timer E goes on, at T2.
        record Proceeding() implements State {}

        /// A final response has come; repeated ones are absorbed.
        record Completed() implements State {}

        /// Over.
        record Terminated() implements State {}
    }

    private final TransactionConfig config;
    private final boolean reliable;
    private State state;

    NonInviteClientTransaction(TransactionConfig config, boolean reliable) {
        this.config = config;
        this.reliable = reliable;
        state = new State.Trying(config.t1());
    }

    @Override
    public List<TransactionAction> on(TransactionEvent event) {
        return switch (state) {
            case State.Trying trying -> trying(trying, event);
            case State.Proceeding _ -> proceeding(event);
            case State.Completed _ ->
                    event.equals(new Fired(TransactionTimer.K)) ? end() : List.of();
            case State.Terminated _ -> List.of();
        };
    }

    private List<TransactionAction> trying(State.Trying trying, TransactionEvent event) {
        return switch (event) {
            case Signal signal when signal == Signal.BEGIN ->
                    reliable
                            ? List.of(TRANSMIT, new Start(TransactionTimer.F, config.t1x64()))
                            : List.of(
                                    TRANSMIT,
                                    new Start(TransactionTimer.E, trying.interval()),
                                    new Start(TransactionTimer.F, config.t1x64()));
            case Fired(TransactionTimer timer) when timer == TransactionTimer.E -> {
                Duration next = config.doubledUpToT2(trying.interval());
                state = new State.Trying(next);
                yield List.of(TRANSMIT, new Start(TransactionTimer.E, next));
            }
            case Status status when status.isProvisional() -> {
                state = new State.Proceeding();
                yield List.of(PASS_UP);
            }
            default -> untilFinal(event);
        };
    }

    private List<TransactionAction> proceeding(TransactionEvent event) {
        return switch (event) {
            case Fired(TransactionTimer timer) when timer == TransactionTimer.E ->
                    List.of(TRANSMIT, new Start(TransactionTimer.E, config.t2()));
            case Status status when status.isProvisional() -> List.of(PASS_UP);
            default -> untilFinal(event);
        };
    }

    private List<TransactionAction> untilFinal(TransactionEvent event) {
        return switch (event) {
            case Status _ when reliable -> { // timer K is zero
                state = new State.Terminated();
                yield List.of(PASS_UP, END);
            }
            case Status _ -> {
                state = new State.Completed();
                yield List.of(
                        new Stop(TransactionTimer.E),
                        new Start(TransactionTimer.K, config.t4()),
                        PASS_UP);
            }
            case Fired(TransactionTimer timer) when timer == TransactionTimer.F -> {
                state = new State.Terminated();
                yield List.of(REPORT_TIMEOUT, END);
            }
            case Signal signal when signal == Signal.TRANSPORT_ERROR -> {
                state = new State.Terminated();
                yield List.of(REPORT_TRANSPORT_ERROR, END);
            }
            default -> List.of();
        };
    }

    private List<TransactionAction> end() {
        state = new State.Terminated();
        return List.of(END);
    }

    State state() {
        return state;
    }

    @Override
    public boolean isTerminated() {
        return state instanceof State.Terminated;
    }
}

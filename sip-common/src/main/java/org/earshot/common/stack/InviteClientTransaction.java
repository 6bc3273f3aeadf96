package org.earshot.common.stack;

import static org.earshot.common.stack.TransactionAction.Do.ACKNOWLEDGE;
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

/// The INVITE client transaction: RFC 3261 §17.1.1.2 as changed by RFC 6026 §7.2 (figure 3).
final class InviteClientTransaction implements TransactionMachine {

    /// Where it stands.
    sealed interface State {
        /// Nothing has come.
        ///
        /// @param interval of timer A
        record Calling(Duration interval) implements State {}

        /// A provisional response has come.
        record Proceeding() implements State {}

        /// A 3xx–6xx has come, and has been acknowledged.
        record Completed() implements State {}

        /// A 2xx has come; more may (RFC 6026).
        record Accepted() implements State {}

        /// Over.
        record Terminated() implements State {}
    }

    private final TransactionConfig config;
    private final boolean reliable;
    private State state;

    InviteClientTransaction(TransactionConfig config, boolean reliable) {
        this.config = config;
        this.reliable = reliable;
        state = new State.Calling(config.t1());
    }

    @Override
    public List<TransactionAction> on(TransactionEvent event) {
        return switch (state) {
            case State.Calling calling -> calling(calling, event);
            case State.Proceeding _ -> proceeding(event);
            case State.Completed _ -> completed(event);
            case State.Accepted _ -> accepted(event);
            case State.Terminated _ -> List.of();
        };
    }

    private List<TransactionAction> calling(State.Calling calling, TransactionEvent event) {
        return switch (event) {
            case Signal signal when signal == Signal.BEGIN ->
                    reliable
                            ? List.of(TRANSMIT, start(TransactionTimer.B, config.t1x64()))
                            : List.of(
                                    TRANSMIT,
                                    start(TransactionTimer.A, calling.interval()),
                                    start(TransactionTimer.B, config.t1x64()));
            case Fired(TransactionTimer timer) when timer == TransactionTimer.A -> {
                Duration next = calling.interval().multipliedBy(2);
                state = new State.Calling(next);
                yield List.of(TRANSMIT, start(TransactionTimer.A, next));
            }
            case Fired(TransactionTimer timer) when timer == TransactionTimer.B -> {
                state = new State.Terminated();
                yield List.of(REPORT_TIMEOUT, END);
            }
            case Signal signal when signal == Signal.TRANSPORT_ERROR -> transportError();
            case Status status when status.isProvisional() -> {
                state = new State.Proceeding();
                yield List.of(new Stop(TransactionTimer.A), new Stop(TransactionTimer.B), PASS_UP);
            }
            case Status status -> onFinal(status);
            default -> List.of();
        };
    }

    private List<TransactionAction> proceeding(TransactionEvent event) {
        return switch (event) {
            case Status status when status.isProvisional() -> List.of(PASS_UP);
            case Status status -> onFinal(status);
            // RFC 3261 §9.1: no final response 64*T1 after the CANCEL means that there won't be
            // one.
            case Signal signal when signal == Signal.CANCELLED ->
                    List.of(start(TransactionTimer.B, config.t1x64()));
            case Fired(TransactionTimer timer) when timer == TransactionTimer.B -> {
                state = new State.Terminated();
                yield List.of(REPORT_TIMEOUT, END);
            }
            case Signal signal when signal == Signal.TRANSPORT_ERROR -> transportError();
            default -> List.of();
        };
    }

    private List<TransactionAction> onFinal(Status status) {
        if (status.isSuccess()) {
            state = new State.Accepted();
            return List.of(
                    new Stop(TransactionTimer.A),
                    start(TransactionTimer.M, config.t1x64()),
                    PASS_UP);
        }
        if (reliable) { // timer D is zero
            state = new State.Terminated();
            return List.of(ACKNOWLEDGE, PASS_UP, END);
        }
        state = new State.Completed();
        return List.of(
                new Stop(TransactionTimer.A),
                ACKNOWLEDGE,
                start(TransactionTimer.D, config.timerD()),
                PASS_UP);
    }

    private List<TransactionAction> completed(TransactionEvent event) {
        return switch (event) {
            case Status status when !status.isProvisional() && !status.isSuccess() ->
                    List.of(ACKNOWLEDGE);
            // The final response has been passed up: nobody needs to hear that an ACK was lost.
            case Signal signal when signal == Signal.TRANSPORT_ERROR -> end();
            case Fired(TransactionTimer timer) when timer == TransactionTimer.D -> end();
            default -> List.of();
        };
    }

    private List<TransactionAction> accepted(TransactionEvent event) {
        return switch (event) {
            case Status status when status.isSuccess() -> List.of(PASS_UP);
            case Fired(TransactionTimer timer) when timer == TransactionTimer.M -> end();
            default -> List.of();
        };
    }

    private List<TransactionAction> transportError() {
        state = new State.Terminated();
        return List.of(REPORT_TRANSPORT_ERROR, END);
    }

    private List<TransactionAction> end() {
        state = new State.Terminated();
        return List.of(END);
    }

    private static Start start(TransactionTimer timer, Duration delay) {
        return new Start(timer, delay);
    }

    State state() {
        return state;
    }

    @Override
    public boolean isTerminated() {
        return state instanceof State.Terminated;
    }
}

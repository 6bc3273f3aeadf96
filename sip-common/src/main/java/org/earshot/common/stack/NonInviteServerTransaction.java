package org.earshot.common.stack;

import static org.earshot.common.stack.TransactionAction.Do.END;
import static org.earshot.common.stack.TransactionAction.Do.KEEP;
import static org.earshot.common.stack.TransactionAction.Do.PASS_UP;
import static org.earshot.common.stack.TransactionAction.Do.TRANSMIT;

import java.util.List;
import org.earshot.common.stack.TransactionAction.Start;
import org.earshot.common.stack.TransactionEvent.Fired;
import org.earshot.common.stack.TransactionEvent.Signal;
import org.earshot.common.stack.TransactionEvent.Status;

/// The non-INVITE server transaction: RFC 3261 §17.2.2 (figure 8).
///
/// In Trying and Proceeding it waits 64*T1 for its user at most: after that the client has given up (timer F),
/// and a 408 would do harm (RFC 4320 §4.2).
final class NonInviteServerTransaction implements TransactionMachine {

    /// Where it stands.
    enum State {
        TRYING,
        PROCEEDING,
        COMPLETED,
        TERMINATED
    }

    private final TransactionConfig config;
    private final boolean reliable;
    private State state = State.TRYING;

    NonInviteServerTransaction(TransactionConfig config, boolean reliable) {
        this.config = config;
        this.reliable = reliable;
    }

    @Override
    public List<TransactionAction> on(TransactionEvent event) {
        return switch (state) {
            case TRYING, PROCEEDING -> untilFinal(event);
            case COMPLETED -> completed(event);
            case TERMINATED -> List.of();
        };
    }

    private List<TransactionAction> untilFinal(TransactionEvent event) {
        return switch (event) {
            case Signal signal when signal == Signal.BEGIN ->
                    List.of(new Start(TransactionTimer.J, config.t1x64()), PASS_UP);
            case Signal signal when signal == Signal.REQUEST_AGAIN && state == State.PROCEEDING ->
                    List.of(TRANSMIT);
            case Status status when status.isProvisional() -> {
                state = State.PROCEEDING;
                yield List.of(KEEP, TRANSMIT);
            }
            case Status _ when reliable -> { // timer J is zero
                state = State.TERMINATED;
                yield List.of(KEEP, TRANSMIT, END);
            }
            case Status _ -> {
                state = State.COMPLETED;
                yield List.of(KEEP, TRANSMIT, new Start(TransactionTimer.J, config.t1x64()));
            }
            case Fired(TransactionTimer timer) when timer == TransactionTimer.J -> end();
            default -> List.of();
        };
    }

    private List<TransactionAction> completed(TransactionEvent event) {
        return switch (event) {
            case Signal signal when signal == Signal.REQUEST_AGAIN -> List.of(TRANSMIT);
            case Signal signal when signal == Signal.TRANSPORT_ERROR -> end();
            case Fired(TransactionTimer timer) when timer == TransactionTimer.J -> end();
            default -> List.of();
        };
    }

    private List<TransactionAction> end() {
        state = State.TERMINATED;
        return List.of(END);
    }

    State state() {
        return state;
    }

    @Override
    public boolean isTerminated() {
        return state == State.TERMINATED;
    }
}

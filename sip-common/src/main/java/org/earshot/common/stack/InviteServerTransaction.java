package org.earshot.common.stack;

import static org.earshot.common.stack.TransactionAction.Do.END;
import static org.earshot.common.stack.TransactionAction.Do.KEEP;
import static org.earshot.common.stack.TransactionAction.Do.PASS_UP;
import static org.earshot.common.stack.TransactionAction.Do.REPORT_TIMEOUT;
import static org.earshot.common.stack.TransactionAction.Do.REPORT_TRANSPORT_ERROR;
import static org.earshot.common.stack.TransactionAction.Do.SEND_TRYING;
import static org.earshot.common.stack.TransactionAction.Do.TRANSMIT;

import java.time.Duration;
import java.util.List;
import org.earshot.common.stack.TransactionAction.Start;
import org.earshot.common.stack.TransactionAction.Stop;
import org.earshot.common.stack.TransactionEvent.Fired;
import org.earshot.common.stack.TransactionEvent.Signal;
import org.earshot.common.stack.TransactionEvent.Status;

/// The INVITE server transaction: RFC 3261 §17.2.1 as changed by RFC 6026 §7.1 (figure 2).
///
/// Unlike there, Proceeding has an end: a user that forgot it would hold it, and its place among those that we take on
/// at once, for ever.
final class InviteServerTransaction implements TransactionMachine {

    /// Where it stands.
    sealed interface State {
        /// No final response was sent.
        ///
        /// @param answered whether a provisional one was
        record Proceeding(boolean answered) implements State {}

        /// A 3xx–6xx was sent; no ACK has come.
        ///
        /// @param interval of timer G
        record Completed(Duration interval) implements State {}

        /// The ACK has come; repeated ones are absorbed.
        record Confirmed() implements State {}

        /// A 2xx was sent; the transaction user repeats it (RFC 6026).
        record Accepted() implements State {}

        /// Over.
        record Terminated() implements State {}
    }

    /// Longer than any proxy lets a phone ring without a sign of life (timer C).
    private static final Start UNANSWERED =
            new Start(TransactionTimer.UNANSWERED, Duration.ofMinutes(15));

    private final TransactionConfig config;
    private final boolean reliable;
    private final boolean retained;
    private State state = new State.Proceeding(false);

    /// @param retained whether a refusal may be kept until its ACK comes; otherwise it is sent once
    InviteServerTransaction(TransactionConfig config, boolean reliable, boolean retained) {
        this.config = config;
        this.reliable = reliable;
        this.retained = retained;
    }

    @Override
    public List<TransactionAction> on(TransactionEvent event) {
        return switch (state) {
            case State.Proceeding proceeding -> proceeding(proceeding, event);
            case State.Completed completed -> completed(completed, event);
            case State.Confirmed _ ->
                    event.equals(new Fired(TransactionTimer.I)) ? end() : List.of();
            case State.Accepted _ -> accepted(event);
            case State.Terminated _ -> List.of();
        };
    }

    private List<TransactionAction> proceeding(State.Proceeding now, TransactionEvent event) {
        return switch (event) {
            case Signal signal when signal == Signal.BEGIN ->
                    List.of(
                            new Start(TransactionTimer.TRYING, TransactionConfig.TRYING_DELAY),
                            UNANSWERED,
                            PASS_UP);
            case Signal signal when signal == Signal.REQUEST_AGAIN ->
                    now.answered() ? List.of(TRANSMIT) : List.of();
            case Fired(TransactionTimer timer)
                    when timer == TransactionTimer.TRYING && !now.answered() -> {
                state = new State.Proceeding(true);
                yield List.of(SEND_TRYING);
            }
            case Status status when status.isProvisional() -> {
                state = new State.Proceeding(true);
                yield now.answered()
                        ? List.of(UNANSWERED, KEEP, TRANSMIT)
                        : List.of(new Stop(TransactionTimer.TRYING), UNANSWERED, KEEP, TRANSMIT);
            }
            case Status status when status.isSuccess() -> {
                state = new State.Accepted();
                yield List.of(
                        new Stop(TransactionTimer.TRYING),
                        KEEP,
                        TRANSMIT,
                        new Start(TransactionTimer.L, config.t1x64()));
            }
            case Status status -> failed(now, status);
            case Fired(TransactionTimer timer) when timer == TransactionTimer.UNANSWERED -> end();
            // Also without a connection the TU must come to an end: its final response does that.
            default -> List.of();
        };
    }

    private List<TransactionAction> failed(State.Proceeding now, Status status) {
        // Until it has a 100 the client repeats its INVITE by itself, so that a lost answer is made
        // anew. RFC 3261 §26.3.2.4: a challenge needs no state, or anybody who sends INVITEs under
        // false addresses makes us keep, and repeat to others, what nobody will acknowledge.
        boolean clientRepeats = !reliable && !now.answered();
        if (!retained || (status.isChallenge() && clientRepeats)) {
            state = new State.Terminated();
            return List.of(KEEP, TRANSMIT, END);
        }
        state = new State.Completed(config.t1());
        Start timerH = new Start(TransactionTimer.H, config.t1x64());
        return reliable
                ? List.of(new Stop(TransactionTimer.TRYING), KEEP, TRANSMIT, timerH)
                : List.of(KEEP, TRANSMIT, new Start(TransactionTimer.G, config.t1()), timerH);
    }

    private List<TransactionAction> completed(State.Completed completed, TransactionEvent event) {
        return switch (event) {
            case Signal signal when signal == Signal.REQUEST_AGAIN -> List.of(TRANSMIT);
            case Signal signal when signal == Signal.ACK -> {
                if (reliable) { // timer I is zero
                    yield end();
                }
                state = new State.Confirmed();
                yield List.of(
                        new Stop(TransactionTimer.G), new Start(TransactionTimer.I, config.t4()));
            }
            case Fired(TransactionTimer timer) when timer == TransactionTimer.G -> {
                Duration next = config.doubledUpToT2(completed.interval());
                state = new State.Completed(next);
                yield List.of(TRANSMIT, new Start(TransactionTimer.G, next));
            }
            case Fired(TransactionTimer timer) when timer == TransactionTimer.H -> {
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

    private List<TransactionAction> accepted(TransactionEvent event) {
        return switch (event) {
            // RFC 6026 §7.1: a repeated INVITE is absorbed; the TU repeats its 2xx by its own
            // clock.
            case Status status when status.isSuccess() -> List.of(KEEP, TRANSMIT);
            case Signal signal when signal == Signal.ACK -> List.of(PASS_UP);
            case Fired(TransactionTimer timer) when timer == TransactionTimer.L -> end();
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

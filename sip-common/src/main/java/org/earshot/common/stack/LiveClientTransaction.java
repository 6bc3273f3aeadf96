package org.earshot.common.stack;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import javax.sip.header.Header;
import javax.sip.message.Request;
import javax.sip.message.Response;
import org.earshot.common.stack.TransactionAction.Do;
import org.earshot.common.stack.TransactionEvent.Signal;
import org.earshot.common.stack.TransactionEvent.Status;

/// A client transaction with its request, its flow and its user (RFC 3261 §17.1).
final class LiveClientTransaction extends TransactionRun implements ClientTransaction {
    private static final ClientTransaction.Listener NOBODY = new Silent();

    private final ClientTransactions owner;
    private final Request request;
    private final TransactionKey key;
    private final Executor executor;
    private ClientTransaction.Listener listener;
    private Phase phase = new Opening();
    private Cancelling cancelling = new Cancelling.No();

    /// How far it has come.
    private sealed interface Phase {}

    /// There is no flow yet, so it is not known which timers apply.
    private record Opening() implements Phase {}

    /// The machine runs.
    private record Running(TransactionMachine machine, Outgoing.Prepared sent) implements Phase {}

    /// It was given up before it began.
    private record Stillborn() implements Phase {}

    /// What became of the wish to cancel.
    private sealed interface Cancelling {
        /// Nobody wants it.
        record No() implements Cancelling {}

        /// To be sent when a provisional response comes (RFC 3261 §9.1).
        record AfterProvisional(List<Header> headers) implements Cancelling {}

        /// Sent, or of no use any more.
        record Done() implements Cancelling {}
    }

    /// @param response what came
    /// @param flow over which
    private record Incoming(Response response, Flow flow) implements Subject {}

    /// @param request becomes the transaction's
    LiveClientTransaction(
            ClientTransactions owner,
            Timers timers,
            Request request,
            String branch,
            ClientTransaction.Listener listener,
            Executor executor) {
        super(timers);
        this.owner = owner;
        this.request = request;
        this.key = TransactionKey.client(branch, request.getMethod());
        this.listener = listener;
        this.executor = executor;
    }

    TransactionKey key() {
        return key;
    }

    /// The flow exists, the request is written down: sends it.
    void begin(Outgoing.Prepared prepared, TransactionMachine machine) {
        synchronized (this) {
            if (!(phase instanceof Opening)) {
                return;
            }
            stopAll();
            phase = new Running(machine, prepared);
            owner.onBegin(this, prepared.flow());
        }
        feed(Signal.BEGIN);
    }

    /// No flow could be had.
    void failToBegin(String reason) {
        synchronized (this) {
            if (!(phase instanceof Opening)) {
                return;
            }
            giveUp();
            tell(l -> l.onTransportError(reason));
        }
    }

    /// Until it begins, it may take as long as all of it may.
    synchronized void limitOpening(Duration limit) {
        if (phase instanceof Opening) {
            startDeadline(limit, this::timeOutOpening);
        }
    }

    /// No flow could be had in the time that a whole transaction may take.
    private void timeOutOpening() {
        synchronized (this) {
            if (!(phase instanceof Opening)) {
                return;
            }
            giveUp();
            tell(ClientTransaction.Listener::onTimeout);
        }
    }

    void onResponse(Response response, Flow flow) {
        synchronized (this) {
            if (phase instanceof Running) {
                feed(new Status(response.getStatusCode()), new Incoming(response, flow));
                if (cancelling instanceof Cancelling.AfterProvisional(List<Header> headers)) {
                    cancelIfProceeding(headers);
                }
            }
        }
    }

    /// The connection that it used is gone.
    void onFlowClosed() {
        synchronized (this) {
            if (phase instanceof Running) {
                feed(Signal.TRANSPORT_ERROR);
            }
        }
    }

    @Override
    public String branch() {
        return key.id();
    }

    @Override
    public synchronized void cancel(List<Header> headers) {
        if (!request.getMethod().equals(Request.INVITE) || !(cancelling instanceof Cancelling.No)) {
            return;
        }
        cancelling = new Cancelling.AfterProvisional(List.copyOf(headers));
        switch (phase) {
            case Opening _ -> {
                // Nobody has seen the INVITE: there is nothing to cancel, but the user needs an
                // end.
                giveUp();
                tell(ClientTransaction.Listener::onTimeout);
            }
            case Running _ -> cancelIfProceeding(List.copyOf(headers));
            case Stillborn _ -> {}
        }
    }

    private void cancelIfProceeding(List<Header> headers) {
        Running running = (Running) phase;
        if (state(running) instanceof InviteClientTransaction.State.Proceeding) {
            cancelling = new Cancelling.Done();
            owner.sendCancel(Cancels.create(request, headers), key.id(), running.sent().flow());
            feed(Signal.CANCELLED);
        }
    }

    @Override
    public synchronized void abandon() {
        listener = NOBODY;
        switch (phase) {
            case Opening _ -> giveUp();
            case Running running -> {
                if (request.getMethod().equals(Request.INVITE)) {
                    // A final response still needs its ACK; one that never comes must not keep us.
                    feed(Signal.CANCELLED);
                } else if (!running.machine().isTerminated()) {
                    stopAll();
                    phase = new Stillborn();
                    owner.remove(this, Optional.of(running.sent().flow()));
                }
            }
            case Stillborn _ -> {}
        }
    }

    private static InviteClientTransaction.State state(Running running) {
        return ((InviteClientTransaction) running.machine()).state();
    }

    private void giveUp() {
        stopAll();
        phase = new Stillborn();
        owner.remove(this, Optional.empty());
    }

    @Override
    TransactionMachine machine() {
        return ((Running) phase).machine();
    }

    @Override
    boolean perform(Do action, Subject subject) {
        Outgoing.Prepared sent = ((Running) phase).sent();
        switch (action) {
            case TRANSMIT -> {
                return owner.outlet().send(sent.flow(), sent.bytes());
            }
            case ACKNOWLEDGE -> {
                Request ack = Cancels.ack(request, ((Incoming) subject).response());
                return owner.outlet().send(sent.flow(), SipMessages.encode(ack));
            }
            case PASS_UP -> {
                Incoming incoming = (Incoming) subject;
                tell(l -> l.onResponse(incoming.response(), incoming.flow()));
            }
            case REPORT_TIMEOUT -> tell(ClientTransaction.Listener::onTimeout);
            case REPORT_TRANSPORT_ERROR ->
                    tell(l -> l.onTransportError("can't send over " + sent.flow().token()));
            case END -> owner.remove(this, Optional.of(sent.flow()));
            case KEEP, SEND_TRYING -> throw new IllegalStateException(action + " at a client");
        }
        return true;
    }

    private void tell(Consumer<ClientTransaction.Listener> what) {
        ClientTransaction.Listener hearer = listener;
        if (hearer != NOBODY) {
            executor.execute(() -> what.accept(hearer));
        }
    }

    private static final class Silent implements ClientTransaction.Listener {
        @Override
        public void onResponse(Response response, Flow flow) {}

        @Override
        public void onTimeout() {}

        @Override
        public void onTransportError(String reason) {}
    }

    /// A user that wants to hear nothing.
    static ClientTransaction.Listener nobody() {
        return NOBODY;
    }
}

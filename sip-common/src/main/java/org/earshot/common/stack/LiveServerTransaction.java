package org.earshot.common.stack;

import java.util.Optional;
import javax.sip.message.Request;
import javax.sip.message.Response;
import org.earshot.common.stack.TransactionAction.Do;
import org.earshot.common.stack.TransactionEvent.Signal;
import org.earshot.common.stack.TransactionEvent.Status;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A server transaction (RFC 3261 §17.2). From its final response on it keeps the bytes of that, and no message:
/// there may be hundreds of thousands of them.
final class LiveServerTransaction extends TransactionRun {
    private static final Logger log = LoggerFactory.getLogger(LiveServerTransaction.class);
    private static final byte[] NOTHING = {};

    private final ServerTransactions owner;
    private final TransactionKey key;
    private final TransactionMachine machine;
    private final String toTag;
    private Flow source;
    private Responder.Way way;
    private byte[] newest = NOTHING;
    private Optional<TransactionRequest> unanswered;

    /// A response that is to go out.
    private record Outbound(Response response) implements Subject {}

    /// An ACK that came to a 2xx.
    private record IncomingAck(Request ack, Flow flow) implements Subject {}

    LiveServerTransaction(
            ServerTransactions owner,
            Timers timers,
            TransactionKey key,
            TransactionMachine machine,
            Request request,
            Flow flow,
            String toTag) {
        super(timers);
        this.owner = owner;
        this.key = key;
        this.machine = machine;
        this.source = flow;
        this.way = owner.responder().way(request, flow);
        this.toTag = toTag;
        this.unanswered = Optional.of(owner.inbound(request, flow, this));
    }

    TransactionKey key() {
        return key;
    }

    String toTag() {
        return toTag;
    }

    void begin() {
        feed(Signal.BEGIN);
    }

    /// The request came again, perhaps over the connection that its client opened in place of a broken one. From
    /// anywhere else it is dropped: whoever has seen a request knows its Via, and must not draw its answers.
    void onRequestAgain(Flow flow) {
        synchronized (this) {
            if (!isSamePeer(flow)) {
                log.debug("{} came again over {}, not from its client", key, flow);
                return;
            }
            if (flow.transport().isReliable()) {
                source = flow;
                way = new Responder.Way(flow, way.otherwise());
            }
            feed(Signal.REQUEST_AGAIN);
        }
    }

    void onAck(Request ack, Flow flow) {
        feed(Signal.ACK, new IncomingAck(ack, flow));
    }

    /// The response that the transaction user sends.
    void respond(Response response) {
        feed(new Status(response.getStatusCode()), new Outbound(response));
    }

    /// RFC 3261 §9.2: nothing happens to a transaction that has its final response.
    ///
    /// @return whether the CANCEL comes from where the request came from
    boolean onCancel(Request cancel, Flow flow) {
        Optional<TransactionRequest> cancelled;
        synchronized (this) {
            if (!isSamePeer(flow)) {
                return false;
            }
            cancelled = unanswered;
        }
        cancelled.ifPresent(request -> request.cancel(cancel));
        return true;
    }

    // The branch is a secret of the path; that it came the same way shows more. A client whose
    // connection broke may repeat or cancel over its next one.
    private boolean isSamePeer(Flow flow) {
        return flow.equals(source)
                || (flow.transport() == source.transport()
                        && flow.transport().isReliable()
                        && flow.remote().getAddress().equals(source.remote().getAddress())
                        && !owner.isOpen(source));
    }

    @Override
    TransactionMachine machine() {
        return machine;
    }

    @Override
    boolean perform(Do action, Subject subject) {
        switch (action) {
            case PASS_UP -> {
                if (subject instanceof IncomingAck(Request ack, Flow flow)) {
                    owner.deliverAck(ack, flow);
                } else {
                    unanswered.ifPresent(owner::deliver);
                }
            }
            case SEND_TRYING ->
                    unanswered.ifPresent(request -> {
                        Response trying = request.createResponse(100, "Trying");
                        keep(trying);
                        owner.responder().send(way, newest);
                    });
            case KEEP -> keep(((Outbound) subject).response());
            case TRANSMIT -> {
                if (subject instanceof Outbound) {
                    owner.responder().send(way, newest);
                } else {
                    return owner.responder().sendAgain(way, newest);
                }
            }
            case REPORT_TIMEOUT, REPORT_TRANSPORT_ERROR -> owner.onUnacknowledged(key);
            case END -> {
                settled();
                owner.remove(this);
            }
            case ACKNOWLEDGE -> throw new IllegalStateException(action + " at a server");
        }
        return true;
    }

    private void keep(Response response) {
        newest = SipMessages.encode(response);
        int status = response.getStatusCode();
        if (status >= 200) {
            unanswered.ifPresent(request -> owner.onAnswered(request, status));
            settled();
        }
    }

    private void settled() {
        if (unanswered.isPresent()) {
            unanswered = Optional.empty();
            owner.onSettled();
        }
    }
}

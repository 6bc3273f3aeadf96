package org.earshot.common.stack;

import gov.nist.javax.sip.message.SIPRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import javax.sip.header.Header;
import javax.sip.message.Request;
import javax.sip.message.Response;

/// A request on its way through its handler. Thread-safe; belongs to whoever handles it, and lives as long as
/// they need it.
final class TransactionRequest implements InboundRequest {
    private final Request message;
    private final Flow flow;
    private final SerialQueue queue;
    private final Optional<LiveServerTransaction> transaction;
    private final Optional<Header> server;
    private final long came = System.nanoTime();
    private final List<CancelListener> cancelListeners = new ArrayList<>(1);
    private Optional<Request> cancel = Optional.empty();

    /// @param transaction empty for an ACK to a 2xx
    /// @param server who we are, put into the responses that we make
    TransactionRequest(
            Request message,
            Flow flow,
            Executor threads,
            Optional<LiveServerTransaction> transaction,
            Optional<Header> server) {
        this.message = message;
        this.flow = flow;
        this.queue = new SerialQueue(threads, e -> RequestDispatch.fail(this, e));
        this.transaction = transaction;
        this.server = server;
    }

    long nanosSinceItCame() {
        return System.nanoTime() - came;
    }

    @Override
    public Request message() {
        return message;
    }

    @Override
    public Flow flow() {
        return flow;
    }

    @Override
    public SerialQueue queue() {
        return queue;
    }

    @Override
    public Response createResponse(int status, String reason) {
        String tag = transaction.map(LiveServerTransaction::toTag).orElse("");
        Response response = Responses.create(message, status, reason, tag);
        if (status != Response.TRYING) {
            server.ifPresent(response::setHeader);
        }
        return response;
    }

    @Override
    public void respond(Response response) {
        transaction
                .orElseThrow(() -> new IllegalStateException("nobody answers an ACK"))
                .respond(response);
    }

    @Override
    public void onCancel(CancelListener listener) {
        Optional<Request> early;
        synchronized (cancelListeners) {
            cancelListeners.add(listener);
            early = cancel;
        }
        early.ifPresent(request -> queue.execute(() -> listener.onCancel(request)));
    }

    /// A CANCEL for it has come; a repeated one changes nothing.
    void cancel(Request request) {
        List<CancelListener> listeners;
        synchronized (cancelListeners) {
            if (cancel.isPresent()) {
                return;
            }
            cancel = Optional.of(request);
            listeners = List.copyOf(cancelListeners);
        }
        listeners.forEach(listener -> queue.execute(() -> listener.onCancel(request)));
    }

    @Override
    public String callId() {
        return ((SIPRequest) message).getCallId().getCallId();
    }
}

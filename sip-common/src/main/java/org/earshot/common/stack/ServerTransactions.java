package org.earshot.common.stack;

import gov.nist.javax.sip.header.RetryAfter;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sip.InvalidArgumentException;
import javax.sip.header.Header;
import javax.sip.message.Request;
import javax.sip.message.Response;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// All server transactions of a node: finds the one that a request belongs to (RFC 3261 §17.2.3), or makes it
/// and gives the request to the handler. Thread-safe.
final class ServerTransactions {
    private static final Logger log = LoggerFactory.getLogger(ServerTransactions.class);

    private final Outlet outlet;
    private final Responder responder;
    private final Timers timers;
    private final TransactionConfig config;
    private final StackLimits limits;
    private final Executor threads;
    private final RequestHandler handler;
    private final Optional<Header> server;
    private final StackObserver observer;
    private final RandomIds ids = new RandomIds();
    private final Map<TransactionKey, LiveServerTransaction> live = new ConcurrentHashMap<>();
    private final AckOrder acks = new AckOrder();
    private final AtomicInteger unanswered = new AtomicInteger();

    ServerTransactions(
            Outlet outlet,
            Responder responder,
            Timers timers,
            TransactionConfig config,
            StackLimits limits,
            Executor threads,
            RequestHandler handler,
            Optional<Header> server,
            StackObserver observer) {
        this.outlet = outlet;
        this.responder = responder;
        this.timers = timers;
        this.config = config;
        this.limits = limits;
        this.threads = threads;
        this.handler = handler;
        this.server = server;
        this.observer = observer;
    }

    void onRequest(Request request, Flow flow) {
        switch (request.getMethod()) {
            case Request.ACK -> onAck(request, flow);
            case Request.CANCEL -> onCancel(request, flow);
            default -> onOther(request, flow);
        }
    }

    private void onAck(Request ack, Flow flow) {
        LiveServerTransaction transaction = live.get(TransactionKey.ofRequest(ack));
        if (transaction == null) {
            deliverAck(ack, flow);
        } else {
            transaction.onAck(ack, flow);
        }
    }

    // RFC 3261 §9.2 and §16.10. Without a transaction: the same CANCEL gets the same answer again.
    private void onCancel(Request cancel, Flow flow) {
        LiveServerTransaction transaction = live.get(TransactionKey.ofCancelled(cancel));
        if (transaction != null && transaction.onCancel(cancel, flow)) {
            answerAtOnce(Responses.create(cancel, 200, "OK", transaction.toTag()), cancel, flow);
        } else {
            answerAtOnce(
                    Responses.create(cancel, 481, "Call/Transaction Does Not Exist", ids.tag()),
                    cancel,
                    flow);
        }
    }

    private void onOther(Request request, Flow flow) {
        TransactionKey key = TransactionKey.ofRequest(request);
        LiveServerTransaction known = live.get(key);
        if (known != null) {
            observer.repeated(request.getMethod());
            known.onRequestAgain(flow);
            return;
        }
        if (unanswered.get() >= limits.maxUnanswered()) {
            answerAtOnce(overloaded(request), request, flow);
            return;
        }
        boolean reliable = flow.transport().isReliable();
        // Retaining fewer is better than refusing more.
        boolean retained = live.size() < limits.maxRetained();
        TransactionMachine machine =
                request.getMethod().equals(Request.INVITE)
                        ? new InviteServerTransaction(config, reliable, retained)
                        : new NonInviteServerTransaction(config, reliable || !retained);
        LiveServerTransaction created =
                new LiveServerTransaction(this, timers, key, machine, request, flow, ids.tag());
        LiveServerTransaction first = live.putIfAbsent(key, created);
        if (first == null) {
            unanswered.incrementAndGet();
            created.begin();
        } else {
            first.onRequestAgain(flow);
        }
    }

    private Response overloaded(Request request) {
        Response response =
                Responses.create(
                        request, Response.SERVICE_UNAVAILABLE, "Service Unavailable", ids.tag());
        try {
            RetryAfter retryAfter = new RetryAfter();
            retryAfter.setRetryAfter((int) limits.retryAfter().toSeconds());
            response.setHeader(retryAfter);
        } catch (InvalidArgumentException e) {
            throw new IllegalStateException(e);
        }
        return response;
    }

    private void answerAtOnce(Response response, Request request, Flow flow) {
        observer.answered(request.getMethod(), response.getStatusCode(), 0);
        sendStateless(response, flow);
    }

    /// Sends a response to a request for which there is no transaction.
    void sendStateless(Response response, Flow flow) {
        responder.send(responder.way(response, flow), SipMessages.encode(response));
    }

    /// Gives an ACK to a 2xx to the handler.
    void deliverAck(Request ack, Flow flow) {
        TransactionRequest request =
                new TransactionRequest(ack, flow, threads, Optional.empty(), server);
        acks.acknowledge(request, () -> RequestDispatch.run(handler, request));
    }

    void deliver(TransactionRequest request) {
        acks.follow(
                request,
                () ->
                        observer.handling(
                                request.message(), () -> RequestDispatch.run(handler, request)));
    }

    TransactionRequest inbound(Request request, Flow flow, LiveServerTransaction transaction) {
        return new TransactionRequest(request, flow, threads, Optional.of(transaction), server);
    }

    Responder responder() {
        return responder;
    }

    boolean isOpen(Flow flow) {
        return outlet.isOpen(flow);
    }

    /// A request needs no answer any more.
    void onSettled() {
        unanswered.decrementAndGet();
    }

    void onAnswered(TransactionRequest request, int status) {
        long nanos = request.nanosSinceItCame();
        observer.answered(request.method(), status, nanos);
        observer.settled(request.message(), request.flow(), status, nanos);
    }

    void onUnacknowledged(TransactionKey key) {
        log.debug("no ACK came for {}", key);
    }

    void remove(LiveServerTransaction transaction) {
        live.remove(transaction.key(), transaction);
    }

    /// Ends all of them without a word.
    void close() {
        live.values().forEach(TransactionRun::stopAll);
        live.clear();
        unanswered.set(0);
    }

    /// How many live.
    int size() {
        return live.size();
    }

    /// How many of them have no final response yet.
    int unanswered() {
        return unanswered.get();
    }
}

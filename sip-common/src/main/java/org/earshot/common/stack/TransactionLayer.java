package org.earshot.common.stack;

import gov.nist.javax.sip.message.SIPResponse;
import java.util.Optional;
import java.util.concurrent.Executor;
import javax.sip.header.Header;
import javax.sip.message.Message;
import javax.sip.message.Request;
import javax.sip.message.Response;

/// The transaction layer (RFC 3261 §17, RFC 6026): between the messages of the wire and the handlers and
/// senders of proxy, registrar and phone. Thread-safe.
final class TransactionLayer implements RequestSender, WireListener {
    private final Outlet outlet;
    private final Executor threads;
    private final StrayResponses strayResponses;
    private final StackObserver observer;
    private final ClientTransactions clients;
    private final ServerTransactions servers;

    /// @param threads for handlers: a virtual thread each
    /// @param server the Server header of the responses that are made here
    /// @param observer hears what becomes of requests
    TransactionLayer(
            Outlet outlet,
            Timers timers,
            TransactionConfig config,
            StackLimits limits,
            Executor threads,
            RequestHandler handler,
            StrayResponses strayResponses,
            Optional<Header> server,
            StackObserver observer) {
        this.outlet = outlet;
        this.observer = observer;
        this.threads = threads;
        this.strayResponses = strayResponses;
        this.clients = new ClientTransactions(outlet, timers, config);
        this.servers =
                new ServerTransactions(
                        outlet,
                        new Responder(outlet),
                        timers,
                        config,
                        limits,
                        threads,
                        handler,
                        server,
                        observer);
    }

    @Override
    public ClientTransaction send(
            Request request,
            Destination destination,
            String branchSuffix,
            ClientTransaction.Listener listener,
            Executor executor) {
        return clients.send(
                request, destination, branchSuffix, observer.sending(request, listener), executor);
    }

    @Override
    public void sendAck(Request ack, Destination destination) {
        clients.sendAck(ack, destination);
    }

    @Override
    public void sendResponse(Response response, Flow flow) {
        servers.sendStateless(response, flow);
    }

    @Override
    public boolean isOpen(Flow flow) {
        return outlet.isOpen(flow);
    }

    @Override
    public boolean isCertified(Flow flow, String domain) {
        return outlet.isCertified(flow, domain);
    }

    @Override
    public void onMessage(Message message, Flow flow) {
        observer.received(message, flow);
        switch (message) {
            case Request request -> servers.onRequest(request, flow);
            case Response response -> onResponse(response, flow);
            default -> throw new IllegalArgumentException("neither request nor response");
        }
    }

    private void onResponse(Response response, Flow flow) {
        if (!clients.onResponse(response, flow)
                && response.getStatusCode() / 100 == 2
                && ((SIPResponse) response).getCSeq().getMethod().equals(Request.INVITE)) {
            strayResponses.onStrayResponse(response, flow);
        }
    }

    @Override
    public void onMalformed(MalformedMessage broken, Flow flow) {
        observer.malformed();
        broken.response().ifPresent(response -> outlet.send(flow, SipMessages.encode(response)));
    }

    @Override
    public void onFlowClosed(Flow flow, String reason) {
        // A sender that holds its transaction's lock may have closed it.
        threads.execute(() -> clients.onFlowClosed(flow));
    }

    /// Ends all transactions without a word.
    void close() {
        clients.close();
        servers.close();
    }

    /// How many client transactions live.
    int clientTransactions() {
        return clients.size();
    }

    /// How many server transactions live.
    int serverTransactions() {
        return servers.size();
    }

    /// How many requests have no final response yet.
    int unanswered() {
        return servers.unanswered();
    }
}

package org.earshot.common.stack;

import gov.nist.javax.sip.header.Via;
import java.text.ParseException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import javax.sip.InvalidArgumentException;
import javax.sip.SipException;
import javax.sip.header.Header;
import javax.sip.message.Request;
import javax.sip.message.Response;

/// A [RequestSender] without a network: keeps what is sent, and lets a test answer it. With
/// [#answeredBy(RequestHandler)] a handler answers in its place: two ends joined in memory. Thread-safe.
public final class LoopbackNode implements RequestSender {

    /// An ACK to a 2xx that was sent.
    public record SentAck(Request request, Destination destination) {}

    /// A response that was forwarded without a transaction.
    public record SentResponse(Response response, Flow flow) {}

    private final Flow peer;
    private final List<Sent> sent = new ArrayList<>();
    private final List<SentAck> acks = new ArrayList<>();
    private final List<SentResponse> responses = new ArrayList<>();
    private final Set<Flow> closed = new HashSet<>();
    private final Map<Flow, String> certified = new HashMap<>();
    private RequestHandler handler;
    private int taken;
    private int branches;

    /// Answers come over a UDP flow.
    public LoopbackNode() {
        this(RecordedRequest.udpFlow());
    }

    /// @param peer the flow over which answers (and, joined, requests) come
    public LoopbackNode(Flow peer) {
        this.peer = peer;
    }

    /// Gives whatever is sent from now on to a handler, whose responses come back at once.
    public synchronized LoopbackNode answeredBy(RequestHandler newHandler) {
        handler = newHandler;
        return this;
    }

    /// All that was sent in a client transaction, oldest first.
    public synchronized List<Sent> sent() {
        return List.copyOf(sent);
    }

    /// The oldest sent request that was not taken yet.
    ///
    /// @throws AssertionError if there is none
    public synchronized Sent take() {
        if (taken == sent.size()) {
            throw new AssertionError("nothing more was sent; in all: " + sent);
        }
        return sent.get(taken++);
    }

    /// The ACKs to 2xx responses.
    public synchronized List<SentAck> acks() {
        return List.copyOf(acks);
    }

    /// The responses forwarded without a transaction.
    public synchronized List<SentResponse> responses() {
        return List.copyOf(responses);
    }

    /// From now on the peer of a flow has shown a certificate of a domain.
    public synchronized void certify(Flow flow, String domain) {
        certified.put(flow, domain);
    }

    /// From now on the flow is not open.
    public synchronized void close(Flow flow) {
        closed.add(flow);
    }

    @Override
    public ClientTransaction send(
            Request request,
            Destination destination,
            String branchSuffix,
            ClientTransaction.Listener listener,
            Executor executor) {
        Sent transaction;
        RequestHandler answering;
        synchronized (this) {
            String branch = "z9hG4bKloop" + ++branches + branchSuffix;
            addVia(request, destination.transport(), branch);
            transaction = new Sent(request, destination, branch, listener, executor);
            sent.add(transaction);
            answering = handler;
        }
        if (answering != null) {
            transaction.deliverTo(answering);
        }
        return transaction;
    }

    @Override
    public void sendAck(Request ack, Destination destination) {
        RequestHandler answering;
        synchronized (this) {
            addVia(ack, destination.transport(), "z9hG4bKloop" + ++branches);
            acks.add(new SentAck(ack, destination));
            answering = handler;
        }
        if (answering != null) {
            new RecordedRequest(ack, peer).handledBy(answering);
        }
    }

    @Override
    public synchronized void sendResponse(Response response, Flow flow) {
        responses.add(new SentResponse(response, flow));
    }

    @Override
    public synchronized boolean isOpen(Flow flow) {
        return !closed.contains(flow);
    }

    @Override
    public synchronized boolean isCertified(Flow flow, String domain) {
        return domain.equals(certified.get(flow));
    }

    private static void addVia(Request request, Transport transport, String branch) {
        try {
            Via via = new Via();
            via.setTransport(transport.name());
            via.setHost("192.0.2.1");
            via.setPort(transport.defaultPort());
            via.setBranch(branch);
            via.setRPort();
            request.addFirst(via);
        } catch (ParseException | InvalidArgumentException | SipException e) {
            throw new IllegalArgumentException(e);
        }
    }

    /// A request that was sent, with what the transaction user did to it; the test plays the other end.
    public final class Sent implements ClientTransaction {
        private final Request request;
        private final Destination destination;
        private final String branch;
        private final Listener listener;
        private final Executor executor;
        private RecordedRequest delivered;
        private List<Header> cancelHeaders;
        private boolean abandoned;

        private Sent(
                Request request,
                Destination destination,
                String branch,
                Listener listener,
                Executor executor) {
            this.request = request;
            this.destination = destination;
            this.branch = branch;
            this.listener = listener;
            this.executor = executor;
        }

        private void deliverTo(RequestHandler answering) {
            Request copy = (Request) request.clone();
            RecordedRequest inbound = new RecordedRequest(copy, peer, this::respond);
            synchronized (this) {
                delivered = inbound;
            }
            inbound.handledBy(answering);
        }

        /// As sent, our Via on top.
        public Request request() {
            return request;
        }

        public Destination destination() {
            return destination;
        }

        /// The other end answers; To gets the tag [RecordedRequest#TO_TAG] if it has none.
        public void respond(int status, String reason) {
            respond(createResponse(status, reason));
        }

        /// To be completed and given to [#respond(Response)].
        public Response createResponse(int status, String reason) {
            return Responses.create(request, status, reason, RecordedRequest.TO_TAG);
        }

        /// The other end answers.
        public void respond(Response response) {
            if (!abandoned()) {
                Response copy = (Response) response.clone();
                executor.execute(() -> listener.onResponse(copy, peer));
            }
        }

        /// Timer B or F fires.
        public void timeOut() {
            executor.execute(listener::onTimeout);
        }

        /// It can't be sent, or the connection breaks.
        public void fail(String reason) {
            executor.execute(() -> listener.onTransportError(reason));
        }

        /// The headers given to the CANCEL; empty if it was not cancelled.
        public synchronized Optional<List<Header>> cancelled() {
            return Optional.ofNullable(cancelHeaders);
        }

        public synchronized boolean abandoned() {
            return abandoned;
        }

        @Override
        public String branch() {
            return branch;
        }

        @Override
        public void cancel(List<Header> headers) {
            RecordedRequest other;
            synchronized (this) {
                if (cancelHeaders != null) {
                    return;
                }
                cancelHeaders = List.copyOf(headers);
                other = delivered;
            }
            if (other != null) {
                Request cancel = Cancels.create(request, headers);
                other.cancel(cancel);
            }
        }

        @Override
        public synchronized void abandon() {
            abandoned = true;
        }

        @Override
        public String toString() {
            return request.getMethod() + " " + request.getRequestURI() + " to " + destination;
        }
    }
}

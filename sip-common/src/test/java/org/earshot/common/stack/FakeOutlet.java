package org.earshot.common.stack;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import javax.sip.message.Message;
import javax.sip.message.Request;
import javax.sip.message.Response;

/// A transport that keeps what is sent. Not thread-safe.
final class FakeOutlet implements Outlet {
    static final String US = "192.0.2.1";

    /// What was sent where.
    record Sent(Flow flow, Message message) {}

    private final Queue<Sent> sent = new ArrayDeque<>();
    private final Set<Flow> closed = new HashSet<>();
    private final Set<Transport> refused = new HashSet<>();
    private CompletableFuture<Flow> pending;

    static Flow flow(Transport transport, String host, int port) {
        return RecordedRequest.flow(
                transport, host, port, transport.isReliable() ? host.hashCode() + port : 0);
    }

    /// The oldest message not looked at yet.
    Sent take() {
        if (sent.isEmpty()) {
            throw new AssertionError("nothing was sent");
        }
        return sent.remove();
    }

    Request takeRequest() {
        return (Request) take().message();
    }

    Response takeResponse() {
        return (Response) take().message();
    }

    boolean isSilent() {
        return sent.isEmpty();
    }

    void close(Flow flow) {
        closed.add(flow);
    }

    /// From now on nothing connects by that transport.
    void refuse(Transport transport) {
        refused.add(transport);
    }

    /// From now on it does again.
    void accept(Transport transport) {
        refused.remove(transport);
    }

    /// The next flow takes its time.
    CompletableFuture<Flow> delayNext() {
        pending = new CompletableFuture<>();
        return pending;
    }

    @Override
    public CompletableFuture<Flow> open(Destination destination) {
        if (pending != null) {
            CompletableFuture<Flow> later = pending;
            pending = null;
            return later;
        }
        return switch (destination) {
            case Destination.Existing(Flow flow) ->
                    closed.contains(flow)
                            ? CompletableFuture.failedFuture(new IOException("the flow is gone"))
                            : CompletableFuture.completedFuture(flow);
            case Destination.Address(Transport transport, String host, int port, _, _) ->
                    refused.contains(transport)
                            ? CompletableFuture.failedFuture(new IOException("refused"))
                            : CompletableFuture.completedFuture(flow(transport, host, port));
        };
    }

    @Override
    public boolean send(Flow flow, byte[] message) {
        if (closed.contains(flow)) {
            return false;
        }
        try {
            sent.add(new Sent(flow, SipMessages.parse(message)));
        } catch (MalformedMessage e) {
            throw new AssertionError("sent what nobody can read", e);
        }
        return true;
    }

    @Override
    public boolean isOpen(Flow flow) {
        return !closed.contains(flow);
    }

    @Override
    public InetSocketAddress sentBy(Flow flow) {
        return new InetSocketAddress(US, flow.transport().defaultPort());
    }
}

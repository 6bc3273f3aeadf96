package org.earshot.common.stack;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import javax.sip.message.Request;

/// Makes a request ready to leave: a flow, our Via for it, and the bytes (RFC 3261 §18.1.1). Thread-safe.
final class Outgoing {
    /// RFC 3261 §18.1.1, for a path MTU that we don't know: IP may not cut a request into pieces.
    static final int LARGEST_DATAGRAM = 1300;

    /// How long TCP may take to connect, in place of UDP, before we send a large datagram after all.
    static final Duration TCP_PATIENCE = Duration.ofSeconds(4);

    /// How long a peer that did not take TCP is not asked again: else each large request to it would wait anew.
    static final Duration WITHOUT_TCP = Duration.ofMinutes(10);

    private static final int MOST_WITHOUT_TCP = 10_000;

    private final Outlet outlet;
    private final Timers timers;
    private final Set<Destination> withoutTcp = ConcurrentHashMap.newKeySet();

    Outgoing(Outlet outlet, Timers timers) {
        this.outlet = outlet;
        this.timers = timers;
    }

    /// A request, written down with our Via on top, and its flow. Nobody changes the bytes.
    static final class Prepared {
        private final Flow flow;
        private final byte[] bytes;

        private Prepared(Flow flow, byte[] bytes) {
            this.flow = flow;
            this.bytes = bytes;
        }

        Flow flow() {
            return flow;
        }

        byte[] bytes() {
            return bytes;
        }
    }

    /// Opens what must be opened, and writes the request down. The future fails as [Outlet#open] does.
    CompletableFuture<Prepared> prepare(Request request, Destination destination, String branch) {
        return outlet.open(destination)
                .thenCompose(flow -> {
                    Prepared prepared = write(request, flow, branch);
                    return prepared.bytes().length > LARGEST_DATAGRAM
                                    && destination instanceof Destination.Address address
                                    && address.transport() == Transport.UDP
                            ? byTcp(request, address, prepared, branch)
                            : CompletableFuture.completedFuture(prepared);
                });
    }

    private CompletableFuture<Prepared> byTcp(
            Request request, Destination.Address udp, Prepared datagram, String branch) {
        Destination tcp =
                new Destination.Address(
                        Transport.TCP,
                        udp.host(),
                        udp.port(),
                        udp.certificateDomain(),
                        udp.namedBy());
        if (withoutTcp.contains(tcp)) {
            return CompletableFuture.completedFuture(datagram);
        }
        CompletableFuture<Flow> chosen = new CompletableFuture<>();
        Timers.Cancellable impatience =
                timers.after(
                        TCP_PATIENCE,
                        () -> {
                            remember(tcp);
                            chosen.complete(datagram.flow());
                        });
        var _ =
                outlet.open(tcp)
                        .whenComplete((flow, failure) -> {
                            impatience.cancel();
                            if (failure != null) {
                                remember(tcp);
                            }
                            chosen.complete(failure == null ? flow : datagram.flow());
                        });
        return chosen.thenApply(
                flow -> flow.equals(datagram.flow()) ? datagram : write(request, flow, branch));
    }

    private void remember(Destination tcp) {
        if (withoutTcp.size() < MOST_WITHOUT_TCP && withoutTcp.add(tcp)) {
            var _ = timers.after(WITHOUT_TCP, () -> withoutTcp.remove(tcp));
        }
    }

    private Prepared write(Request request, Flow flow, String branch) {
        TopVia.put(request, flow.transport(), outlet.sentBy(flow), branch);
        return new Prepared(flow, SipMessages.encode(request));
    }
}

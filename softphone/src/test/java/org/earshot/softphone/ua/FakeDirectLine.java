package org.earshot.softphone.ua;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.earshot.common.address.LanAddress;
import org.earshot.common.stack.LoopbackNode;
import org.earshot.common.stack.RecordedRequest;
import org.earshot.common.stack.RequestHandler;
import org.earshot.common.stack.RequestSender;

/// Sockets and neighbours of a phone without a network, for calls without a server.
final class FakeDirectLine implements DirectLine, Neighbours {
    final LoopbackNode node = new LoopbackNode();
    final Map<String, InetAddress> hosts = new HashMap<>();
    Optional<RequestHandler> handler = Optional.empty();
    Optional<String> announced = Optional.empty();
    Optional<Consumer<List<NearbyPhone>>> searching = Optional.empty();
    Optional<CompletableFuture<List<InetAddress>>> slow = Optional.empty();
    boolean taken;

    DirectKit kit(String name, boolean discoverable, DirectRules rules) {
        return new DirectKit(Optional.of(this), this, rules, name, discoverable);
    }

    boolean isOpen() {
        return handler.isPresent();
    }

    RecordedRequest comes(RecordedRequest request) {
        return request.handledBy(handler.orElseThrow());
    }

    @Override
    public Open open(RequestHandler requests) throws IOException {
        if (taken) {
            throw new IOException("somebody has it");
        }
        handler = Optional.of(requests);
        return new Open() {
            @Override
            public RequestSender sender() {
                return node;
            }

            @Override
            public InetSocketAddress address() {
                return new InetSocketAddress("0.0.0.0", 5060);
            }

            @Override
            public void close() {
                handler = Optional.empty();
            }
        };
    }

    @Override
    public CompletionStage<List<InetAddress>> resolve(String host) {
        if (slow.isPresent()) {
            return slow.get();
        }
        try {
            return CompletableFuture.completedFuture(
                    List.of(
                            hosts.containsKey(host)
                                    ? hosts.get(host)
                                    : InetAddress.ofLiteral(host)));
        } catch (IllegalArgumentException _) {
            return CompletableFuture.failedFuture(new IOException("nobody is called " + host));
        }
    }

    @Override
    public boolean isNear(InetAddress address) {
        return LanAddress.is(address);
    }

    @Override
    public void announce(String name, int port) {
        announced = Optional.of(name + ":" + port);
    }

    @Override
    public void withdraw() {
        announced = Optional.empty();
    }

    @Override
    public Runnable search(Consumer<List<NearbyPhone>> found) {
        searching = Optional.of(found);
        return () -> searching = Optional.empty();
    }
}

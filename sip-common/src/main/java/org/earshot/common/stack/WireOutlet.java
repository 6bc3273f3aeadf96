package org.earshot.common.stack;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The wire, as the transaction layer sees it. Thread-safe.
final class WireOutlet implements Outlet {
    private static final Logger log = LoggerFactory.getLogger(WireOutlet.class);

    private final Wire wire;
    private final LocalAddresses localAddresses = new LocalAddresses();

    private final StackObserver observer;

    /// @param observer hears what goes out
    WireOutlet(Wire wire, StackObserver observer) {
        this.wire = wire;
        this.observer = observer;
    }

    @Override
    public CompletableFuture<Flow> open(Destination destination) {
        return wire.open(destination);
    }

    @Override
    public boolean send(Flow flow, byte[] message) {
        observer.sent(message, flow);
        try {
            wire.send(flow, message);
            return true;
        } catch (IOException e) {
            log.debug("can't send over {}: {}", flow, e.getMessage());
            return false;
        }
    }

    @Override
    public boolean isOpen(Flow flow) {
        return wire.isOpen(flow);
    }

    @Override
    public boolean isCertified(Flow flow, String domain) {
        return wire.isCertified(flow, domain);
    }

    @Override
    public InetSocketAddress sentBy(Flow flow) {
        InetAddress local = flow.local().getAddress();
        InetAddress address =
                local.isAnyLocalAddress() ? localAddresses.towards(flow.remote(), local) : local;
        if (flow.transport() == Transport.UDP) {
            return new InetSocketAddress(
                    address, flow.local().getPort()); // it listens where it sends
        }
        for (ListenPoint point : wire.listenPoints()) {
            InetAddress listening = point.address().getAddress();
            if (point.transport() == flow.transport()
                    && (listening.isAnyLocalAddress() || listening.equals(local))) {
                return new InetSocketAddress(address, point.address().getPort());
            }
        }
        return new InetSocketAddress(address, flow.local().getPort());
    }
}

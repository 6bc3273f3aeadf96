package org.earshot.softphone.app;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.channels.DatagramChannel;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.earshot.common.stack.Destination;
import org.earshot.softphone.ua.Network;

/// Asks the system's routes: a UDP socket that is connected sends nothing, but has the address that packets would
/// leave from.
///
/// @param threads to wait for the name server on
record RouteLookup(Executor threads) implements Network {

    @Override
    public CompletionStage<Optional<InetAddress>> localAddressTowards(Destination.Address server) {
        return CompletableFuture.supplyAsync(() -> find(server), threads);
    }

    private static Optional<InetAddress> find(Destination.Address server) {
        try {
            for (InetAddress address : InetAddress.getAllByName(server.host())) {
                Optional<InetAddress> local =
                        towards(new InetSocketAddress(address, server.port()));
                if (local.isPresent()) {
                    return local;
                }
            }
        } catch (UnknownHostException _) {
            // no way to the name server, or no such name: no way there
        }
        return Optional.empty();
    }

    /// Waits for nothing.
    ///
    /// @return empty if no route leads there
    static Optional<InetAddress> towards(InetSocketAddress peer) {
        try (DatagramChannel channel = DatagramChannel.open()) {
            channel.connect(peer);
            InetAddress local = ((InetSocketAddress) channel.getLocalAddress()).getAddress();
            return Optional.of(local).filter(address -> !address.isAnyLocalAddress());
        } catch (IOException _) {
            return Optional.empty();
        }
    }
}

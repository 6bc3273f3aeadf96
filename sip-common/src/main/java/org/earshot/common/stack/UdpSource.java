package org.earshot.common.stack;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/// From which of our UDP sockets a peer is reached. Pure.
final class UdpSource {
    private UdpSource() {}

    /// The socket that the peer knows, whose answers its NAT and firewall let through; else the one at the address by which
    /// the system's routes lead there, or at all addresses.
    ///
    /// @param points where we listen; those of other transports don't count
    /// @param known our end of a flow that the peer has with us
    /// @param route asks the system from which address it would send; only where that matters
    /// @return empty if none is of the peer's address family
    static Optional<InetSocketAddress> of(
            List<ListenPoint> points,
            InetAddress peer,
            Optional<InetSocketAddress> known,
            Supplier<InetAddress> route) {
        List<InetSocketAddress> able =
                points.stream()
                        .filter(point -> point.transport() == Transport.UDP)
                        .map(ListenPoint::address)
                        .filter(address -> isSameFamily(address.getAddress(), peer))
                        .toList();
        Optional<InetSocketAddress> theirs = known.filter(able::contains);
        if (theirs.isPresent() || able.size() < 2) {
            return theirs.or(() -> able.stream().findFirst());
        }
        InetAddress local = route.get();
        return first(able, address -> address.equals(local))
                .or(() -> first(able, InetAddress::isAnyLocalAddress))
                // nothing leaves this machine from its loopback
                .or(() -> first(able, a -> a.isLoopbackAddress() == peer.isLoopbackAddress()))
                .or(() -> able.stream().findFirst());
    }

    private static Optional<InetSocketAddress> first(
            List<InetSocketAddress> able, java.util.function.Predicate<InetAddress> wanted) {
        return able.stream().filter(address -> wanted.test(address.getAddress())).findFirst();
    }

    private static boolean isSameFamily(InetAddress one, InetAddress other) {
        return one instanceof Inet4Address == other instanceof Inet4Address;
    }
}

package org.earshot.common.stack;

import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.Collection;
import java.util.Optional;
import java.util.function.Predicate;

/// Where a host may lead that a peer named: neither to ourselves nor to what only this machine can reach. A Contact may be a
/// name, and what that means is its owner's to change at any time; so the address is checked that is used, when it is used.
/// Immutable.
final class AddressPolicy {
    private final Collection<ListenPoint> listening;
    private final Predicate<InetAddress> isOurs;

    /// @param listening where we listen, with real ports; may still grow
    AddressPolicy(Collection<ListenPoint> listening) {
        this(listening, AddressPolicy::isOfThisMachine);
    }

    /// @param isOurs whether an address is one of this machine's
    AddressPolicy(Collection<ListenPoint> listening, Predicate<InetAddress> isOurs) {
        this.listening = listening;
        this.isOurs = isOurs;
    }

    /// Who named a host, as far as it matters here. Connections are shared only among equals.
    enum NamedBy {
        /// Our own side, which may send us anywhere.
        US,
        /// A peer on this machine, to which its loopback is as open as to us.
        NEIGHBOUR,
        /// Anybody else.
        STRANGER;

        static NamedBy of(Destination.Address destination) {
            if (destination.namedBy().isEmpty()) {
                return US;
            }
            Flow flow = destination.namedBy().get();
            return flow.remote().getAddress().isLoopbackAddress() ? NEIGHBOUR : STRANGER;
        }
    }

    /// @param address that the destination's host is, or has been resolved to
    /// @return why nothing may be sent there
    Optional<String> refusal(Destination.Address destination, InetAddress address) {
        NamedBy namedBy = NamedBy.of(destination);
        if (namedBy == NamedBy.US) {
            return Optional.empty();
        }
        if (address.isAnyLocalAddress() || address.isMulticastAddress() || isBroadcast(address)) {
            return Optional.of(destination.host() + " is no address of one host");
        }
        if (isOurListenPoint(address, destination.port())) {
            return Optional.of(destination.host() + " leads to ourselves");
        }
        if (address.isLoopbackAddress()
                && namedBy != NamedBy.NEIGHBOUR
                && !listensOnLoopbackOnly()) {
            return Optional.of(destination.host() + " leads to this machine's loopback");
        }
        return Optional.empty();
    }

    private static boolean isBroadcast(InetAddress address) {
        byte[] bytes = address.getAddress();
        return bytes.length == 4 && (bytes[0] & bytes[1] & bytes[2] & bytes[3]) == -1;
    }

    // whatever the transport: who listens for one may do so for all
    private boolean isOurListenPoint(InetAddress address, int port) {
        return listening.stream()
                .filter(point -> point.address().getPort() == port)
                .map(point -> point.address().getAddress())
                .anyMatch(ours ->
                        ours.isAnyLocalAddress()
                                ? address.isLoopbackAddress() || isOurs.test(address)
                                : ours.equals(address));
    }

    private boolean listensOnLoopbackOnly() {
        return listening.stream()
                .allMatch(point -> point.address().getAddress().isLoopbackAddress());
    }

    private static boolean isOfThisMachine(InetAddress address) {
        try {
            return NetworkInterface.getByInetAddress(address) != null;
        } catch (SocketException e) {
            return true; // one that we can't tell from ours
        }
    }
}

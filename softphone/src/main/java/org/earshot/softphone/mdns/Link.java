package org.earshot.softphone.mdns;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InterfaceAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.List;
import java.util.Optional;
import org.earshot.common.address.LanAddress;

/// A network card by which neighbours are reached, and what it can reach.
///
/// @param addresses of ours there, IPv4
record Link(NetworkInterface card, List<Subnet> addresses) {

    /// An address of ours, and how many bits of it all neighbours have in common.
    record Subnet(InetAddress ours, int bits) {
        boolean contains(InetAddress other) {
            byte[] a = ours.getAddress();
            byte[] b = other.getAddress();
            if (a.length != b.length) {
                return false;
            }
            for (int bit = 0; bit < bits; bit++) {
                int mask = 0x80 >>> (bit % 8);
                if ((a[bit / 8] & mask) != (b[bit / 8] & mask)) {
                    return false;
                }
            }
            return true;
        }
    }

    Link {
        addresses = List.copyOf(addresses);
    }

    List<InetAddress> ours() {
        return addresses.stream().map(Subnet::ours).toList();
    }

    /// Whether a machine is a neighbour there (RFC 6762 §11): what comes from elsewhere has no business here.
    boolean reaches(InetAddress source) {
        return addresses.stream().anyMatch(subnet -> subnet.contains(source));
    }

    /// All of this machine: those that are up, do multicast, and are in a network of its owner's.
    static List<Link> all() {
        try {
            return NetworkInterface.networkInterfaces().flatMap(card -> of(card).stream()).toList();
        } catch (SocketException _) {
            return List.of(); // none at all
        }
    }

    private static Optional<Link> of(NetworkInterface card) {
        try {
            if (!card.isUp() || card.isLoopback() || !card.supportsMulticast()) {
                return Optional.empty();
            }
        } catch (SocketException _) {
            return Optional.empty(); // gone meanwhile
        }
        List<Subnet> subnets =
                card.getInterfaceAddresses().stream()
                        .filter(a -> a.getAddress() instanceof Inet4Address)
                        .filter(a -> LanAddress.is(a.getAddress()))
                        .map(Link::subnet)
                        .toList();
        return subnets.isEmpty() ? Optional.empty() : Optional.of(new Link(card, subnets));
    }

    private static Subnet subnet(InterfaceAddress address) {
        return new Subnet(address.getAddress(), address.getNetworkPrefixLength());
    }
}

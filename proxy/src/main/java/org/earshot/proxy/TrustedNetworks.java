package org.earshot.proxy;

import java.net.InetAddress;
import java.util.List;

/// `security.trusted`: where requests come from that are neither challenged nor checked for identity. Immutable.
public final class TrustedNetworks {
    private final List<Network> networks;

    private TrustedNetworks(List<Network> networks) {
        this.networks = networks;
    }

    /// @param cidrs such as `192.0.2.0/24`, `2001:db8::/32` or a single address
    /// @throws IllegalArgumentException for anything else
    public static TrustedNetworks of(List<String> cidrs) {
        return new TrustedNetworks(cidrs.stream().map(TrustedNetworks::network).toList());
    }

    /// Nobody is trusted.
    public static TrustedNetworks none() {
        return new TrustedNetworks(List.of());
    }

    /// Whether an address is in one of the networks.
    public boolean contains(InetAddress address) {
        byte[] bytes = address.getAddress();
        return networks.stream().anyMatch(network -> network.contains(bytes));
    }

    private static Network network(String cidr) {
        int slash = cidr.indexOf('/');
        try {
            byte[] address =
                    InetAddress.ofLiteral(slash < 0 ? cidr : cidr.substring(0, slash)).getAddress();
            int bits = slash < 0 ? address.length * 8 : Integer.parseInt(cidr.substring(slash + 1));
            if (bits < 0 || bits > address.length * 8) {
                throw new IllegalArgumentException("not a network: " + cidr);
            }
            return new Network(address, bits);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("not a network: " + cidr, e);
        }
    }

    private static final class Network {
        private final byte[] prefix;
        private final int bits;

        private Network(byte[] prefix, int bits) {
            this.prefix = prefix;
            this.bits = bits;
        }

        boolean contains(byte[] address) {
            if (address.length != prefix.length) {
                return false;
            }
            for (int i = 0; i < bits; i++) {
                int mask = 0x80 >> (i % 8);
                if ((address[i / 8] & mask) != (prefix[i / 8] & mask)) {
                    return false;
                }
            }
            return true;
        }
    }
}

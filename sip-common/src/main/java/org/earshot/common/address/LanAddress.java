package org.earshot.common.address;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;

/// Which addresses are of machines in our own network: those that the internet does not pass on.
public final class LanAddress {
    private static final int UNIQUE_LOCAL = 0xFC; // RFC 4193: fc00::/7

    private LanAddress() {}

    /// Whether it is this machine's loopback, link-local (RFC 3927, RFC 4291 §2.5.6), private (RFC 1918) or unique local (RFC 4193).
    public static boolean is(InetAddress address) {
        if (address.isLoopbackAddress() || address.isLinkLocalAddress()) {
            return true;
        }
        return switch (address) {
            case Inet4Address four -> four.isSiteLocalAddress();
            case Inet6Address six -> (six.getAddress()[0] & 0xFE) == UNIQUE_LOCAL;
            default -> false;
        };
    }
}

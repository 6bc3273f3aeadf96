package org.earshot.softphone.media.ice;

import java.net.Inet4Address;
import java.net.InetAddress;

/// Packets between IPv4 and IPv6 go nowhere.
public final class IpVersion {
    private IpVersion() {}

    /// Whether two addresses are both of IPv4, or both of IPv6.
    public static boolean isSame(InetAddress one, InetAddress other) {
        return (one instanceof Inet4Address) == (other instanceof Inet4Address);
    }
}

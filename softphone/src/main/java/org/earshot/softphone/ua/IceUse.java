package org.earshot.softphone.ua;

import java.net.InetAddress;

/// Whether calls look for a way through routers (ICE, RFC 8445).
public enum IceUse {
    /// Where it can help and does no harm: not on the machine's own loopback, and not where INVITE goes by UDP, since with it an
    /// INVITE may not fit into a datagram.
    AUTO,
    ON,
    OFF;

    /// @param reliable whether INVITE goes by a connection
    /// @param local where we are reached
    boolean isWanted(boolean reliable, InetAddress local) {
        return switch (this) {
            case AUTO -> reliable && !local.isLoopbackAddress();
            case ON -> true;
            case OFF -> false;
        };
    }
}

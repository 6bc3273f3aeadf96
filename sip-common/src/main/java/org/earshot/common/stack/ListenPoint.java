package org.earshot.common.stack;

import java.net.InetSocketAddress;

/// An address at which messages are taken (RFC 3261 §18.2.1).
///
/// @param transport how
/// @param address numeric; port 0 in a configuration stands for any free one
public record ListenPoint(Transport transport, InetSocketAddress address) {
    public ListenPoint {
        if (address.isUnresolved()) {
            throw new IllegalArgumentException("can't listen at a name: " + address);
        }
    }
}

package org.earshot.server.bus;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import org.earshot.common.config.ConfigException;
import org.earshot.server.config.ListenAddress;

/// One start of a process of the server.
///
/// @param name of this start
/// @param role `both`, `registrar` or `proxy`
/// @param address where it takes pushes, `HOST:PORT`; empty: nowhere
/// @param sipAddress where it takes SIP over TLS from other nodes, likewise
record Node(String name, String role, String address, String sipAddress) {

    /// One that takes no SIP from other nodes, or not yet.
    Node(String name, String role, String address) {
        this(name, role, address, "");
    }

    /// The same that takes SIP from other nodes.
    Node takingSip(String at) {
        return new Node(name, role, address, at);
    }

    /// The address to connect to; empty also for one that can't be read.
    Optional<InetSocketAddress> socketAddress() {
        return parsed("node.address", address);
    }

    /// Where it takes SIP; empty also for what can't be read.
    Optional<InetSocketAddress> sip() {
        return parsed("node.sip_address", sipAddress);
    }

    private static Optional<InetSocketAddress> parsed(String what, String text) {
        if (text.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(ListenAddress.parse(what, text))
                    .filter(all -> all.size() == 1)
                    .map(List::getFirst)
                    .filter(one -> one.getPort() != 0);
        } catch (ConfigException e) {
            return Optional.empty();
        }
    }
}

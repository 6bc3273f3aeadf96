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
record Node(String name, String role, String address) {

    /// The address to connect to; empty also for one that can't be read.
    Optional<InetSocketAddress> socketAddress() {
        if (address.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(ListenAddress.parse("node.address", address))
                    .filter(all -> all.size() == 1)
                    .map(List::getFirst)
                    .filter(one -> one.getPort() != 0);
        } catch (ConfigException e) {
            return Optional.empty();
        }
    }
}

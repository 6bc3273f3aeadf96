package org.earshot.softphone.ua;

import java.net.InetAddress;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.earshot.common.stack.Destination;

/// Where this machine stands in the network.
public interface Network {

    /// From which of our addresses packets to a server leave now. Sends nothing.
    ///
    /// @return empty if there is no way; completed on any thread
    CompletionStage<Optional<InetAddress>> localAddressTowards(Destination.Address server);
}

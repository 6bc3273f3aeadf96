package org.earshot.common.stack;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.DatagramChannel;
import java.util.LinkedHashMap;
import java.util.Map;

/// Which of our addresses a peer sees, where a socket is bound to all of them: asked of the system's routes,
/// and remembered for the peers asked for last. Thread-safe.
final class LocalAddresses {
    private static final int REMEMBERED = 1000;

    private final Map<InetAddress, InetAddress> byPeer =
            new LinkedHashMap<>(16, 0.75f, true) {
                private static final long serialVersionUID = 1L;

                @Override
                protected boolean removeEldestEntry(Map.Entry<InetAddress, InetAddress> eldest) {
                    return size() > REMEMBERED;
                }
            };

    /// @return the wildcard address itself if there is no route
    InetAddress towards(InetSocketAddress peer, InetAddress wildcard) {
        synchronized (byPeer) {
            return byPeer.computeIfAbsent(peer.getAddress(), _ -> ask(peer, wildcard));
        }
    }

    private static InetAddress ask(InetSocketAddress peer, InetAddress wildcard) {
        try (DatagramChannel channel = DatagramChannel.open()) {
            channel.connect(peer); // sends nothing
            return ((InetSocketAddress) channel.getLocalAddress()).getAddress();
        } catch (IOException e) {
            return wildcard;
        }
    }
}

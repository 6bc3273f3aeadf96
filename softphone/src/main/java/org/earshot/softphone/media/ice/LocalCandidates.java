package org.earshot.softphone.media.ice;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The addresses of our sockets, as they are found (RFC 8445 §5.1). Confined to one thread.
public final class LocalCandidates {
    private static final int MOST_PREFERRED = 65_535;

    private final Component component;
    private final List<InetSocketAddress> sockets;
    private final List<LocalCandidate> all = new ArrayList<>();

    /// Begins with the sockets' own addresses.
    ///
    /// @param sockets the preferred first; their index is the path
    public LocalCandidates(Component component, List<InetSocketAddress> sockets) {
        this.component = component;
        this.sockets = List.copyOf(sockets);
        for (int path = 0; path < sockets.size(); path++) {
            add(path, CandidateType.HOST, sockets.get(path), Optional.empty());
        }
    }

    private void add(
            int path,
            CandidateType type,
            InetSocketAddress address,
            Optional<InetSocketAddress> related) {
        all.add(
                new LocalCandidate(
                        path,
                        new IceCandidate(
                                type.token().charAt(0) + Integer.toString(path + 1),
                                component,
                                type,
                                type.priority(MOST_PREFERRED - path, component),
                                address,
                                related)));
    }

    /// The addresses of the sockets.
    public List<InetSocketAddress> sockets() {
        return sockets;
    }

    /// A server sees a socket so. An address that is known is not added again (RFC 8445 §5.1.3).
    public void reflexive(int path, InetSocketAddress mapped) {
        boolean known =
                all.stream()
                        .anyMatch(local ->
                                local.path() == path && local.candidate().address().equals(mapped));
        if (!known) {
            add(path, CandidateType.SERVER_REFLEXIVE, mapped, Optional.of(sockets.get(path)));
        }
    }

    /// A server hands on what comes to this address.
    ///
    /// @param path beyond those of the sockets
    /// @param mapped how the server sees us
    public void relayed(int path, InetSocketAddress relayed, InetSocketAddress mapped) {
        forget(path);
        add(path, CandidateType.RELAYED, relayed, Optional.of(mapped));
    }

    /// A server no longer does.
    public void forget(int path) {
        all.removeIf(
                local -> local.path() == path && local.candidate().type() == CandidateType.RELAYED);
    }

    /// All that are known now.
    public List<LocalCandidate> all() {
        return List.copyOf(all);
    }
}

package org.earshot.softphone.media.ice;

import java.util.List;

/// What offer and answer say of ICE. Others than before, in mid-call, begin anew (RFC 8445 §9): what was chosen serves until there is
/// another choice.
///
/// @param local  our credentials
/// @param remote those of the other side
/// @param candidates of the other side, of all components; may be none, or lack some: checks that come show them
/// @param remoteIsLite whether the other side only answers checks (RFC 8445 §2.5)
/// @param controlling whether we choose the pair; settled by the checks where both sides think so
public record IceParameters(
        IceCredentials local,
        IceCredentials remote,
        List<IceCandidate> candidates,
        boolean remoteIsLite,
        boolean controlling) {

    /// Keeps a copy of the list.
    public IceParameters {
        candidates = List.copyOf(candidates);
    }

    /// Whether the other side has ports of its own for a component.
    public boolean has(Component component) {
        return candidates.stream().anyMatch(c -> c.component() == component);
    }

    /// What is said of one component; the credentials are those of all.
    public IceParameters of(Component component) {
        return new IceParameters(
                local,
                remote,
                candidates.stream().filter(c -> c.component() == component).toList(),
                remoteIsLite,
                controlling);
    }

    /// Whether a search goes on that began with others: the credentials of both sides are the same (RFC 8839 §4.4.1.1.1).
    public boolean continues(IceParameters others) {
        return local.equals(others.local) && remote.equals(others.remote);
    }
}

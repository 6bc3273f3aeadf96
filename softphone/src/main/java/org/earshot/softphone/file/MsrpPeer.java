package org.earshot.softphone.file;

import java.util.List;
import java.util.Set;
import org.earshot.common.msrp.MsrpUri;

/// What was agreed upon for one session.
///
/// @param local ours for this session
/// @param remote where what we send goes, the first hop first: our relay, if it goes over one, then `a=path` of the other side
/// @param fingerprints the values of its `a=fingerprint`; where none is a SHA-256, the session fails at once
/// @param active whether we connect (`a=setup`, RFC 4145, RFC 6135)
public record MsrpPeer(
        MsrpUri local, List<MsrpUri> remote, Set<String> fingerprints, boolean active) {
    public MsrpPeer {
        remote = List.copyOf(remote);
        fingerprints = Set.copyOf(fingerprints);
        if (remote.isEmpty()) {
            throw new IllegalArgumentException("no path");
        }
    }

    /// Whether somebody stands between us: what the next hop takes has then not arrived.
    boolean isRelayed() {
        return remote.size() > 1;
    }
}

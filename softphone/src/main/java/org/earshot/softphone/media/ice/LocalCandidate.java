package org.earshot.softphone.media.ice;

/// A candidate of ours.
///
/// @param path from which we send what should come from it: the number of a socket, or of a relay
/// @param candidate as the other side is told
public record LocalCandidate(int path, IceCandidate candidate) {

    /// Whether it is the address of its path, and not another one of it (RFC 8445 §5.1.1.2, "base").
    boolean isBase() {
        return candidate.type() == CandidateType.HOST || candidate.type() == CandidateType.RELAYED;
    }
}

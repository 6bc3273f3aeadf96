package org.earshot.softphone.media.ice;

import java.net.InetSocketAddress;
import java.util.Optional;

/// An address at which a phone may be reached by UDP (RFC 8445 §5.1.1).
///
/// @param foundation alike for those of one type, base and server; 1–32 letters and digits
/// @param component what may be sent there
/// @param priority 1 to 2³¹-1, the greater the better
/// @param address resolved
/// @param related behind a reflexive or relayed one, for diagnosis
public record IceCandidate(
        String foundation,
        Component component,
        CandidateType type,
        long priority,
        InetSocketAddress address,
        Optional<InetSocketAddress> related) {

    /// Checks what can be.
    ///
    /// @throws IllegalArgumentException for an unresolved address, or a priority out of range
    public IceCandidate {
        if (address.isUnresolved()) {
            throw new IllegalArgumentException("unresolved address");
        }
        if (priority < 1 || priority > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("priority " + priority);
        }
    }
}

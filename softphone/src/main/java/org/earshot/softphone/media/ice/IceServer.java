package org.earshot.softphone.media.ice;

import java.util.Optional;

/// A server that helps to find ways.
///
/// @param host a name or a numeric address
/// @param port 1–65535
/// @param transport how it is reached
/// @param account for a relay (TURN); empty: it only tells how it sees us (STUN), by UDP
public record IceServer(String host, int port, Transport transport, Optional<Account> account) {

    /// How a server is reached.
    public enum Transport {
        UDP,
        TCP,
        TLS
    }

    /// Whether it is the same server, reached in the same way, perhaps with another account.
    public boolean isSameAs(IceServer other) {
        return host.equals(other.host) && port == other.port && transport == other.transport;
    }

    /// At a TURN server (RFC 8489 §9.2).
    ///
    /// @param password a secret
    public record Account(String user, String password) {
        /// Without the password.
        @Override
        public String toString() {
            return "Account[" + user + "]";
        }
    }
}

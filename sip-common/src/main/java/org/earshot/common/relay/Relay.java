package org.earshot.common.relay;

import java.time.Instant;
import java.util.Optional;

/// A STUN or TURN server that a phone may use.
///
/// @param credential there for TURN, and only there
public record Relay(RelayUri uri, Optional<RelayCredential> credential) {
    public Relay {
        if (credential.isPresent() != uri.scheme().needsCredential()) {
            throw new IllegalArgumentException(
                    credential.isPresent()
                            ? uri + " takes no user name and password"
                            : uri + " needs a user name and a password");
        }
    }

    /// A STUN server.
    public static Relay stun(RelayUri uri) {
        return new Relay(uri, Optional.empty());
    }

    /// A TURN server.
    public static Relay turn(RelayUri uri, RelayCredential credential) {
        return new Relay(uri, Optional.of(credential));
    }

    /// Whether the server would still take the credential.
    public boolean isUsableAt(Instant now) {
        return credential.isEmpty() || credential.get().expiresAt().isAfter(now);
    }
}

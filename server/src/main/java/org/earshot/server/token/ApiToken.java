package org.earshot.server.token;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/// A token, without its secret.
///
/// @param ownerId whose it is: [org.earshot.common.login.Person#id]
/// @param owner their name
/// @param name what its owner calls it, 1 to 64 characters
/// @param expiresAt from then on it serves no more
/// @param lastUsedAt to a minute
/// @param lastUsedFrom the address; "" while it was never used
/// @param revokedBy in words; "" while it is not
public record ApiToken(
        UUID id,
        UUID ownerId,
        String owner,
        String name,
        Set<Scope> scopes,
        Instant createdAt,
        Instant expiresAt,
        Optional<Instant> lastUsedAt,
        String lastUsedFrom,
        Optional<Instant> revokedAt,
        String revokedBy) {
    static final int LONGEST_NAME = 64;

    public ApiToken {
        if (name.isBlank()
                || name.codePointCount(0, name.length()) > LONGEST_NAME
                || name.codePoints().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException(
                    "a token's name has 1 to 64 characters, none of them control characters");
        }
        scopes = Set.copyOf(scopes);
    }

    /// Whether it serves, as far as it is known here; its owner may have lost the role.
    public boolean isGood(Instant now) {
        return revokedAt.isEmpty() && now.isBefore(expiresAt);
    }
}

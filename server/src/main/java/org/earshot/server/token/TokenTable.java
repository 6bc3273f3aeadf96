package org.earshot.server.token;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// Tokens of people of one domain, without their secrets. Thread-safe; each method is one transaction, and may throw
/// [org.earshot.common.db.StoreUnavailableException].
public interface TokenTable {

    /// Adds one, if its owner has not too many.
    ///
    /// @param most so many, that are neither revoked nor over at its `createdAt`
    /// @return false if there are
    boolean add(ApiToken token, byte[] secretHash, int most);

    /// By its secret.
    Optional<ApiToken> find(byte[] secretHash);

    /// By its id.
    Optional<ApiToken> find(UUID id);

    /// All, the latest first.
    List<ApiToken> list();

    /// Notes a use.
    void used(UUID id, Instant at, String from);

    /// Ends one.
    ///
    /// @return false if there is none of that id that is not revoked yet
    boolean revoke(UUID id, Instant at, String by);

    /// Forgets those that ended before: the record has them.
    ///
    /// @return how many
    int forget(Instant before);
}

package org.earshot.server.people;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// Links that were given out. Each method is one transaction, and throws [org.earshot.common.db.StoreUnavailableException] if the store can't
/// be reached.
public interface LinkTable {

    /// @param secretHash SHA-256 of its secret
    void add(Link link, byte[] secretHash);

    Optional<Link> find(byte[] secretHash);

    Optional<Link> find(UUID id);

    /// Those for one purpose, the latest first.
    List<Link> list(Link.Purpose purpose);

    /// Uses it up, if it is good.
    ///
    /// @return false if it is used, over, or not there (any more): then it is somebody else's
    boolean take(UUID id, Instant now);

    /// What it was used for was not done: it is good again, unless that has happened too often.
    ///
    /// @param most tries after which it stays used
    void giveBack(UUID id, int most);

    /// Whose account came of it.
    void usedBy(UUID id, String name);

    /// Takes one out that nobody has used.
    ///
    /// @return false if there is none
    boolean remove(UUID id);

    /// Takes out all that are for an account.
    void removeAll(Link.Purpose purpose, String name);

    /// Takes out those that were over before.
    ///
    /// @return how many
    int removeExpired(Instant before);
}

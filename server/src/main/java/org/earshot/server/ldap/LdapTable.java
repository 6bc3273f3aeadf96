package org.earshot.server.ldap;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/// Which accounts are whose in the directory, and who reads it. Each method is one transaction, and throws
/// [org.earshot.common.db.StoreUnavailableException] if the store can't be reached.
public interface LdapTable {

    /// An account that is an entry's.
    ///
    /// @param id of the entry; "" where it has none
    /// @param picture SHA-256, in hex, of the picture there that was taken last
    record Linked(String id, Optional<String> picture) {}

    /// The last time that the directory was read, by any node.
    ///
    /// @param endedAt whatever came of it
    /// @param succeededAt the last time that it went well; empty: never
    /// @param words what came of it, one line
    record Run(Instant endedAt, Optional<Instant> succeededAt, String words) {}

    /// Them all, by name of the account.
    Map<String, Linked> all();

    Optional<Linked> find(String name);

    /// How many there are.
    long count();

    /// Adds one, or replaces it.
    void put(String name, Linked linked);

    /// Takes the right to read the directory, if nobody has it, or if an earlier start of this node has: that one has died.
    ///
    /// @param until when other nodes may take it, if [#end] does not come
    /// @return whether it is ours
    boolean begin(Instant now, Instant until);

    /// Gives it back, and says what came of it. Nothing where another one has it by now.
    void end(Instant now, boolean succeeded, String words);

    /// Gives it back if this start of this node has it: the server stops.
    void release();

    /// Whether some node reads it now.
    boolean isRead(Instant now);

    /// Empty: it was never read.
    Optional<Run> last();
}

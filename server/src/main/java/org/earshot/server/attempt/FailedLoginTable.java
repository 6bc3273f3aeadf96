package org.earshot.server.attempt;

import java.time.LocalDate;
import java.util.List;

/// Failed logins of one domain, of all nodes. Thread-safe; each method is one transaction, and may throw
/// [org.earshot.common.db.StoreUnavailableException].
public interface FailedLoginTable {

    /// Adds to what is there.
    void add(List<FailedLogin> some);

    /// How many rows a day has.
    long count(LocalDate day);

    /// Some, the latest first.
    ///
    /// @param since the first day
    List<FailedLogin> latest(LocalDate since, int most);

    /// Forgets the days before.
    void forget(LocalDate before);
}

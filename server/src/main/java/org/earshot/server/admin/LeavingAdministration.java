package org.earshot.server.admin;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.earshot.common.account.Account;

/// Accounts of people who have left. Calls may block.
public interface LeavingAdministration {

    /// Closes an account: nobody can log in, reach or find it, and its name stays reserved. Closing one that is closed finishes what was
    /// not done then.
    ///
    /// @throws AdminException if there is none
    ClosedFact close(String name);

    /// Opens a closed one. It has no password.
    ///
    /// @throws AdminException if there is none
    Account open(String name);

    /// Those that are closed, by address.
    List<ClosedFact> closed();

    /// Writes what is kept of a person besides the archive, whether the account is open or closed.
    ///
    /// @param target a new folder, or a new file if it ends in `.zip`
    /// @return the names of what was written
    /// @throws AdminException if there is no such account, or it can't be written
    List<String> export(String name, Path target);

    /// A closed account.
    ///
    /// @param undelivered how many messages none of its phones has taken, and whose senders are not told so yet
    record ClosedFact(Account account, Instant since, int undelivered) {}
}

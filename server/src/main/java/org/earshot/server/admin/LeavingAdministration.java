package org.earshot.server.admin;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.earshot.common.account.Account;
import org.earshot.proxy.archive.Officer;

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

    /// Writes what is kept of a person, whether the account is open or closed.
    ///
    /// @param target a new folder, or a new file if it ends in `.zip`
    /// @param reader who reads what the person wrote and got, in words: that is written too then, of the archive; empty: not
    /// @return the names of what was written
    /// @throws AdminException if there is no such account, or it can't be written
    List<String> export(String name, Path target, Optional<String> reader);

    /// Puts a pseudonym in the place of the name of a closed account everywhere outside the archive, for good, and erases of the archive
    /// what may go. Saying it again finishes what was not done.
    ///
    /// @param ground why it was asked for, and by which law the rest is kept
    /// @throws AdminException if the account is not closed, or that can't be now
    AnonymisedFact anonymise(Officer by, String name, String ground);

    /// What became of it.
    ///
    /// @param pseudonym empty: it had one before, and nobody knows which
    /// @param gone how many entries, by what they were about
    /// @param stays what still has the name outside the archive, and why
    /// @param record what went of the archive, and what stays there and why
    record AnonymisedFact(
            String address,
            Optional<String> pseudonym,
            Map<String, Integer> gone,
            List<String> stays,
            String record) {}

    /// A closed account.
    ///
    /// @param undelivered how many messages none of its phones has taken, and whose senders are not told so yet
    record ClosedFact(Account account, Instant since, int undelivered) {}
}

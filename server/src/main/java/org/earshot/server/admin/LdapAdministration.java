package org.earshot.server.admin;

import java.util.List;
import java.util.Optional;

/// The organisation's directory. Calls may block, up to some minutes.
public interface LdapAdministration {

    /// Reads the directory and says what would be done.
    ///
    /// @throws AdminException if none is set, or it can't be read
    SyncFact check();

    /// Has the accounts follow the directory.
    ///
    /// @throws AdminException if none is set, it can't be read, or another node is at it
    SyncFact sync();

    /// What came of it, or would.
    ///
    /// @param line in one line
    /// @param steps what was done, or would be, in words
    /// @param failed what was to be done and could not, and why
    /// @param refused entries, and why
    /// @param last what came of the last time, when; empty: there was none
    record SyncFact(
            String line,
            int entries,
            List<String> steps,
            List<String> failed,
            List<String> refused,
            Optional<String> warning,
            Optional<String> last) {}
}

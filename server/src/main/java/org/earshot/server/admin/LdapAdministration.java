package org.earshot.server.admin;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The organisation's directory. Calls may block, up to some minutes.
public interface LdapAdministration {

    /// What is set, and how it stands. Asks the database, and not the directory.
    ///
    /// @return empty: there is no directory
    Optional<DirectoryFact> directoryState();

    /// Whether the directory can be read: reached, logged in to, and somebody found.
    ///
    /// @return what went well, in words
    /// @throws AdminException if none is set, or it can't be read, with the step that failed
    List<String> testDirectory();

    /// Reads the directory and says what would be done.
    ///
    /// @throws AdminException if none is set, or it can't be read
    SyncFact check();

    /// Has the accounts follow the directory.
    ///
    /// @throws AdminException if none is set, it can't be read, or another node is at it
    SyncFact sync();

    /// A directory and how it stands.
    ///
    /// @param settings by the configuration's key; no secrets
    /// @param linked how many accounts are an entry's
    /// @param reading whether some node reads it now
    /// @param lastAt when it was read last, whatever came of it
    /// @param succeededAt when that went well last
    /// @param words what came of the last time; "" where there was none
    record DirectoryFact(
            Map<String, String> settings,
            long linked,
            boolean reading,
            Optional<Instant> lastAt,
            Optional<Instant> succeededAt,
            String words) {}

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

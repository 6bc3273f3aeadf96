package org.earshot.server.admin;

import java.util.List;
import java.util.Optional;
import org.earshot.common.config.ConfigProblem;

/// The configuration file of the running server: what is in it, what another one would change, and which there were. Calls may block.
public interface ConfigAdministration {

    /// A file.
    ///
    /// @param name of the file
    /// @param text without secrets
    /// @param sha256 of what stands in it
    /// @param overridden keys that the server's command line sets, above the file
    record Text(String name, String text, String sha256, List<String> overridden) {}

    /// What a key would be.
    ///
    /// @param running what holds now
    /// @param proposed what the file says, or leaves at its default
    /// @param restart whether it takes effect with the next start only
    record Change(String key, String running, String proposed, boolean restart) {}

    /// What another file would do.
    ///
    /// @param problems all of them; none: it can be used
    record Proposal(List<ConfigProblem> problems, List<Change> changes) {
        public Proposal {
            problems = List.copyOf(problems);
            changes = List.copyOf(changes);
        }
    }

    /// Whoever wants a change.
    ///
    /// @param words for the list of versions
    /// @param isOfficer whether they may decide what the record gets
    record Who(String words, boolean isOfficer) {}

    /// What was done.
    ///
    /// @param version the number that the file has from now on
    record Applied(int version, List<Change> changes) {
        public Applied {
            changes = List.copyOf(changes);
        }
    }

    /// A file that was in use.
    ///
    /// @param number from 1
    /// @param at since when, an instant
    /// @param by who wrote it
    /// @param how `applied`, `rolled back to N`, or `found` where somebody has changed the file on the machine
    record Version(int number, String at, String by, String how, String sha256) {}

    /// The file, or one that was.
    ///
    /// @param version empty: the one on disk
    /// @throws AdminException if there is none
    Text text(Optional<Integer> version);

    /// What a file would change in the running server. Changes nothing.
    ///
    /// @param text empty: the file on disk, so what waits for a restart
    Proposal propose(Optional<String> text);

    /// Puts a file in the place of the one there, and has what can be changed in a running server take effect.
    ///
    /// @param base SHA-256 of the file that it was made from; empty: whichever is there
    /// @throws AdminException if it can't be used, is not for this person to change, or can't be written; nothing is changed then
    Applied apply(String text, Optional<String> base, Who who);

    /// Puts a file back that was there.
    ///
    /// @param version its number
    /// @throws AdminException as [#apply]
    Applied rollback(String version, Who who);

    /// All that are kept, the latest first.
    List<Version> versions();

    /// What somebody has set, for the record.
    String state();
}

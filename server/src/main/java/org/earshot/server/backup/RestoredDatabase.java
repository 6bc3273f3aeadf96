package org.earshot.server.backup;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/// Where the database of a backup is put back.
interface RestoredDatabase {
    /// The file that it is, if it is one.
    Optional<Path> file();

    /// Tells it from other databases; tells nothing of where it is.
    String name();

    /// Changes nothing.
    ///
    /// @param continued whether an unfinished restore of this very backup into this very database goes on
    /// @throws BackupFailedException if something is there that would be overwritten, or what is to be put back is damaged
    void check(boolean continued) throws IOException, BackupFailedException;

    /// Puts it back.
    ///
    /// @param continued as for [#check]
    void restore(boolean continued) throws IOException, BackupFailedException;
}

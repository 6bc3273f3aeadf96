package org.earshot.server.backup;

import java.io.IOException;

/// Where the database of a backup is put back.
interface RestoredDatabase {
    /// Changes nothing.
    ///
    /// @throws BackupFailedException if something is there that would be overwritten, or what is to be put back is damaged
    void check() throws IOException, BackupFailedException;

    /// Takes away what an unfinished restore has put there.
    void undo() throws IOException;

    /// Puts it back.
    void restore() throws IOException, BackupFailedException;
}

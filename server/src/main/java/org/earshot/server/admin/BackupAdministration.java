package org.earshot.server.admin;

import java.nio.file.Path;

/// Copies of all that the server keeps.
public interface BackupAdministration {
    /// Makes one, while the server goes on.
    ///
    /// @param folder for database, anchors and files; not there yet
    /// @param keys for the keys, sealed; not there yet
    /// @param password opens the keys again; is cleared
    /// @throws AdminException if that can't be
    Made make(Path folder, Path keys, char[] password);

    /// What was made.
    ///
    /// @param takenAt when the database was copied
    /// @param parts how many files
    /// @param bytes of all of them
    record Made(String takenAt, int parts, long bytes) {}
}

package org.earshot.server.admin;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// What the commands about files that are held back act on. Calls may block, and throw an [AdminException] that says what is wrong.
public interface QuarantineAdministration {

    /// The latest first.
    ///
    /// @param owner user part or address of who uploaded them
    /// @param most how many
    List<HeldFact> list(Optional<String> owner, int most);

    /// One of them.
    HeldFact show(String id);

    /// Writes the content of one to a new file (0600).
    ///
    /// @return its bytes
    long fetch(String id, Path target);

    /// Lets those fetch one whom it is for, and has them told.
    void release(String id);

    /// Erases one for good.
    void delete(String id);

    /// A file that is held back.
    ///
    /// @param reason why
    /// @param sha256 hex digits
    /// @param recipients whom it is for
    record HeldFact(
            String id,
            String owner,
            String name,
            String type,
            long size,
            String reason,
            Instant heldAt,
            Instant expiresAt,
            Optional<String> sha256,
            List<String> recipients) {}
}

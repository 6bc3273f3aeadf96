package org.earshot.server.admin;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// What the commands about stored files act on. Calls may block.
public interface FileAdministration {

    /// The latest first.
    ///
    /// @param owner user part or address of who uploaded them
    /// @param most how many
    /// @throws AdminException for what is no name
    List<FileFact> list(Optional<String> owner, int most);

    /// One of them.
    ///
    /// @throws AdminException if there is none
    FileFact show(String id);

    /// Erases one for good.
    ///
    /// @throws AdminException if there is none
    void delete(String id);

    /// A stored file.
    ///
    /// @param id not what stands in its URL, and no way to that
    /// @param whole whether it can be fetched
    /// @param sha256 hex digits; of one that is not whole as announced
    /// @param recipients who may fetch it besides its owner
    record FileFact(
            String id,
            String owner,
            String name,
            String type,
            long size,
            boolean whole,
            Instant createdAt,
            Instant expiresAt,
            Optional<String> sha256,
            List<String> recipients) {}
}

package org.earshot.server.files;

import java.time.Instant;
import java.util.Optional;

/// A file that is held back, as the table has it.
///
/// @param owner address of who uploaded it
/// @param size bytes
/// @param createdAt when its upload began
/// @param expiresAt when it goes, unless it was released
/// @param releasedAt empty: it is still held
/// @param sealed key, name, type and hash, see [FileFacts]
/// @param hold why, and what stands in its URL, see [HoldFacts]
public record HeldRow(
        FileId id,
        String owner,
        long size,
        Instant createdAt,
        Instant heldAt,
        Instant expiresAt,
        Optional<Instant> releasedAt,
        String sealed,
        String hold) {

    /// Whether nobody may fetch it.
    boolean isHeld() {
        return releasedAt.isEmpty();
    }

    /// As it stands among those that can be fetched.
    FileRow whole(Instant until) {
        return new FileRow(id, owner, size, true, createdAt, until, sealed);
    }
}

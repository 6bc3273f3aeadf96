package org.earshot.server.files;

import java.time.Instant;

/// A file as the table has it: what must be counted and looked for stands in the open, the rest is sealed.
///
/// @param owner address of who uploads it
/// @param size bytes; of one that is not whole as its sender announced it, or the most that it can have
/// @param whole whether it can be fetched
/// @param expiresAt when it goes
/// @param sealed key, name, type and hash, see [FileFacts]
public record FileRow(
        FileId id,
        String owner,
        long size,
        boolean whole,
        Instant createdAt,
        Instant expiresAt,
        String sealed) {}

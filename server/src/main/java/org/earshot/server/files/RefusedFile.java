package org.earshot.server.files;

import java.util.List;

/// A file that was refused, and is gone, or never came.
///
/// @param owner the address of its sender
/// @param name as it was to be shown; the sender's claim
/// @param size bytes; -1 where nobody said
/// @param parties whom it was for, accounts and groups, as addresses
/// @param reason for people
public record RefusedFile(
        FileId id, String owner, String name, long size, List<String> parties, String reason) {
    public RefusedFile {
        parties = List.copyOf(parties);
    }
}

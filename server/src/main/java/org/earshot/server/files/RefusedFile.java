package org.earshot.server.files;

import java.util.List;

/// A file that was refused for what is in it, and is gone.
///
/// @param owner the address of its sender
/// @param name as it was to be shown; the sender's claim
/// @param size bytes
/// @param parties whom it was for, accounts and groups, as addresses
/// @param reason for people
public record RefusedFile(
        FileId id, String owner, String name, long size, List<String> parties, String reason) {
    public RefusedFile {
        parties = List.copyOf(parties);
    }
}

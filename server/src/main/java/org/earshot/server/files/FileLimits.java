package org.earshot.server.files;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.earshot.common.file.ExecutableNames;

/// What the store takes, and for how long.
///
/// @param largest bytes of one file
/// @param ofAccount bytes of one account's files
/// @param ofAll bytes of all
/// @param keep how long a whole file stays
/// @param endings of names that are refused, in lower case and without a dot
/// @param recorded whether the content stays for as long as the record of it does, though nobody can fetch it any more
public record FileLimits(
        long largest,
        long ofAccount,
        long ofAll,
        Duration keep,
        Set<String> endings,
        boolean recorded) {
    /// Files of an account that are not whole at once.
    static final int UNFINISHED = 32;

    /// So long one that is not whole stays since it was begun.
    static final Duration PATIENCE = Duration.ofDays(1);

    public FileLimits {
        endings = Set.copyOf(endings);
    }

    /// Why a name is refused; empty: it is not.
    Optional<String> objection(String name) {
        return ExecutableNames.objection(name, endings);
    }

    FileTable.Room room() {
        return new FileTable.Room(ofAccount, ofAll, UNFINISHED);
    }
}

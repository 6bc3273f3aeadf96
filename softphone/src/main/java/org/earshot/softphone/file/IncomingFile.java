package org.earshot.softphone.file;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.earshot.common.file.ExecutableNames;

/// What is to be taken.
///
/// @param directory where the file ends up, under a name that is safe here and not taken yet
/// @param partial where the bytes are kept until it is whole; released when the session ends
/// @param name as offered; whatever it is
/// @param size bytes of the whole file, as offered
/// @param hashes as offered, of the whole file. The best one is checked at the end
/// @param endings how names in it must not end, if it is an archive: in lower case, without a dot
public record IncomingFile(
        Path directory,
        PartialFile partial,
        String name,
        long size,
        List<FileHash> hashes,
        Set<String> endings) {
    public IncomingFile {
        hashes = List.copyOf(hashes);
        endings = Set.copyOf(endings);
        if (size < partial.have()) {
            throw new IllegalArgumentException("a size of " + size);
        }
    }

    /// Of whatever content.
    public IncomingFile(
            Path directory, PartialFile partial, String name, long size, List<FileHash> hashes) {
        this(directory, partial, name, size, hashes, true);
    }

    /// @param programs whether whatever content is taken; else no programs, by the usual endings of names
    public IncomingFile(
            Path directory,
            PartialFile partial,
            String name,
            long size,
            List<FileHash> hashes,
            boolean programs) {
        this(directory, partial, name, size, hashes, programs ? Set.of() : ExecutableNames.ENDINGS);
    }

    /// Whether programs are taken, and so whatever content: where a name may end in `.exe`. Else the first bytes of a program end it, whatever the
    /// name is, and archives are looked into.
    public boolean programs() {
        return !endings.contains("exe");
    }
}

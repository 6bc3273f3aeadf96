package org.earshot.softphone.file;

import java.nio.file.Path;
import java.util.List;
import org.earshot.common.file.ContentRules;

/// What is to be taken.
///
/// @param directory where the file ends up, under a name that is safe here and not taken yet
/// @param partial where the bytes are kept until it is whole; released when the session ends
/// @param name as offered; whatever it is
/// @param size bytes of the whole file, as offered
/// @param hashes as offered, of the whole file. The best one is checked at the end
/// @param rules what may be in it
public record IncomingFile(
        Path directory,
        PartialFile partial,
        String name,
        long size,
        List<FileHash> hashes,
        ContentRules rules) {
    public IncomingFile {
        hashes = List.copyOf(hashes);
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
        this(
                directory,
                partial,
                name,
                size,
                hashes,
                programs ? ContentRules.ANY : ContentRules.USUAL);
    }
}

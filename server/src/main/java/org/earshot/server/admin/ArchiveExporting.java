package org.earshot.server.admin;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Writing what is found in the archive into files. Calls may block.
public interface ArchiveExporting {

    /// Writes all that is found. That it begins is in the archive before the first byte is written, what became of it before the files stand
    /// under their name; nothing is left behind otherwise.
    ///
    /// @param target a new folder, or a new file if it ends in `.zip`
    /// @param actor who asks, in words
    /// @throws AdminException if one of these can't be written, or the question can't be understood
    Exported export(Question question, Path target, String actor);

    /// What to export.
    ///
    /// @param words to find in what was written, such as `lunch "next week"`
    /// @param person an address, a name, or the id of an account
    /// @param with an address or a name
    /// @param from the first instant
    /// @param until the instant after the last
    /// @param kind of the events
    /// @param content whether to export what was written too
    record Question(
            Optional<String> words,
            Optional<String> person,
            Optional<String> with,
            Optional<Instant> from,
            Optional<Instant> until,
            Optional<String> kind,
            boolean content) {}

    /// What was exported.
    ///
    /// @param counts how many records of which sort
    /// @param gaps in words, what could not be looked through
    /// @param manifest its SHA-256, in hex; the record has it too
    /// @param signer fingerprint of the key that signed it
    record Exported(Map<String, Long> counts, List<String> gaps, String manifest, String signer) {}
}

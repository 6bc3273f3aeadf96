package org.earshot.server.admin;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.earshot.proxy.archive.Content;

/// What the commands about single records act on. Calls may block, and throw an [AdminException] that says what is wrong.
public interface RecordAdministration {

    /// All facts of a record, without content.
    ///
    /// @param record CHAIN/NUMBER, as a search shows it
    RecordFact show(String record);

    /// The content of a record; empty where there is none, or its key has gone. That it is read is in the record before it is.
    ///
    /// @param actor who reads, in words
    Optional<Content> content(String record, String actor);

    /// Writes the copy of a file that the record keeps. That it is read is in the record before it is.
    ///
    /// @param record of kind `file-stored`
    /// @param actor who reads, in words
    /// @param target a new file (0600)
    /// @return its bytes
    long file(String record, String actor, Path target);

    /// A record.
    ///
    /// @param facts by name, in the order in which they were written
    record RecordFact(
            String record,
            Instant time,
            String kind,
            String retention,
            Map<String, List<String>> facts,
            boolean hasContent) {}
}

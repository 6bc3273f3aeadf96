package org.earshot.server.files;

import java.io.IOException;
import java.util.Optional;
import org.earshot.common.file.archive.Content;

/// Looks at a file that is whole before anybody may fetch it: at its first bytes, or as a virus scanner at all. Thread-safe.
@FunctionalInterface
public interface ContentInspector {
    /// Why it must not be let in, in words for its sender; empty: it may.
    ///
    /// @param name as its sender named it
    /// @throws IOException if that can't be known now: then the file is not let in, and its sender tries again
    Optional<String> objection(String name, Content content) throws IOException;
}

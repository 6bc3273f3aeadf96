package org.earshot.proxy.archive;

import java.util.Optional;

/// A record with what is in it.
///
/// @param state why there is no content, where there is none
public record OpenedRecord(ArchivedEvent event, State state, Optional<Content> content) {

    /// What became of the content.
    public enum State {
        /// It never had any, or it has gone.
        EMPTY,
        OPENED,
        /// Its key was destroyed, or is on another node.
        WITHOUT_KEY,
        /// Somebody changed it.
        DAMAGED
    }
}

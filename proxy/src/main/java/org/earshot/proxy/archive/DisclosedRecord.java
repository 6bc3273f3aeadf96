package org.earshot.proxy.archive;

import java.util.Optional;
import java.util.UUID;

/// A record with all that lets somebody else compute its commitments.
///
/// @param happenedAt microseconds since 1970, UTC
/// @param factSalt with the facts, what is committed to; empty where they have gone, or are not what was written
/// @param facts empty as the salt is
/// @param contentSalt with the content, what is committed to
/// @param content where it was asked for and can be opened
public record DisclosedRecord(
        ArchivePosition position,
        UUID eventId,
        String kind,
        long happenedAt,
        String retention,
        Optional<Bytes> factSalt,
        Optional<Facts> facts,
        State state,
        Optional<Bytes> contentSalt,
        Optional<Content> content) {

    /// What became of the content.
    public enum State {
        /// The event has none.
        NONE("none"),
        /// Only facts were asked for.
        NOT_ASKED("not-asked"),
        OPENED("opened"),
        /// It, or its key, was destroyed.
        SHREDDED("shredded"),
        /// Another node's, whose key is not here.
        KEY_ELSEWHERE("key-elsewhere"),
        /// Somebody changed it.
        DAMAGED("damaged");

        private final String text;

        State(String text) {
            this.text = text;
        }

        /// As it stands in an export.
        public String text() {
            return text;
        }
    }

    /// Whether the content was opened, and only its readers can read it.
    public boolean isNotReviewable() {
        return content.isPresent()
                && facts.filter(known -> known.first("not-reviewable").isPresent()).isPresent();
    }
}

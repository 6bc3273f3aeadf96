package org.earshot.server.admin;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Finding what is in the archive. Calls may block.
public interface ArchiveSearching {

    /// One page of what is found. Where words, the text or what is around it were asked for, it is in the archive who asked
    /// before this returns.
    ///
    /// @param actor who asks, in words
    /// @throws AdminException if that can't be written, or the question can't be understood
    Answer search(Question question, String actor);

    /// What somebody wants to know.
    ///
    /// @param words to find in what was written, such as `lunch "next week"`
    /// @param person an address, a name, or the id of an account
    /// @param with an address or a name
    /// @param from the first instant
    /// @param until the instant after the last
    /// @param kind of the events
    /// @param page as an answer has it, to go on
    /// @param limit events of a page
    /// @param context so many messages before and after each
    /// @param text whether to show what was written
    record Question(
            Optional<String> words,
            Optional<String> person,
            Optional<String> with,
            Optional<Instant> from,
            Optional<Instant> until,
            Optional<String> kind,
            Optional<String> page,
            int limit,
            int context,
            boolean text) {
        /// Whether the answer tells of content.
        public boolean isAboutContent() {
            return words.isPresent() || context > 0 || text;
        }
    }

    /// A page, the oldest first.
    ///
    /// @param next of the page before it in time; empty where there is none
    /// @param gaps in words, what could not be looked through
    record Answer(List<Fact> facts, Optional<String> next, List<String> gaps) {}

    /// One archived event.
    ///
    /// @param details what else there is to say in a line: who administered what, which file, why not
    /// @param found false for what only stands around another one
    /// @param text what was written, where it was asked for and can be read
    record Fact(
            String chain,
            long number,
            Instant time,
            String kind,
            String from,
            String to,
            String callId,
            int status,
            boolean found,
            Map<String, String> details,
            Optional<String> text) {
        /// As it is called where a record is named.
        public String record() {
            return chain + "/" + number;
        }
    }
}

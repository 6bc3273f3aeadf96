package org.earshot.softphone.ua;

import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;

/// Something that happened besides messages, and is over.
public sealed interface JournalEntry {

    /// By what it is known: no two of them have the same, not in other runs either.
    String id();

    /// The other one's URI, as it is shown.
    String peer();

    /// Whether it came from the other one.
    boolean incoming();

    /// Where it stands among the others: when a call began, when a file was through.
    Instant at();

    /// How a call went.
    enum Outcome {
        /// People talked.
        ANSWERED,
        /// It rang here, or would have but for "do not disturb", and nobody answered.
        MISSED,
        /// The one who was called did not want to: us, where it came in, else the other one.
        DECLINED,
        /// We called, and took it back before there was an answer.
        CANCELLED,
        /// We called, and the other one was in a call, or can't be disturbed.
        BUSY,
        /// Something went wrong.
        FAILED,
        /// It rang here too, and was answered on another device of ours.
        ELSEWHERE
    }

    /// A call.
    ///
    /// @param displayName what the other one was said to be called; "" where nobody said, and in calls of ours
    /// @param began when it began to ring, or we called
    /// @param answered when people could talk; empty: never
    /// @param reason why it ended, in words; may be ""
    /// @param encryption what the lock showed last: `none`, `SDES:suite` or `DTLS:suite`; "" where nobody talked
    record PastCall(
            String id,
            String peer,
            String displayName,
            boolean incoming,
            Instant began,
            Optional<Instant> answered,
            Instant ended,
            Outcome outcome,
            String reason,
            String encryption)
            implements JournalEntry {
        @Override
        public Instant at() {
            return began;
        }
    }

    /// A file, of which it is known now what became of it.
    ///
    /// @param name as its sender calls it; "" where that was never known
    /// @param size bytes
    /// @param sha256 hexadecimal; "" where it is not known
    /// @param outcome COMPLETE, FAILED, BLOCKED or CANCELLED
    /// @param reason in words; may be ""
    /// @param at when that was known
    /// @param file where one that came was put; it may have been moved since
    record PastFile(
            String id,
            String peer,
            boolean incoming,
            String name,
            long size,
            String sha256,
            UserAgentEvent.FilePhase outcome,
            String reason,
            Instant at,
            Optional<Path> file)
            implements JournalEntry {}
}

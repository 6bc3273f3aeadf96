package org.earshot.softphone.ua;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/// What happened besides messages, of whoever is logged in; while nobody is, of calls without an account. What is new in
/// it is told by [UserAgentEvent.JournalWritten], when it is on stable storage. Any thread; every stage completes on any thread, and
/// fails with a [MessageStoreException] where the store can't say.
public interface Journal {

    /// Calls that are over, the newest first.
    ///
    /// @param before only those that began before this; empty: all
    /// @param most how many at most
    CompletionStage<List<JournalEntry.PastCall>> calls(Optional<Instant> before, int most);

    /// Files of which it is known what became of them, the newest first.
    ///
    /// @param before only those before this; empty: all
    /// @param most how many at most
    CompletionStage<List<JournalEntry.PastFile>> files(Optional<Instant> before, int most);

    /// Files whose names contain all these words, or parts of words, in any case; the newest first, as [#files].
    ///
    /// @param words as typed
    /// @param most how many at most
    CompletionStage<List<JournalEntry.PastFile>> filesNamed(String words, int most);

    /// Calls and files with somebody, the oldest first, as they belong between the messages of that time; at most the newest 1,000.
    ///
    /// @param conversation the other one's address
    /// @param from the first of them is not before this
    /// @param to the last of them is before this
    CompletionStage<List<JournalEntry>> of(String conversation, Instant from, Instant to);

    /// How many calls were missed since the user last looked.
    CompletionStage<Integer> missedUnseen();

    /// The user has looked at the missed calls; complete when that is kept.
    CompletionStage<Void> seenMissed();
}

package org.earshot.softphone.ua;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/// Where the journal outlives the process. Every method returns at once and is carried out after those asked for before it; its
/// stage completes, on any thread, when what it changed is on stable storage, and fails with a [MessageStoreException] where it can't be.
public interface JournalStore {

    /// Something has begun, or came further, and is not to be seen yet. Where the process ends before [#write], the next run finds
    /// it as it stands here.
    ///
    /// @param account an address-of-record; "" for none
    CompletionStage<Void> begin(String account, JournalEntry entry);

    /// It is over; in place of what [#begin] said of the same id.
    CompletionStage<Void> write(String account, JournalEntry entry);

    /// As [Journal#calls].
    CompletionStage<List<JournalEntry.PastCall>> calls(
            String account, Optional<Instant> before, int most);

    /// As [Journal#files].
    CompletionStage<List<JournalEntry.PastFile>> files(
            String account, Optional<Instant> before, int most);

    /// As [Journal#filesNamed].
    ///
    /// @param words as [SearchWords#of] gives them, one at least
    CompletionStage<List<JournalEntry.PastFile>> filesNamed(
            String account, List<String> words, int most);

    /// As [Journal#of].
    ///
    /// @param conversation in the form of [SipUris#canonical]
    CompletionStage<List<JournalEntry>> of(
            String account, String conversation, Instant from, Instant to);

    /// As [Journal#missedUnseen].
    CompletionStage<Integer> missedUnseen(String account);

    /// As [Journal#seenMissed].
    CompletionStage<Void> seenMissed(String account);

    /// Forgets all at the end of the process. Every stage is complete when it is returned.
    static JournalStore ofThisRun() {
        return new InMemoryJournalStore();
    }
}

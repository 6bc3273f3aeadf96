package org.earshot.softphone.ua;

import java.util.Map;
import java.util.concurrent.CompletionStage;

/// Where drafts outlive the process; as [JournalStore].
public interface DraftStore {

    /// Keeps a text in place of the one before.
    ///
    /// @param text "" removes it
    CompletionStage<Void> put(String account, String conversation, String text);

    /// All of an account, by conversation.
    CompletionStage<Map<String, String>> all(String account);

    /// Forgets all at the end of the process.
    static DraftStore ofThisRun() {
        return new InMemoryDraftStore();
    }
}

package org.earshot.softphone.ua;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/// Asks the store for the account of who is logged in. Thread-safe.
final class JournalCommands implements Journal {
    private final Messages.Host host;
    private final UserAgentThread thread;
    private final JournalStore store;

    /// @param host asked on the user-agent thread
    JournalCommands(Messages.Host host, UserAgentThread thread, JournalStore store) {
        this.host = host;
        this.thread = thread;
        this.store = store;
    }

    private <T> CompletionStage<T> ask(Function<String, CompletionStage<T>> question) {
        return CompletableFuture.supplyAsync(() -> host.account().orElse(""), thread)
                .thenCompose(question);
    }

    @Override
    public CompletionStage<List<JournalEntry.PastCall>> calls(Optional<Instant> before, int most) {
        return ask(account -> store.calls(account, before, most));
    }

    @Override
    public CompletionStage<List<JournalEntry.PastFile>> files(Optional<Instant> before, int most) {
        return ask(account -> store.files(account, before, most));
    }

    @Override
    public CompletionStage<List<JournalEntry.PastFile>> filesNamed(String words, int most) {
        List<String> wanted = SearchWords.of(words);
        return wanted.isEmpty()
                ? CompletableFuture.completedStage(List.of())
                : ask(account -> store.filesNamed(account, wanted, most));
    }

    @Override
    public CompletionStage<List<JournalEntry>> of(String conversation, Instant from, Instant to) {
        return ask(account -> store.of(account, SipUris.canonical(conversation), from, to));
    }

    @Override
    public CompletionStage<Integer> missedUnseen() {
        return ask(store::missedUnseen);
    }

    @Override
    public CompletionStage<Void> seenMissed() {
        return ask(store::seenMissed);
    }
}

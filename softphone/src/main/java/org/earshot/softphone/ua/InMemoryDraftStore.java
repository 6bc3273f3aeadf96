package org.earshot.softphone.ua;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/// Drafts in memory. Thread-safe.
final class InMemoryDraftStore implements DraftStore {
    private final Map<String, Map<String, String>> drafts = new HashMap<>();

    @Override
    public synchronized CompletionStage<Void> put(
            String account, String conversation, String text) {
        Map<String, String> own = drafts.computeIfAbsent(account, _ -> new HashMap<>());
        if (text.isEmpty()) {
            own.remove(conversation);
        } else {
            own.put(conversation, text);
        }
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public synchronized CompletionStage<Map<String, String>> all(String account) {
        return CompletableFuture.completedFuture(
                Map.copyOf(drafts.getOrDefault(account, Map.of())));
    }
}

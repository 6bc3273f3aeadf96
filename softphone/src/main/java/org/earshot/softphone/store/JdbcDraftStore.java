package org.earshot.softphone.store;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.earshot.softphone.ua.DraftStore;

/// Drafts in the H2 file of the messages. All work is done on the queue that it is given. Thread-safe.
public final class JdbcDraftStore implements DraftStore {
    private final JdbcStoreFile file;
    private final Executor queue;

    JdbcDraftStore(JdbcStoreFile file, Executor queue) {
        this.file = file;
        this.queue = queue;
    }

    @Override
    public CompletionStage<Void> put(String account, String conversation, String text) {
        return CompletableFuture.supplyAsync(
                () ->
                        file.change(connection -> {
                            try (PreparedStatement change =
                                    connection.prepareStatement(
                                            text.isEmpty()
                                                    ? "DELETE FROM draft WHERE account = ? AND conversation = ?"
                                                    : "MERGE INTO draft (account, conversation, text) VALUES (?, ?, ?)")) {
                                change.setString(1, account);
                                change.setString(2, conversation);
                                if (!text.isEmpty()) {
                                    change.setString(3, text);
                                }
                                change.executeUpdate();
                            }
                            return null;
                        }),
                queue);
    }

    @Override
    public CompletionStage<Map<String, String>> all(String account) {
        return CompletableFuture.supplyAsync(
                () ->
                        file.read(connection -> {
                            Map<String, String> all = new HashMap<>();
                            try (PreparedStatement query =
                                    connection.prepareStatement(
                                            "SELECT conversation, text FROM draft WHERE account = ?")) {
                                query.setString(1, account);
                                try (ResultSet row = query.executeQuery()) {
                                    while (row.next()) {
                                        all.put(row.getString(1), row.getString(2));
                                    }
                                }
                            }
                            return Map.copyOf(all);
                        }),
                queue);
    }
}

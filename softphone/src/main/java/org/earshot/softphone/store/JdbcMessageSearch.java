package org.earshot.softphone.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.earshot.softphone.ua.ChatMessage;
import org.earshot.softphone.ua.MessageStoreException;

/// Looks for words in all messages, one question after the other, on a connection of its own: what comes in meanwhile need not wait. Thread-safe.
final class JdbcMessageSearch implements AutoCloseable {
    private final JdbcStoreFile file;
    private boolean closed;

    JdbcMessageSearch(JdbcStoreFile file) {
        this.file = file;
    }

    /// @param within a conversation; empty: all of them
    CompletionStage<List<ChatMessage>> find(
            String account, Optional<String> within, List<String> words, int most) {
        return CompletableFuture.supplyAsync(
                () -> findNow(account, within, List.copyOf(words), most),
                task -> Thread.ofVirtual().name("message-search").start(task));
    }

    /// The connection lives as long as the question: one that stayed would keep H2 from opening a file anew with which something is
    /// wrong.
    private synchronized List<ChatMessage> findNow(
            String account, Optional<String> within, List<String> words, int most) {
        if (closed) {
            throw new MessageStoreException("the phone is closing", null);
        }
        try (Connection connection = file.another()) {
            return find(connection, account, within, words, most);
        } catch (SQLException e) {
            throw new MessageStoreException("messages can't be searched: " + e.getMessage(), e);
        }
    }

    private static List<ChatMessage> find(
            Connection connection,
            String account,
            Optional<String> within,
            List<String> words,
            int most)
            throws SQLException {
        String sql =
                "SELECT "
                        + JdbcMessageRows.MESSAGE
                        + " FROM message USE INDEX (message_by_"
                        + (within.isPresent() ? "position" : "time")
                        + ") WHERE account = ?"
                        + within.map(_ -> " AND conversation = ?").orElse("")
                        + WordsWithin.of("text", words.size())
                        // in the order of the index, so that it ends with the last one that is
                        // wanted
                        + (within.isPresent()
                                ? " ORDER BY account DESC, conversation DESC, position DESC, number DESC"
                                : " ORDER BY account DESC, written_at DESC")
                        + " LIMIT ?";
        try (PreparedStatement query = connection.prepareStatement(sql)) {
            query.setString(1, account);
            int next = 2;
            if (within.isPresent()) {
                query.setString(next++, within.get());
            }
            for (String word : words) {
                query.setString(next++, WordsWithin.pattern(word));
            }
            query.setInt(next, most);
            return JdbcMessageRows.messages(query);
        }
    }

    /// Waits for the question that is being asked.
    @Override
    public synchronized void close() {
        closed = true;
    }
}

package org.earshot.softphone.store;

import static org.earshot.softphone.store.JdbcMessageRows.MESSAGE;
import static org.earshot.softphone.store.JdbcMessageRows.OUTGOING;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.function.Supplier;
import org.earshot.common.db.Columns;
import org.earshot.softphone.ua.ChatMessage;
import org.earshot.softphone.ua.Conversation;
import org.earshot.softphone.ua.Delivery;
import org.earshot.softphone.ua.MessageKey;
import org.earshot.softphone.ua.MessageStore;
import org.earshot.softphone.ua.MessageStoreException;
import org.earshot.softphone.ua.Outgoing;

/// Messages in an H2 file. All work is done on the queue that it is given. Thread-safe.
public final class JdbcMessageStore implements MessageStore, AutoCloseable {
    /// The oldest of more are forgotten.
    static final int MOST_MESSAGES = 100_000;

    private final JdbcStoreFile file;
    private final Executor queue;
    private final int most;
    private final JdbcMessageSearch search;

    private JdbcMessageStore(JdbcStoreFile file, Executor queue, int most) {
        this.file = file;
        this.queue = queue;
        this.most = most;
        search = new JdbcMessageSearch(file);
    }

    /// Opens a file, made if it is missing; blocks until it is open.
    ///
    /// @param file without H2's ending
    /// @param queue a serial one
    /// @throws MessageStoreException with a sentence for the user, such as where another process has it open
    public static JdbcMessageStore open(Path file, Executor queue) {
        return open(file, queue, MOST_MESSAGES);
    }

    static JdbcMessageStore open(Path file, Executor queue, int most) {
        return new JdbcMessageStore(JdbcStoreFile.open(file), queue, most);
    }

    /// The contact lists in the same file, which closes with this store.
    public JdbcContactStore contacts() {
        return new JdbcContactStore(file, queue);
    }

    /// Which files are on their way, in the same file, which closes with this store.
    public JdbcFileStore files() {
        return new JdbcFileStore(file, queue);
    }

    /// What happened besides messages, in the same file, which closes with this store.
    public JdbcJournalStore journal() {
        return new JdbcJournalStore(file, queue);
    }

    /// What was begun to be written, in the same file, which closes with this store.
    public JdbcDraftStore drafts() {
        return new JdbcDraftStore(file, queue);
    }

    private <T> CompletionStage<T> enqueue(Supplier<T> work) {
        return CompletableFuture.supplyAsync(work, queue);
    }

    private <T> CompletionStage<T> change(JdbcStoreFile.Work<T> work) {
        return enqueue(() -> file.change(work));
    }

    private <T> CompletionStage<T> read(JdbcStoreFile.Work<T> work) {
        return enqueue(() -> file.read(work));
    }

    /// Takes over what an earlier version of the phone kept in other files. Asked again, it changes nothing.
    ///
    /// @param unsent texts that have to go out, oldest first
    /// @param received by what messages that came in are known again
    public CompletionStage<Void> adopt(List<Outgoing> unsent, List<String> received) {
        return change(connection -> {
            for (Outgoing text : unsent) {
                if (find(connection, text.key()).isEmpty()) {
                    insert(connection, text.shown(), false);
                    insert(connection, text);
                }
            }
            try (PreparedStatement merge =
                    connection.prepareStatement(
                            "MERGE INTO received_before (message_id) VALUES (?)")) {
                for (String id : received) {
                    merge.setString(1, id);
                    merge.execute();
                }
            }
            return null;
        });
    }

    @Override
    public CompletionStage<List<Outgoing>> outbox() {
        return read(connection -> {
            try (PreparedStatement query =
                    connection.prepareStatement(
                            "SELECT " + OUTGOING + " FROM outbox ORDER BY number")) {
                return JdbcMessageRows.outgoing(query);
            }
        });
    }

    @Override
    public CompletionStage<Void> write(ChatMessage message, Outgoing outgoing) {
        return change(connection -> {
            if (!setDelivery(connection, message.key(), message.delivery(), "")) {
                insert(connection, message, false);
            }
            insert(connection, outgoing);
            return null;
        });
    }

    @Override
    public CompletionStage<Boolean> receive(
            ChatMessage message, boolean wantsDisplayed, List<Outgoing> notices) {
        return change(connection -> {
            if (find(connection, message.key()).isPresent()
                    || wasReceivedBefore(connection, message.key().messageId())) {
                return false;
            }
            insert(connection, message, wantsDisplayed);
            for (Outgoing notice : notices) {
                insert(connection, notice);
            }
            return true;
        });
    }

    @Override
    public CompletionStage<Boolean> receivePast(ChatMessage message) {
        return change(connection -> {
            if (find(connection, message.key()).isPresent()
                    || wasReceivedBefore(connection, message.key().messageId())) {
                return false;
            }
            insert(connection, message, false, Columns.micros(message.at()));
            return true;
        });
    }

    private static boolean wasReceivedBefore(Connection connection, String messageId)
            throws SQLException {
        try (PreparedStatement query =
                connection.prepareStatement("SELECT 1 FROM received_before WHERE message_id = ?")) {
            query.setString(1, messageId);
            try (ResultSet row = query.executeQuery()) {
                return row.next();
            }
        }
    }

    /// At the end of its conversation.
    private void insert(Connection connection, ChatMessage message, boolean wantsDisplayed)
            throws SQLException {
        try (PreparedStatement query =
                connection.prepareStatement(
                        "SELECT MAX(position) FROM message WHERE account = ? AND conversation = ?")) {
            query.setString(1, message.key().account());
            query.setString(2, message.key().conversation());
            try (ResultSet row = query.executeQuery()) {
                row.next();
                long last = row.getLong(1); // 0 in an empty one
                insert(
                        connection,
                        message,
                        wantsDisplayed,
                        Math.max(last, Columns.micros(message.at())));
            }
        }
    }

    /// @param position in its conversation: a time, in microseconds
    private void insert(
            Connection connection, ChatMessage message, boolean wantsDisplayed, long position)
            throws SQLException {
        try (PreparedStatement insert =
                connection.prepareStatement(
                        "INSERT INTO message ("
                                + MESSAGE
                                + ", wants_displayed, position) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                        new String[] {"number"})) {
            JdbcMessageRows.set(insert, message);
            insert.setBoolean(10, wantsDisplayed);
            insert.setLong(11, position);
            insert.execute();
            try (ResultSet numbers = insert.getGeneratedKeys()) {
                numbers.next();
                prune(connection, numbers.getLong(1));
            }
        }
    }

    /// Every hundredth message takes the oldest hundred along.
    private void prune(Connection connection, long newest) throws SQLException {
        if (newest % 100 != 0) {
            return;
        }
        try (PreparedStatement delete =
                connection.prepareStatement(
                        """
                        DELETE FROM message m WHERE m.number <= ? AND NOT EXISTS (
                            SELECT 1 FROM outbox o WHERE o.account = m.account
                            AND o.conversation = m.conversation AND o.message_id = m.message_id)\
                        """)) {
            delete.setLong(1, newest - most);
            delete.execute();
        }
    }

    private static void insert(Connection connection, Outgoing outgoing) throws SQLException {
        try (PreparedStatement insert =
                connection.prepareStatement(
                        "INSERT INTO outbox ("
                                + OUTGOING
                                + ") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")) {
            JdbcMessageRows.set(insert, outgoing);
            insert.execute();
        }
    }

    @Override
    public CompletionStage<Void> sent(MessageKey key, Delivery delivery, String reason) {
        return change(connection -> {
            try (PreparedStatement delete =
                    connection.prepareStatement(
                            "DELETE FROM outbox WHERE account = ? AND conversation = ? AND message_id = ?")) {
                JdbcMessageRows.set(delete, key);
                delete.execute();
            }
            var _ = setDelivery(connection, key, delivery, reason);
            return null;
        });
    }

    /// @return whether the message is there
    private static boolean setDelivery(
            Connection connection, MessageKey key, Delivery delivery, String reason)
            throws SQLException {
        Optional<ChatMessage> message = find(connection, key);
        if (message.filter(m -> m.delivery().isChangedBy(delivery)).isPresent()) {
            update(connection, key, delivery, reason);
        }
        return message.isPresent();
    }

    private static void update(
            Connection connection, MessageKey key, Delivery delivery, String reason)
            throws SQLException {
        try (PreparedStatement update =
                connection.prepareStatement(
                        "UPDATE message SET delivery = ?, reason = ?, wants_displayed = FALSE"
                                + " WHERE account = ? AND conversation = ? AND message_id = ?")) {
            update.setString(1, delivery.name());
            update.setString(2, reason);
            update.setString(3, key.account());
            update.setString(4, key.conversation());
            update.setString(5, key.messageId());
            update.execute();
        }
    }

    @Override
    public CompletionStage<Optional<ChatMessage>> progress(
            String account, String messageId, Delivery delivery, String reason) {
        return change(connection -> {
            Optional<ChatMessage> now =
                    find(connection, account, messageId, true)
                            .filter(m -> m.delivery().isChangedBy(delivery))
                            .map(m -> m.with(delivery, reason));
            if (now.isPresent()) {
                update(connection, now.get().key(), delivery, reason);
            }
            return now;
        });
    }

    private static Optional<ChatMessage> find(
            Connection connection, String account, String messageId, boolean mine)
            throws SQLException {
        try (PreparedStatement query =
                connection.prepareStatement(
                        "SELECT "
                                + MESSAGE
                                + " FROM message WHERE account = ? AND message_id = ? AND mine = ?"
                                + " ORDER BY number LIMIT 1")) {
            query.setString(1, account);
            query.setString(2, messageId);
            query.setBoolean(3, mine);
            return JdbcMessageRows.messages(query).stream().findFirst();
        }
    }

    private static Optional<ChatMessage> find(Connection connection, MessageKey key)
            throws SQLException {
        try (PreparedStatement query =
                connection.prepareStatement(
                        "SELECT "
                                + MESSAGE
                                + " FROM message WHERE account = ? AND conversation = ? AND message_id = ?")) {
            JdbcMessageRows.set(query, key);
            return JdbcMessageRows.messages(query).stream().findFirst();
        }
    }

    @Override
    public CompletionStage<Optional<ChatMessage>> find(MessageKey key) {
        return read(connection -> find(connection, key));
    }

    private static List<ChatMessage> unread(
            Connection connection, String account, String conversation, boolean wantsDisplayed)
            throws SQLException {
        try (PreparedStatement query =
                connection.prepareStatement(
                        "SELECT "
                                + MESSAGE
                                + " FROM message WHERE account = ? AND conversation = ? AND NOT mine"
                                + " AND delivery <> 'DISPLAYED'"
                                + (wantsDisplayed ? " AND wants_displayed" : "")
                                + " ORDER BY position, number")) {
            query.setString(1, account);
            query.setString(2, conversation);
            return JdbcMessageRows.messages(query);
        }
    }

    @Override
    public CompletionStage<List<Outgoing>> seen(
            String account, String conversation, Function<ChatMessage, Outgoing> notice) {
        return change(connection -> {
            List<Outgoing> notices = new ArrayList<>();
            for (ChatMessage message : unread(connection, account, conversation, true)) {
                Outgoing outgoing = notice.apply(message);
                insert(connection, outgoing);
                notices.add(outgoing);
            }
            for (ChatMessage message : unread(connection, account, conversation, false)) {
                update(connection, message.key(), Delivery.DISPLAYED, "");
            }
            return notices;
        });
    }

    @Override
    public CompletionStage<Optional<String>> seenElsewhere(String account, String messageId) {
        return change(connection -> {
            Optional<ChatMessage> last =
                    find(connection, account, messageId, false).filter(ChatMessage::isUnread);
            if (last.isEmpty()) {
                return Optional.empty();
            }
            String conversation = last.get().key().conversation();
            for (ChatMessage message : unread(connection, account, conversation, false)) {
                update(connection, message.key(), Delivery.DISPLAYED, "");
                if (message.key().equals(last.get().key())) {
                    break;
                }
            }
            return Optional.of(conversation);
        });
    }

    @Override
    public CompletionStage<List<ChatMessage>> history(
            String account, String conversation, Optional<String> before, int number) {
        return read(connection -> {
            try (PreparedStatement query =
                    connection.prepareStatement(
                            "SELECT "
                                    + MESSAGE
                                    + " FROM message WHERE account = ? AND conversation = ? AND"
                                    + " (NOT EXISTS (SELECT 1 FROM message b WHERE b.account = ? AND"
                                    + " b.conversation = ? AND b.message_id = ?) OR (position, number) <"
                                    + " (SELECT b.position, b.number FROM message b WHERE b.account = ? AND"
                                    + " b.conversation = ? AND b.message_id = ?))"
                                    + " ORDER BY position DESC, number DESC LIMIT ?")) {
                query.setString(1, account);
                query.setString(2, conversation);
                query.setString(3, account);
                query.setString(4, conversation);
                query.setString(5, before.orElse(""));
                query.setString(6, account);
                query.setString(7, conversation);
                query.setString(8, before.orElse(""));
                query.setInt(9, number);
                return List.copyOf(JdbcMessageRows.messages(query).reversed());
            }
        });
    }

    @Override
    public CompletionStage<List<ChatMessage>> historyAfter(
            String account, String conversation, String after, int number) {
        return read(connection -> {
            try (PreparedStatement query =
                    connection.prepareStatement(
                            "SELECT "
                                    + MESSAGE
                                    + " FROM message WHERE account = ? AND conversation = ? AND"
                                    + " (position, number) > (SELECT b.position, b.number FROM message b"
                                    + " WHERE b.account = ? AND b.conversation = ? AND b.message_id = ?)"
                                    + " ORDER BY position, number LIMIT ?")) {
                query.setString(1, account);
                query.setString(2, conversation);
                query.setString(3, account);
                query.setString(4, conversation);
                query.setString(5, after);
                query.setInt(6, number);
                return JdbcMessageRows.messages(query);
            }
        });
    }

    @Override
    public CompletionStage<List<ChatMessage>> search(
            String account, List<String> words, int number) {
        return search.find(account, Optional.empty(), words, number);
    }

    @Override
    public CompletionStage<List<ChatMessage>> searchIn(
            String account, String conversation, List<String> words, int number) {
        return search.find(account, Optional.of(conversation), words, number);
    }

    @Override
    public CompletionStage<List<Conversation>> conversations(String account) {
        return read(connection -> {
            try (PreparedStatement query =
                    connection.prepareStatement(
                            """
                            SELECT conversation, MAX(written_at) AS latest,
                                SUM(CASE WHEN NOT mine AND delivery <> 'DISPLAYED' THEN 1 ELSE 0 END)
                            FROM message WHERE account = ?
                            GROUP BY conversation ORDER BY latest DESC\
                            """)) {
                query.setString(1, account);
                List<Conversation> all = new ArrayList<>();
                try (ResultSet row = query.executeQuery()) {
                    while (row.next()) {
                        all.add(
                                new Conversation(
                                        row.getString(1),
                                        row.getInt(3),
                                        Columns.instant(row.getLong(2))));
                    }
                }
                return all;
            }
        });
    }

    /// Lets go of the file, after all that was asked for; the queue must still run.
    @Override
    public void close() {
        search.close();
        CompletableFuture.runAsync(file::close, queue).join();
    }
}

package org.earshot.softphone.store;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.earshot.common.db.Columns;
import org.earshot.softphone.ua.ChatMessage;
import org.earshot.softphone.ua.Delivery;
import org.earshot.softphone.ua.MessageKey;
import org.earshot.softphone.ua.Outgoing;

/// Rows as objects, and back. Pure.
final class JdbcMessageRows {
    /// What [#messages] reads.
    static final String MESSAGE =
            "account, conversation, message_id, mine, author, text, written_at, delivery, reason";

    /// What [#outgoing] reads.
    static final String OUTGOING =
            "account, conversation, message_id, target, kind, content, about_at, call_id, tag, since";

    private static final String TEXT = "TEXT";

    private JdbcMessageRows() {}

    static List<ChatMessage> messages(PreparedStatement query) throws SQLException {
        List<ChatMessage> all = new ArrayList<>();
        try (ResultSet row = query.executeQuery()) {
            while (row.next()) {
                all.add(
                        new ChatMessage(
                                key(row),
                                row.getBoolean(4),
                                row.getString(5),
                                row.getString(6),
                                Columns.instant(row.getLong(7)),
                                Delivery.valueOf(row.getString(8)),
                                row.getString(9)));
            }
        }
        return all;
    }

    static List<Outgoing> outgoing(PreparedStatement query) throws SQLException {
        List<Outgoing> all = new ArrayList<>();
        try (ResultSet row = query.executeQuery()) {
            while (row.next()) {
                String kind = row.getString(5);
                String content = row.getString(6);
                all.add(
                        new Outgoing(
                                key(row),
                                row.getString(4),
                                kind.equals(TEXT)
                                        ? new Outgoing.Text(content)
                                        : new Outgoing.Notice(
                                                content,
                                                Delivery.valueOf(kind),
                                                Columns.instant(row.getLong(7))),
                                row.getString(8),
                                row.getString(9),
                                Columns.instant(row.getLong(10))));
            }
        }
        return all;
    }

    private static MessageKey key(ResultSet row) throws SQLException {
        return new MessageKey(row.getString(1), row.getString(2), row.getString(3));
    }

    /// Sets the first three parameters.
    static void set(PreparedStatement statement, MessageKey key) throws SQLException {
        statement.setString(1, key.account());
        statement.setString(2, key.conversation());
        statement.setString(3, key.messageId());
    }

    /// Sets parameters in the order of [#MESSAGE].
    static void set(PreparedStatement statement, ChatMessage message) throws SQLException {
        set(statement, message.key());
        statement.setBoolean(4, message.mine());
        statement.setString(5, message.author());
        statement.setString(6, message.text());
        statement.setLong(7, Columns.micros(message.at()));
        statement.setString(8, message.delivery().name());
        statement.setString(9, message.reason());
    }

    /// Sets parameters in the order of [#OUTGOING].
    static void set(PreparedStatement statement, Outgoing outgoing) throws SQLException {
        set(statement, outgoing.key());
        statement.setString(4, outgoing.to());
        switch (outgoing.content()) {
            case Outgoing.Text(String text) -> {
                statement.setString(5, TEXT);
                statement.setString(6, text);
                statement.setLong(7, 0);
            }
            case Outgoing.Notice(String about, Delivery what, var at) -> {
                statement.setString(5, what.name());
                statement.setString(6, about);
                statement.setLong(7, Columns.micros(at));
            }
        }
        statement.setString(8, outgoing.callId());
        statement.setString(9, outgoing.tag());
        statement.setLong(10, Columns.micros(outgoing.since()));
    }
}

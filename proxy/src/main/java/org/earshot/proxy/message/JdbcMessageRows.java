package org.earshot.proxy.message;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.earshot.common.db.Columns;
import org.earshot.common.db.RowInsert;
import org.earshot.common.db.ValueList;
import org.earshot.common.key.SealedBox;
import org.earshot.common.message.HistoryMark;
import org.earshot.proxy.archive.Bytes;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The tables `message`, `message_waiting` and `message_receipt`. Each method works on the caller's transaction.
/// Thread-safe.
final class JdbcMessageRows {
    private static final Logger log = LoggerFactory.getLogger(JdbcMessageRows.class);

    /// Of a message `m`: neither of a sender whom a device's owner blocks, nor in its queue, nor answered by it.
    static final String NEW_TO_DEVICE =
            " AND NOT EXISTS (SELECT 1 FROM blocked_sender b"
                    + " WHERE b.owner = ? AND b.sender = m.sender)"
                    + " AND NOT EXISTS (SELECT 1 FROM message_waiting w"
                    + " WHERE w.message = m.id AND w.device = ?)"
                    + " AND NOT EXISTS (SELECT 1 FROM message_receipt r"
                    + " WHERE r.message = m.id AND r.device = ?)";

    /// Of a device `d`: it is a recipient's, and no copy is meant for it.
    static final String OF_RECIPIENT = " AND (d.address <> m.sender OR m.sender = m.recipient)";

    private static final String COLUMNS =
            "m.id, m.repeat_key, m.kind, m.sender, m.recipient, m.wishes, m.kept_for, m.received_at,"
                    + " COALESCE(m.over_at, m.expires_at), m.sealed, m.keep_until";

    private static final RowInsert MESSAGES =
            RowInsert.of(
                    "INSERT INTO message (id, repeat_key, message_key, kind, sender, recipient, wishes, kept_for,"
                            + " received_at, expires_at, sealed, keep_until, kept_by)",
                    13);

    private static final RowInsert WAITING =
            RowInsert.of("INSERT INTO message_waiting (device, message)", 2);

    private static final RowInsert RECEIPTS =
            RowInsert.of("INSERT INTO message_receipt (message, device, status, answered_at)", 4)
                    .then("ON DUPLICATE KEY UPDATE status = VALUES(status)");

    /// So many are read at a time where most can't be opened.
    private static final int FURTHER = 500;

    private final SealedBox box;

    JdbcMessageRows(SealedBox box) {
        this.box = box;
    }

    Sealed seal(Message message) {
        return new Sealed(
                message,
                Bytes.of(box.sealBytes(message.payload().encode(), associated(message.id()))));
    }

    private static SealedBox.AssociatedData associated(UUID message) {
        return version ->
                ("earshot-message-1\n" + message + "\n" + version).getBytes(StandardCharsets.UTF_8);
    }

    /// A message with its content as the table keeps it.
    record Sealed(Message message, Bytes content) {}

    /// A message that waits for a device.
    record Waiting(UUID message, DeviceId device) {}

    void insert(Connection connection, List<Sealed> all) throws SQLException {
        MESSAGES.run(connection, all, JdbcMessageRows::setMessage);
    }

    private static void setMessage(PreparedStatement insert, int before, Sealed row)
            throws SQLException {
        Message message = row.message();
        insert.setBytes(before + 1, Columns.bytes(message.id()));
        insert.setBytes(before + 2, message.repeat().hash().array());
        Optional<byte[]> name = message.name().map(JdbcMessageRows::nameKey);
        if (name.isPresent()) {
            insert.setBytes(before + 3, name.get());
        } else {
            insert.setNull(before + 3, Types.BINARY);
        }
        insert.setString(before + 4, message.kind().text());
        insert.setString(before + 5, message.sender());
        insert.setString(before + 6, message.recipient());
        insert.setInt(before + 7, Wish.bits(message.wishes()));
        insert.setString(before + 8, message.kept() ? message.recipient() : null);
        insert.setLong(before + 9, Columns.micros(message.receivedAt()));
        insert.setLong(before + 10, Columns.micros(message.expiresAt()));
        insert.setBytes(before + 11, row.content().array());
        insert.setLong(before + 12, Columns.micros(message.keepUntil()));
        insert.setString(before + 13, message.kept() ? message.sender() : null);
    }

    static byte[] nameKey(String name) {
        return Hashes.sha256(name.getBytes(StandardCharsets.UTF_8));
    }

    void queue(Connection connection, List<Waiting> all) throws SQLException {
        WAITING.run(
                connection,
                all,
                (insert, before, row) -> {
                    insert.setBytes(before + 1, JdbcDeviceRows.key(row.device()));
                    insert.setBytes(before + 2, Columns.bytes(row.message()));
                });
    }

    /// Of messages that others have got, those that may still go to a device, in order.
    static List<UUID> newTo(
            Connection connection, List<UUID> messages, DeviceId device, Instant now)
            throws SQLException {
        Set<UUID> found = new HashSet<>();
        for (ValueList<UUID> some : ValueList.of(messages)) {
            try (PreparedStatement query =
                    connection.prepareStatement(
                            "SELECT m.id FROM message m WHERE m.expires_at > ? AND m.over_at IS NULL"
                                    + NEW_TO_DEVICE
                                    + " AND m.id IN "
                                    + some.marks())) {
                query.setLong(1, Columns.micros(now));
                int mark = newToDevice(query, 2, device);
                for (UUID message : some.values()) {
                    query.setBytes(mark++, Columns.bytes(message));
                }
                try (ResultSet row = query.executeQuery()) {
                    while (row.next()) {
                        found.add(Columns.uuid(row.getBytes(1)));
                    }
                }
            }
        }
        return messages.stream().filter(found::contains).toList();
    }

    /// Fills the places of [#NEW_TO_DEVICE].
    ///
    /// @return the place after them
    static int newToDevice(PreparedStatement query, int first, DeviceId device)
            throws SQLException {
        query.setString(first, device.owner().toString());
        query.setBytes(first + 1, JdbcDeviceRows.key(device));
        query.setBytes(first + 2, JdbcDeviceRows.key(device));
        return first + 3;
    }

    void queueAgain(Connection connection, UUID message, DeviceId device) throws SQLException {
        try (PreparedStatement insert =
                connection.prepareStatement(
                        "INSERT INTO message_waiting (device, message) VALUES (?, ?)"
                                + " ON DUPLICATE KEY UPDATE device = VALUES(device)")) {
            insert.setBytes(1, JdbcDeviceRows.key(device));
            insert.setBytes(2, Columns.bytes(message));
            insert.executeUpdate();
        }
    }

    /// @return false if one of them did not wait; then the transaction must not be committed
    boolean settle(Connection connection, List<MessageStore.Settlement> settlements)
            throws SQLException {
        if (!unqueue(
                connection,
                settlements.stream()
                        .map(row -> new Waiting(row.message(), row.device()))
                        .toList())) {
            return false;
        }
        RECEIPTS.run(
                connection,
                settlements,
                (insert, before, row) -> {
                    insert.setBytes(before + 1, Columns.bytes(row.message()));
                    insert.setBytes(before + 2, JdbcDeviceRows.key(row.device()));
                    insert.setInt(before + 3, row.status());
                    insert.setLong(before + 4, Columns.micros(row.at()));
                });
        dropContent(
                connection,
                settlements.stream()
                        .filter(each -> !each.kept())
                        .map(MessageStore.Settlement::message)
                        .toList());
        return true;
    }

    /// @param messages each once
    /// @return false if one of them did not wait for the device; then the transaction must not be committed
    boolean unqueue(Connection connection, List<UUID> messages, DeviceId device)
            throws SQLException {
        return unqueue(connection, messages.stream().map(id -> new Waiting(id, device)).toList());
    }

    private static boolean unqueue(Connection connection, List<Waiting> all) throws SQLException {
        int gone = 0;
        for (ValueList<Waiting> some : ValueList.of(all)) {
            try (PreparedStatement delete =
                    connection.prepareStatement(
                            "DELETE FROM message_waiting WHERE (message, device) IN "
                                    + some.marks("(?, ?)"))) {
                int mark = 1;
                for (Waiting each : some.values()) {
                    delete.setBytes(mark++, Columns.bytes(each.message()));
                    delete.setBytes(mark++, JdbcDeviceRows.key(each.device()));
                }
                gone += delete.executeUpdate();
            }
        }
        return gone == all.size();
    }

    private static void dropContent(Connection connection, List<UUID> messages)
            throws SQLException {
        for (ValueList<UUID> some : ValueList.of(messages)) {
            try (PreparedStatement update =
                    connection.prepareStatement(
                            "UPDATE message SET sealed = NULL WHERE id IN "
                                    + some.marks()
                                    + " AND kept_for IS NULL AND NOT EXISTS"
                                    + " (SELECT 1 FROM message_waiting w WHERE w.message = message.id)")) {
                int mark = 1;
                for (UUID message : some.values()) {
                    update.setBytes(mark++, Columns.bytes(message));
                }
                update.executeUpdate();
            }
        }
    }

    boolean unqueue(Connection connection, UUID message) throws SQLException {
        try (PreparedStatement delete =
                connection.prepareStatement(
                        "DELETE FROM message_waiting WHERE message = ? AND past = 0")) {
            delete.setBytes(1, Columns.bytes(message));
            return delete.executeUpdate() > 0;
        }
    }

    MessageStore.Page waiting(Connection connection, DeviceId device, Set<UUID> except, int limit)
            throws SQLException {
        int rows = limit + except.size() + 1;
        List<Message> messages = new ArrayList<>();
        Set<UUID> closed = new LinkedHashSet<>();
        try (PreparedStatement query =
                connection.prepareStatement(
                        "SELECT "
                                + COLUMNS
                                + ", w.past, w.was_read, w.sequence"
                                + " FROM message_waiting w JOIN message m ON m.id = w.message"
                                + " WHERE w.device = ? AND w.past >= ? AND (w.past > ? OR w.sequence > ?)"
                                + " ORDER BY w.past, w.sequence LIMIT ?")) {
            Place from = Place.BEGINNING;
            while (true) {
                query.setBytes(1, JdbcDeviceRows.key(device));
                query.setInt(2, from.past());
                query.setInt(3, from.past());
                query.setLong(4, from.sequence());
                query.setInt(5, rows);
                int seen = 0;
                try (ResultSet row = query.executeQuery()) {
                    while (row.next()) {
                        seen++;
                        from = new Place(row.getInt(12), row.getLong(14));
                        UUID id = Columns.uuid(row.getBytes(1));
                        if (except.contains(id)) {
                            continue;
                        }
                        if (messages.size() == limit) {
                            tell(closed);
                            return new MessageStore.Page(messages, true);
                        }
                        read(row)
                                .map(past(row))
                                .ifPresentOrElse(messages::add, () -> closed.add(id));
                    }
                }
                if (seen < rows) {
                    tell(closed);
                    return new MessageStore.Page(messages, false);
                }
                rows = Math.max(rows, FURTHER);
            }
        }
    }

    /// Where a device's queue is read on, behind it.
    private record Place(int past, long sequence) {
        static final Place BEGINNING = new Place(0, 0);
    }

    private static void tell(Set<UUID> closed) {
        closed.stream()
                .findFirst()
                .ifPresent(first ->
                        log.error(
                                "{} messages can't be opened ({} is the first): was a key of the ring lost? They end when their time is over; all others go on",
                                closed.size(),
                                first));
    }

    private static Function<Message, Message> past(ResultSet row) throws SQLException {
        boolean past = row.getInt(12) != 0;
        HistoryMark mark = row.getInt(13) != 0 ? HistoryMark.READ : HistoryMark.UNREAD;
        return message -> past ? message.past(mark) : message;
    }

    /// @return empty where it can't be opened
    private Optional<Message> read(ResultSet row) throws SQLException {
        UUID id = Columns.uuid(row.getBytes(1));
        byte[] sealed = row.getBytes(10);
        Optional<Payload> payload =
                Optional.ofNullable(sealed)
                        .flatMap(bytes -> box.openBytes(bytes, associated(id)))
                        .map(Payload::decode);
        return payload.isEmpty() ? Optional.empty() : Optional.of(message(row, payload.get()));
    }

    private static Message message(ResultSet row, Payload payload) throws SQLException {
        return new Message(
                Columns.uuid(row.getBytes(1)),
                Message.Kind.of(row.getString(3)),
                new RepeatKey(Bytes.of(row.getBytes(2))),
                row.getString(4),
                row.getString(5),
                Wish.of(row.getInt(6)),
                row.getString(7) != null,
                Columns.instant(row.getLong(8)),
                Columns.instant(row.getLong(9)),
                Columns.instant(row.getLong(11)),
                Optional.empty(),
                payload);
    }

    List<MessageStore.Known> known(Connection connection, String condition, byte[] value)
            throws SQLException {
        List<MessageStore.Known> found = new ArrayList<>();
        try (PreparedStatement query =
                connection.prepareStatement(
                        "SELECT id, kind, sender, recipient, wishes,"
                                + " (SELECT COUNT(*) FROM message_waiting w WHERE w.message = message.id)"
                                + " FROM message WHERE "
                                + condition)) {
            query.setBytes(1, value);
            try (ResultSet row = query.executeQuery()) {
                while (row.next()) {
                    byte[] id = row.getBytes(1);
                    found.add(
                            new MessageStore.Known(
                                    Columns.uuid(id),
                                    Message.Kind.of(row.getString(2)),
                                    row.getString(3),
                                    row.getString(4),
                                    Wish.of(row.getInt(5)),
                                    answers(connection, id, row.getString(3), row.getString(4)),
                                    row.getInt(6)));
                }
            }
        }
        return found;
    }

    /// What devices of recipients answered for good, the lowest first.
    static List<Integer> answers(
            Connection connection, byte[] message, String sender, String recipient)
            throws SQLException {
        try (PreparedStatement query =
                connection.prepareStatement(
                        "SELECT r.status FROM message_receipt r LEFT JOIN device d ON d.device_key = r.device"
                                + " WHERE r.message = ? AND (d.address IS NULL OR d.address <> ? OR ? = ?)"
                                + " ORDER BY r.status")) {
            query.setBytes(1, message);
            query.setString(2, sender);
            query.setString(3, sender);
            query.setString(4, recipient);
            List<Integer> answers = new ArrayList<>();
            try (ResultSet row = query.executeQuery()) {
                while (row.next()) {
                    answers.add(row.getInt(1));
                }
            }
            return answers;
        }
    }

    List<Message> reachedNobody(Connection connection, List<UUID> texts) throws SQLException {
        List<Message> found = new ArrayList<>();
        for (ValueList<UUID> some : ValueList.of(texts)) {
            // of its recipients' devices: copies on the sender's own count for nothing
            try (PreparedStatement query =
                    connection.prepareStatement(
                            "SELECT "
                                    + COLUMNS
                                    + " FROM message m WHERE m.id IN "
                                    + some.marks()
                                    + " AND NOT EXISTS (SELECT 1 FROM message_waiting w"
                                    + " JOIN device d ON d.device_key = w.device"
                                    + " WHERE w.message = m.id AND w.past = 0"
                                    + OF_RECIPIENT
                                    + ")"
                                    + " AND NOT EXISTS (SELECT 1 FROM message_receipt r"
                                    + " LEFT JOIN device d ON d.device_key = r.device"
                                    + " WHERE r.message = m.id AND r.status BETWEEN 200 AND 299"
                                    + " AND (d.address IS NULL OR d.address <> m.sender"
                                    + " OR m.sender = m.recipient)) ORDER BY m.id")) {
                int mark = 1;
                for (UUID text : some.values()) {
                    query.setBytes(mark++, Columns.bytes(text));
                }
                found.addAll(messages(query));
            }
        }
        return found;
    }

    static MessageStore.Standing standing(Connection connection, UUID message, DeviceId device)
            throws SQLException {
        try (PreparedStatement query =
                connection.prepareStatement(
                        "SELECT status FROM message_receipt WHERE message = ? AND device = ?"
                                + " UNION ALL SELECT 0 FROM message_waiting WHERE message = ? AND device = ?")) {
            query.setBytes(1, Columns.bytes(message));
            query.setBytes(2, JdbcDeviceRows.key(device));
            query.setBytes(3, Columns.bytes(message));
            query.setBytes(4, JdbcDeviceRows.key(device));
            MessageStore.Standing standing = MessageStore.Standing.NONE;
            try (ResultSet row = query.executeQuery()) {
                while (row.next()) {
                    if (row.getInt(1) != 0) {
                        return MessageStore.Standing.of(row.getInt(1));
                    }
                    standing = MessageStore.Standing.WAITING;
                }
            }
            return standing;
        }
    }

    boolean displayed(Connection connection, UUID message, DeviceId device, Instant at)
            throws SQLException {
        if (!displayedOn(connection, message, device, at)) {
            return false;
        }
        JdbcHistoryRows.read(connection, message, device.owner());
        return true;
    }

    private static boolean displayedOn(
            Connection connection, UUID message, DeviceId device, Instant at) throws SQLException {
        try (PreparedStatement update =
                connection.prepareStatement(
                        "UPDATE message_receipt SET displayed_at = ?"
                                + " WHERE message = ? AND device = ? AND displayed_at IS NULL"
                                + " AND status < 300")) {
            update.setLong(1, Columns.micros(at));
            update.setBytes(2, Columns.bytes(message));
            update.setBytes(3, JdbcDeviceRows.key(device));
            if (update.executeUpdate() > 0) {
                return true;
            }
        }
        // its answer is on the way to the table
        try (PreparedStatement insert =
                connection.prepareStatement(
                        "INSERT INTO message_receipt (message, device, status, answered_at, displayed_at)"
                                + " SELECT w.message, w.device, 200, ?, ? FROM message_waiting w"
                                + " WHERE w.message = ? AND w.device = ? AND NOT EXISTS (SELECT 1"
                                + " FROM message_receipt r WHERE r.message = w.message AND r.device = w.device)")) {
            insert.setLong(1, Columns.micros(at));
            insert.setLong(2, Columns.micros(at));
            insert.setBytes(3, Columns.bytes(message));
            insert.setBytes(4, JdbcDeviceRows.key(device));
            return insert.executeUpdate() > 0;
        }
    }

    List<Message> expired(Connection connection, Instant now, int limit) throws SQLException {
        try (PreparedStatement query =
                connection.prepareStatement(
                        "SELECT "
                                + COLUMNS
                                + " FROM message m WHERE m.expires_at <= ?"
                                + " AND EXISTS (SELECT 1 FROM message_waiting w WHERE w.message = m.id AND w.past = 0)"
                                + " ORDER BY m.expires_at LIMIT ?")) {
            query.setLong(1, Columns.micros(now));
            query.setInt(2, limit);
            List<Message> messages = new ArrayList<>();
            Set<UUID> closed = new LinkedHashSet<>();
            try (ResultSet row = query.executeQuery()) {
                while (row.next()) {
                    Optional<Message> readable = read(row);
                    if (readable.isPresent()) {
                        messages.add(readable.get());
                    } else { // it ends too
                        closed.add(Columns.uuid(row.getBytes(1)));
                        messages.add(message(row, Payload.lost(row.getString(4))));
                    }
                }
            }
            tell(closed);
            return messages;
        }
    }

    List<Message> kept(Connection connection, String recipient, int limit) throws SQLException {
        try (PreparedStatement query =
                connection.prepareStatement(
                        "SELECT "
                                + COLUMNS
                                + " FROM message m WHERE m.kept_for = ? AND m.kind = ?"
                                + " ORDER BY m.received_at DESC LIMIT ?")) {
            query.setString(1, recipient);
            query.setString(2, Message.Kind.TEXT.text());
            query.setInt(3, limit);
            return messages(query).reversed();
        }
    }

    private List<Message> messages(PreparedStatement query) throws SQLException {
        List<Message> messages = new ArrayList<>();
        Set<UUID> closed = new LinkedHashSet<>();
        try (ResultSet row = query.executeQuery()) {
            while (row.next()) {
                UUID id = Columns.uuid(row.getBytes(1));
                read(row).ifPresentOrElse(messages::add, () -> closed.add(id));
            }
        }
        tell(closed);
        return messages;
    }

    int removeExpired(Connection connection, Instant now, int limit) throws SQLException {
        List<byte[]> over = new ArrayList<>();
        List<byte[]> past = new ArrayList<>();
        try (PreparedStatement query =
                connection.prepareStatement(
                        "SELECT m.id, m.keep_until FROM message m WHERE m.expires_at <= ?"
                                + " AND NOT EXISTS (SELECT 1 FROM message_waiting w WHERE w.message = m.id AND w.past = 0)"
                                + " ORDER BY m.expires_at LIMIT ?")) {
            query.setLong(1, Columns.micros(now));
            query.setInt(2, limit);
            try (ResultSet row = query.executeQuery()) {
                while (row.next()) {
                    boolean kept = row.getLong(2) > Columns.micros(now);
                    (kept ? past : over).add(row.getBytes(1));
                }
            }
        }
        // so that it is looked at once more only, when it goes; MySQL sets one column after the
        // other
        change(
                connection,
                "UPDATE message SET over_at = COALESCE(over_at, expires_at), expires_at = keep_until"
                        + " WHERE id IN ",
                past);
        remove(connection, over);
        return over.size() + past.size();
    }

    void remove(Connection connection, List<byte[]> messages) throws SQLException {
        for (String delete :
                List.of(
                        "DELETE FROM message_waiting WHERE message IN ",
                        "DELETE FROM message_read WHERE message IN ",
                        "DELETE FROM message_receipt WHERE message IN ",
                        "DELETE FROM message WHERE id IN ")) {
            change(connection, delete, messages);
        }
    }

    /// @param sql ends before the list of ids
    private static void change(Connection connection, String sql, List<byte[]> messages)
            throws SQLException {
        if (messages.isEmpty()) {
            return;
        }
        String marks = String.join(", ", Collections.nCopies(messages.size(), "?"));
        try (PreparedStatement statement = connection.prepareStatement(sql + '(' + marks + ')')) {
            for (int i = 0; i < messages.size(); i++) {
                statement.setBytes(i + 1, messages.get(i));
            }
            statement.executeUpdate();
        }
    }
}

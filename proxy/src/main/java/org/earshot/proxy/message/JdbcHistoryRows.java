package org.earshot.proxy.message;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.earshot.common.address.AddressOfRecord;
import org.earshot.common.db.Columns;

/// What a new device gets as history, and who has read what: the table `message_read`. Without state; each method works
/// on the caller's transaction.
final class JdbcHistoryRows {

    /// Notes that somebody has displayed a message.
    static void read(Connection connection, UUID message, AddressOfRecord reader)
            throws SQLException {
        try (PreparedStatement insert =
                connection.prepareStatement(
                        "INSERT INTO message_read (message, reader_key) VALUES (?, ?)"
                                + " ON DUPLICATE KEY UPDATE reader_key = VALUES(reader_key)")) {
            insert.setBytes(1, Columns.bytes(message));
            insert.setBytes(2, Columns.sha256(reader.toString()));
            insert.executeUpdate();
        }
    }

    Set<DeviceId> lacking(Connection connection, AddressOfRecord owner) throws SQLException {
        Set<DeviceId> lacking = new HashSet<>();
        try (PreparedStatement query =
                connection.prepareStatement(
                        "SELECT instance_id FROM device WHERE address = ? AND has_history = 0")) {
            query.setString(1, owner.toString());
            try (ResultSet row = query.executeQuery()) {
                while (row.next()) {
                    lacking.add(new DeviceId(owner, row.getString(1)));
                }
            }
        }
        return lacking;
    }

    int give(
            Connection connection,
            DeviceId device,
            Map<String, Instant> recipients,
            int limit,
            Instant now)
            throws SQLException {
        // holds the row, so that two nodes don't give it twice
        try (PreparedStatement update =
                connection.prepareStatement(
                        "UPDATE device SET has_history = 1 WHERE device_key = ? AND has_history = 0")) {
            update.setBytes(1, JdbcDeviceRows.key(device));
            if (update.executeUpdate() == 0) {
                return 0;
            }
        }
        List<Kept> all = newest(connection, device, recipients, limit, now);
        queue(connection, device, all, readBy(connection, device.owner(), all));
        return all.size();
    }

    /// A text of before.
    private record Kept(UUID id, String sender, Instant at) {}

    /// The newest, the oldest of them first.
    private static List<Kept> newest(
            Connection connection,
            DeviceId device,
            Map<String, Instant> recipients,
            int limit,
            Instant now)
            throws SQLException {
        String owner = device.owner().toString();
        Map<UUID, Kept> found = new HashMap<>();
        for (Map.Entry<String, Instant> recipient : recipients.entrySet()) {
            select(
                    connection,
                    "m.kept_for",
                    recipient.getKey(),
                    recipient.getValue(),
                    device,
                    limit,
                    now,
                    found);
        }
        select(connection, "m.kept_by", owner, Instant.EPOCH, device, limit, now, found);
        List<Kept> newest = new ArrayList<>(found.values());
        newest.sort(Comparator.comparing(Kept::at).thenComparing(Kept::id));
        return newest.subList(Math.max(0, newest.size() - limit), newest.size());
    }

    private static void select(
            Connection connection,
            String column,
            String address,
            Instant since,
            DeviceId device,
            int limit,
            Instant now,
            Map<UUID, Kept> found)
            throws SQLException {
        try (PreparedStatement query =
                connection.prepareStatement(
                        "SELECT m.id, m.sender, m.received_at FROM message m WHERE "
                                + column
                                + " = ? AND m.received_at >= ? AND m.keep_until > ? AND m.kind = ?"
                                + " AND m.sealed IS NOT NULL"
                                + JdbcMessageRows.NEW_TO_DEVICE
                                + " ORDER BY m.received_at DESC LIMIT ?")) {
            query.setString(1, address);
            query.setLong(2, Columns.micros(since));
            query.setLong(3, Columns.micros(now));
            query.setString(4, Message.Kind.TEXT.text());
            query.setInt(JdbcMessageRows.newToDevice(query, 5, device), limit);
            try (ResultSet row = query.executeQuery()) {
                while (row.next()) {
                    UUID id = Columns.uuid(row.getBytes(1));
                    found.put(id, new Kept(id, row.getString(2), Columns.instant(row.getLong(3))));
                }
            }
        }
    }

    private static Set<UUID> readBy(Connection connection, AddressOfRecord owner, List<Kept> all)
            throws SQLException {
        Set<UUID> read = new HashSet<>();
        try (PreparedStatement query =
                connection.prepareStatement(
                        "SELECT 1 FROM message_read WHERE message = ? AND reader_key = ?")) {
            for (Kept kept : all) {
                if (kept.sender().equals(owner.toString())) {
                    read.add(kept.id());
                    continue;
                }
                query.setBytes(1, Columns.bytes(kept.id()));
                query.setBytes(2, Columns.sha256(owner.toString()));
                try (ResultSet row = query.executeQuery()) {
                    if (row.next()) {
                        read.add(kept.id());
                    }
                }
            }
        }
        return read;
    }

    private static void queue(
            Connection connection, DeviceId device, List<Kept> all, Set<UUID> read)
            throws SQLException {
        if (all.isEmpty()) {
            return;
        }
        try (PreparedStatement insert =
                connection.prepareStatement(
                        "INSERT INTO message_waiting (device, message, past, was_read) VALUES (?, ?, 1, ?)")) {
            for (Kept kept : all) {
                insert.setBytes(1, JdbcDeviceRows.key(device));
                insert.setBytes(2, Columns.bytes(kept.id()));
                insert.setInt(3, read.contains(kept.id()) ? 1 : 0);
                insert.addBatch();
            }
            insert.executeBatch();
        }
    }
}

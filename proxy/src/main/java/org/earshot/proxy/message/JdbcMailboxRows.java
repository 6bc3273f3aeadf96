package org.earshot.proxy.message;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.earshot.common.address.AddressOfRecord;
import org.earshot.common.db.Columns;

/// What the queues of several devices say together. Without state; each method works on the caller's transaction.
final class JdbcMailboxRows {
    /// Texts that wait for an account and that none of its devices has taken.
    private static final String UNTAKEN =
            " FROM device d JOIN message_waiting w ON w.device = d.device_key"
                    + " JOIN message m ON m.id = w.message"
                    + " WHERE d.address = ? AND w.past = 0 AND m.kind = ?"
                    + JdbcMessageRows.OF_RECIPIENT
                    + " AND NOT EXISTS (SELECT 1 FROM message_receipt r"
                    + " JOIN device e ON e.device_key = r.device"
                    + " WHERE r.message = w.message AND e.address = d.address"
                    + " AND r.status BETWEEN 200 AND 299)";

    private JdbcMailboxRows() {}

    /// Texts for an account that none of its devices has taken.
    static int waiting(Connection connection, AddressOfRecord owner) throws SQLException {
        try (PreparedStatement query =
                connection.prepareStatement("SELECT COUNT(DISTINCT w.message)" + UNTAKEN)) {
            query.setString(1, owner.toString());
            query.setString(2, Message.Kind.TEXT.text());
            try (ResultSet row = query.executeQuery()) {
                return row.next() ? row.getInt(1) : 0;
            }
        }
    }

    /// The same that are new to one of its devices, in order.
    static List<UUID> untaken(Connection connection, DeviceId device) throws SQLException {
        try (PreparedStatement query =
                connection.prepareStatement(
                        "SELECT w.message"
                                + UNTAKEN
                                + JdbcMessageRows.NEW_TO_DEVICE
                                + " GROUP BY w.message ORDER BY MIN(w.sequence)")) {
            query.setString(1, device.owner().toString());
            query.setString(2, Message.Kind.TEXT.text());
            var _ = JdbcMessageRows.newToDevice(query, 3, device);
            return ids(query);
        }
    }

    static Set<AddressOfRecord> owners(Connection connection, UUID message) throws SQLException {
        Set<AddressOfRecord> owners = new HashSet<>();
        try (PreparedStatement query =
                connection.prepareStatement(
                        "SELECT DISTINCT d.address FROM message_waiting w"
                                + " JOIN device d ON d.device_key = w.device"
                                + " WHERE w.message = ? AND w.past = 0")) {
            query.setBytes(1, Columns.bytes(message));
            try (ResultSet row = query.executeQuery()) {
                while (row.next()) {
                    owners.add(Addresses.parse(row.getString(1)));
                }
            }
        }
        return owners;
    }

    /// What stands for the answers of all devices of the recipients; empty as long as one may take it, or when one did.
    static Optional<Integer> refusal(Connection connection, UUID message) throws SQLException {
        byte[] id = Columns.bytes(message);
        try (PreparedStatement query =
                connection.prepareStatement(
                        "SELECT m.sender, m.recipient, (SELECT COUNT(*) FROM message_waiting w"
                                + " JOIN device d ON d.device_key = w.device"
                                + " WHERE w.message = m.id AND w.past = 0"
                                + JdbcMessageRows.OF_RECIPIENT
                                + ")"
                                + " FROM message m WHERE m.id = ?")) {
            query.setBytes(1, id);
            try (ResultSet row = query.executeQuery()) {
                if (!row.next() || row.getInt(3) > 0) {
                    return Optional.empty();
                }
                List<Integer> answers =
                        JdbcMessageRows.answers(connection, id, row.getString(1), row.getString(2));
                return answers.isEmpty() || answers.getFirst() < 300
                        ? Optional.empty()
                        : Optional.of(Outcome.best(answers));
            }
        }
    }

    static List<UUID> textsWaiting(Connection connection, DeviceId device, int limit)
            throws SQLException {
        try (PreparedStatement query =
                connection.prepareStatement(
                        "SELECT m.id FROM message_waiting w JOIN message m ON m.id = w.message"
                                + " WHERE w.device = ? AND w.past = 0 AND m.kind = ?"
                                + " ORDER BY w.sequence LIMIT ?")) {
            query.setBytes(1, JdbcDeviceRows.key(device));
            query.setString(2, Message.Kind.TEXT.text());
            query.setInt(3, limit);
            return ids(query);
        }
    }

    private static List<UUID> ids(PreparedStatement query) throws SQLException {
        List<UUID> ids = new ArrayList<>();
        try (ResultSet row = query.executeQuery()) {
            while (row.next()) {
                ids.add(Columns.uuid(row.getBytes(1)));
            }
        }
        return ids;
    }
}

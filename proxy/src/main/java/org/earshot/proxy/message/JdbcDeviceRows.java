package org.earshot.proxy.message;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.earshot.common.address.AddressOfRecord;
import org.earshot.common.db.Columns;

/// The table `device`. Without state; each method works on the caller's transaction.
final class JdbcDeviceRows {

    static byte[] key(DeviceId device) {
        String text = device.owner() + "\n" + device.instance();
        return Hashes.sha256(text.getBytes(StandardCharsets.UTF_8));
    }

    /// @param address as [AddressOfRecord#toString] wrote it
    static DeviceId id(String address, String instance) {
        return new DeviceId(Addresses.parse(address), instance);
    }

    List<Device> of(Connection connection, AddressOfRecord owner) throws SQLException {
        List<Device> devices = new ArrayList<>();
        try (PreparedStatement query =
                connection.prepareStatement(
                        "SELECT instance_id, takes_cpim, last_seen FROM device WHERE address = ?"
                                + " ORDER BY instance_id")) {
            query.setString(1, owner.toString());
            try (ResultSet row = query.executeQuery()) {
                while (row.next()) {
                    devices.add(
                            new Device(
                                    new DeviceId(owner, row.getString(1)),
                                    row.getInt(2) != 0,
                                    Columns.instant(row.getLong(3))));
                }
            }
        }
        return devices;
    }

    /// @return whether it is new
    boolean seen(Connection connection, Device device) throws SQLException {
        boolean isNew = !exists(connection, device.id());
        try (PreparedStatement upsert =
                connection.prepareStatement(
                        "INSERT INTO device (device_key, address, instance_id, takes_cpim, last_seen)"
                                + " VALUES (?, ?, ?, ?, ?) ON DUPLICATE KEY UPDATE last_seen = VALUES(last_seen),"
                                + " takes_cpim = GREATEST(takes_cpim, VALUES(takes_cpim))")) {
            upsert.setBytes(1, key(device.id()));
            upsert.setString(2, device.id().owner().toString());
            upsert.setString(3, device.id().instance());
            upsert.setInt(4, device.takesCpim() ? 1 : 0);
            upsert.setLong(5, Columns.micros(device.lastSeen()));
            upsert.executeUpdate();
        }
        if (isNew && !device.id().isShared()) {
            adopt(connection, device.id());
        }
        return isNew;
    }

    private static boolean exists(Connection connection, DeviceId device) throws SQLException {
        try (PreparedStatement query =
                connection.prepareStatement("SELECT 1 FROM device WHERE device_key = ?")) {
            query.setBytes(1, key(device));
            try (ResultSet row = query.executeQuery()) {
                return row.next();
            }
        }
    }

    /// What waits for the first phone that comes goes to this one.
    private static void adopt(Connection connection, DeviceId device) throws SQLException {
        byte[] placeholder = key(DeviceId.shared(device.owner()));
        try (PreparedStatement delete =
                connection.prepareStatement(
                        "DELETE FROM device WHERE device_key = ? AND last_seen = 0")) {
            delete.setBytes(1, placeholder);
            if (delete.executeUpdate() == 0) {
                return;
            }
        }
        try (PreparedStatement move =
                connection.prepareStatement(
                        "UPDATE message_waiting SET device = ? WHERE device = ?")) {
            move.setBytes(1, key(device));
            move.setBytes(2, placeholder);
            move.executeUpdate();
        }
    }

    /// Sees to it that messages which wait for no phone in particular have a row to wait for. Until that has been seen, its row goes as
    /// soon as a phone comes, and is locked here against that.
    void makePlaceholders(Connection connection, Stream<DeviceId> devices) throws SQLException {
        for (DeviceId device : devices.filter(DeviceId::isShared).distinct().toList()) {
            if (!wasSeen(connection, device)) {
                makePlaceholder(connection, device);
            }
        }
    }

    private static boolean wasSeen(Connection connection, DeviceId device) throws SQLException {
        try (PreparedStatement query =
                connection.prepareStatement(
                        "SELECT 1 FROM device WHERE device_key = ? AND last_seen > 0")) {
            query.setBytes(1, key(device));
            try (ResultSet row = query.executeQuery()) {
                return row.next();
            }
        }
    }

    private static void makePlaceholder(Connection connection, DeviceId device)
            throws SQLException {
        try (PreparedStatement insert =
                connection.prepareStatement(
                        "INSERT INTO device (device_key, address, instance_id, takes_cpim, last_seen)"
                                + " VALUES (?, ?, ?, 0, 0) ON DUPLICATE KEY UPDATE last_seen = last_seen")) {
            insert.setBytes(1, key(device));
            insert.setString(2, device.owner().toString());
            insert.setString(3, device.instance());
            insert.executeUpdate();
        }
    }

    void takesCpim(Connection connection, DeviceId device, boolean takesCpim) throws SQLException {
        try (PreparedStatement update =
                connection.prepareStatement(
                        "UPDATE device SET takes_cpim = ? WHERE device_key = ?")) {
            update.setInt(1, takesCpim ? 1 : 0);
            update.setBytes(2, key(device));
            update.executeUpdate();
        }
    }

    List<DeviceId> seenBefore(Connection connection, Instant before) throws SQLException {
        List<DeviceId> found = new ArrayList<>();
        try (PreparedStatement query =
                connection.prepareStatement(
                        "SELECT d.address, d.instance_id FROM device d WHERE d.last_seen > 0 AND d.last_seen < ?"
                                + " AND EXISTS (SELECT 1 FROM device e"
                                + " WHERE e.address = d.address AND e.last_seen > d.last_seen)")) {
            query.setLong(1, Columns.micros(before));
            try (ResultSet row = query.executeQuery()) {
                while (row.next()) {
                    found.add(id(row.getString(1), row.getString(2)));
                }
            }
        }
        return found;
    }

    /// Locks the row, so that the device can't come meanwhile.
    boolean isAbsent(Connection connection, DeviceId device, Instant since) throws SQLException {
        try (PreparedStatement query =
                connection.prepareStatement(
                        "SELECT 1 FROM device WHERE device_key = ? AND last_seen < ? FOR UPDATE")) {
            query.setBytes(1, key(device));
            query.setLong(2, Columns.micros(since));
            try (ResultSet row = query.executeQuery()) {
                return row.next();
            }
        }
    }

    /// @return false while a text waits that is new to it; then the transaction must not be committed
    boolean forget(Connection connection, DeviceId device) throws SQLException {
        try (PreparedStatement delete =
                connection.prepareStatement(
                        "DELETE FROM message_waiting WHERE device = ? AND (past <> 0 OR NOT EXISTS"
                                + " (SELECT 1 FROM message m"
                                + " WHERE m.id = message_waiting.message AND m.kind = ?))")) {
            delete.setBytes(1, key(device));
            delete.setString(2, Message.Kind.TEXT.text());
            delete.executeUpdate();
        }
        if (isWaitedFor(connection, device)) {
            return false;
        }
        try (PreparedStatement delete =
                connection.prepareStatement("DELETE FROM device WHERE device_key = ?")) {
            delete.setBytes(1, key(device));
            delete.executeUpdate();
        }
        return true;
    }

    /// As it is now, whatever this transaction has read before.
    private static boolean isWaitedFor(Connection connection, DeviceId device) throws SQLException {
        try (PreparedStatement query =
                connection.prepareStatement(
                        "SELECT 1 FROM message_waiting WHERE device = ? FOR UPDATE")) {
            query.setBytes(1, key(device));
            try (ResultSet row = query.executeQuery()) {
                return row.next();
            }
        }
    }
}

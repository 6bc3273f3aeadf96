package org.earshot.proxy.message;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.earshot.common.address.AddressOfRecord;
import org.earshot.common.db.Columns;
import org.earshot.common.db.ValueList;

/// Who blocks a sender, which devices there are, and for which too much waits: one statement for each message. Without
/// state; works on the caller's transaction.
final class JdbcReadinessQuery {
    private static final String QUEUE =
            " FROM message_waiting w WHERE w.device = d.device_key AND w.past = 0";

    /// A queue is not counted: no more can wait than there are numbers from its oldest row to its newest, and both stand
    /// at the ends of the index. Only where that leaves room for too many, the row is looked for that is one too many.
    private static final String DEVICES =
            "SELECT 0, d.address, d.instance_id, d.takes_cpim, d.last_seen, CASE WHEN (SELECT w.sequence"
                    + QUEUE
                    + " ORDER BY w.device DESC, w.past DESC, w.sequence DESC LIMIT 1) - (SELECT w.sequence"
                    + QUEUE
                    + " ORDER BY w.device, w.past, w.sequence LIMIT 1) >= ? THEN (SELECT 1"
                    + QUEUE
                    + " ORDER BY w.device, w.past, w.sequence LIMIT 1 OFFSET ?) ELSE 0 END"
                    + " FROM device d WHERE d.address IN ";

    private static final String BLOCKERS =
            "SELECT 1, b.owner, '', 0, 0, 0 FROM blocked_sender b WHERE b.sender = ? AND b.owner IN ";

    private JdbcReadinessQuery() {}

    /// As [MessageStore#readiness].
    static Map<AddressOfRecord, MessageStore.Readiness> run(
            Connection connection, Collection<AddressOfRecord> owners, String sender, int most)
            throws SQLException {
        Map<String, AddressOfRecord> byText = new HashMap<>();
        owners.forEach(owner -> byText.put(owner.toString(), owner));
        Rows rows = new Rows();
        for (ValueList<String> some : ValueList.of(List.copyOf(byText.keySet()))) {
            try (PreparedStatement query =
                    connection.prepareStatement(
                            DEVICES + some.marks() + " UNION ALL " + BLOCKERS + some.marks())) {
                int mark = 1;
                query.setInt(mark++, most - 1);
                query.setInt(mark++, most - 1);
                for (String owner : some.values()) {
                    query.setString(mark++, owner);
                }
                query.setString(mark++, sender);
                for (String owner : some.values()) {
                    query.setString(mark++, owner);
                }
                try (ResultSet row = query.executeQuery()) {
                    while (row.next()) {
                        rows.add(row, byText.get(row.getString(2)));
                    }
                }
            }
        }
        Map<AddressOfRecord, MessageStore.Readiness> found = new HashMap<>();
        owners.forEach(owner -> found.put(owner, rows.of(owner)));
        return found;
    }

    /// What was found so far. Used by one thread.
    private static final class Rows {
        private final Set<AddressOfRecord> blocking = new HashSet<>();
        private final Map<AddressOfRecord, List<Device>> devices = new HashMap<>();
        private final Set<DeviceId> full = new HashSet<>();

        void add(ResultSet row, AddressOfRecord owner) throws SQLException {
            if (row.getInt(1) != 0) {
                blocking.add(owner);
                return;
            }
            Device device =
                    new Device(
                            new DeviceId(owner, row.getString(3)),
                            row.getInt(4) != 0,
                            Columns.instant(row.getLong(5)));
            devices.computeIfAbsent(owner, _ -> new ArrayList<>()).add(device);
            if (row.getInt(6) != 0) { // NULL, which is 0, where so many don't wait
                full.add(device.id());
            }
        }

        MessageStore.Readiness of(AddressOfRecord owner) {
            List<Device> own =
                    devices.getOrDefault(owner, List.of()).stream()
                            .sorted(Comparator.comparing(device -> device.id().instance()))
                            .toList();
            Set<DeviceId> ownFull = new HashSet<>(full);
            ownFull.removeIf(device -> !device.owner().equals(owner));
            return new MessageStore.Readiness(blocking.contains(owner), own, ownFull);
        }
    }
}

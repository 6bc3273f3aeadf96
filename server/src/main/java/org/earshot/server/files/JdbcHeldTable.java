package org.earshot.server.files;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.earshot.common.db.Columns;
import org.earshot.common.db.Transactions;
import org.earshot.proxy.archive.ArchivePosition;

/// Held files in the database of [JdbcFileTable]. Thread-safe.
public final class JdbcHeldTable implements HeldTable {
    private static final String COLUMNS =
            "SELECT id, owner, bytes, created_at, held_at, expires_at, released_at, sealed, hold FROM held_file ";

    private final Transactions transactions;

    public JdbcHeldTable(Transactions transactions) {
        this.transactions = transactions;
    }

    @Override
    public boolean hasRoom(HeldRow row, Room room) {
        return transactions.read(connection -> hasRoom(connection, row, room));
    }

    private static boolean hasRoom(Connection connection, HeldRow row, Room room)
            throws SQLException {
        return bytes(connection, Optional.of(row.owner())) + row.size() <= room.ofOwner()
                && bytes(connection, Optional.empty()) + row.size() <= room.ofAll();
    }

    @Override
    public Outcome hold(HeldRow row, Room room) {
        return transactions.run(connection -> {
            JdbcFileTable.lockRoom(connection);
            if (!hasRoom(connection, row, room)) {
                return Outcome.FULL;
            }
            // whom it is for stays
            try (PreparedStatement delete =
                    connection.prepareStatement(
                            "DELETE FROM stored_file WHERE id = ? AND whole = ?")) {
                delete.setBytes(1, Columns.bytes(row.id().uuid()));
                delete.setBoolean(2, false);
                if (delete.executeUpdate() != 1) {
                    return Outcome.GONE;
                }
            }
            insert(connection, row);
            return Outcome.HELD;
        });
    }

    private static void insert(Connection connection, HeldRow row) throws SQLException {
        try (PreparedStatement insert =
                connection.prepareStatement(
                        "INSERT INTO held_file (id, owner_key, owner, bytes, created_at, held_at, expires_at, told, sealed, hold)"
                                + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")) {
            insert.setBytes(1, Columns.bytes(row.id().uuid()));
            insert.setBytes(2, Columns.sha256(row.owner()));
            insert.setString(3, row.owner());
            insert.setLong(4, row.size());
            insert.setLong(5, Columns.micros(row.createdAt()));
            insert.setLong(6, Columns.micros(row.heldAt()));
            insert.setLong(7, Columns.micros(row.expiresAt()));
            insert.setBoolean(8, false);
            insert.setString(9, row.sealed());
            insert.setString(10, row.hold());
            insert.executeUpdate();
        }
    }

    /// Of what is held; what was released counts among the files again.
    private static long bytes(Connection connection, Optional<String> owner) throws SQLException {
        try (PreparedStatement query =
                connection.prepareStatement(
                        "SELECT COALESCE(SUM(bytes), 0) FROM held_file WHERE released_at IS NULL"
                                + (owner.isPresent() ? " AND owner_key = ?" : ""))) {
            if (owner.isPresent()) {
                query.setBytes(1, Columns.sha256(owner.get()));
            }
            try (ResultSet sum = query.executeQuery()) {
                sum.next();
                return sum.getLong(1);
            }
        }
    }

    @Override
    public Optional<HeldRow> find(FileId id) {
        return transactions.read(connection -> {
            try (PreparedStatement query = connection.prepareStatement(COLUMNS + "WHERE id = ?")) {
                query.setBytes(1, Columns.bytes(id.uuid()));
                return rows(query).stream().findFirst();
            }
        });
    }

    @Override
    public List<HeldRow> latest(Optional<String> owner, int most) {
        return transactions.read(connection -> {
            try (PreparedStatement query =
                    connection.prepareStatement(
                            COLUMNS
                                    + "WHERE released_at IS NULL "
                                    + (owner.isPresent() ? "AND owner_key = ? " : "")
                                    + "ORDER BY held_at DESC LIMIT ?")) {
                int next = 1;
                if (owner.isPresent()) {
                    query.setBytes(next++, Columns.sha256(owner.get()));
                }
                query.setInt(next, most);
                return rows(query);
            }
        });
    }

    @Override
    public boolean release(FileRow whole, Instant at, Optional<ArchivePosition> record) {
        return transactions.run(connection -> {
            try (PreparedStatement update =
                    connection.prepareStatement(
                            "UPDATE held_file SET released_at = ?, told = ? WHERE id = ? AND released_at IS NULL")) {
                update.setLong(1, Columns.micros(at));
                update.setBoolean(2, false);
                update.setBytes(3, Columns.bytes(whole.id().uuid()));
                if (update.executeUpdate() != 1) {
                    return false;
                }
            }
            JdbcFileTable.insert(connection, whole);
            if (record.isPresent()) {
                JdbcFileTable.insertRecorded(
                        connection, new RecordedFile(whole.id(), whole.size(), record.get()));
            }
            return true;
        });
    }

    @Override
    public List<HeldRow> untold(int most) {
        return transactions.read(connection -> {
            try (PreparedStatement query =
                    connection.prepareStatement(
                            COLUMNS + "WHERE told = ? ORDER BY held_at LIMIT ?")) {
                query.setBoolean(1, false);
                query.setInt(2, most);
                return rows(query);
            }
        });
    }

    @Override
    public void told(HeldRow row) {
        transactions.run(connection -> {
            try (PreparedStatement change =
                    connection.prepareStatement(
                            row.isHeld()
                                    ? "UPDATE held_file SET told = TRUE WHERE id = ? AND released_at IS NULL"
                                    : "DELETE FROM held_file WHERE id = ? AND released_at IS NOT NULL")) {
                change.setBytes(1, Columns.bytes(row.id().uuid()));
                return change.executeUpdate();
            }
        });
    }

    @Override
    public boolean remove(FileId id) {
        return transactions.run(connection -> {
            byte[] key = Columns.bytes(id.uuid());
            try (PreparedStatement file =
                            connection.prepareStatement(
                                    "DELETE FROM held_file WHERE id = ? AND released_at IS NULL");
                    PreparedStatement parties =
                            connection.prepareStatement(
                                    "DELETE FROM stored_file_party WHERE file_id = ?")) {
                file.setBytes(1, key);
                if (file.executeUpdate() != 1) {
                    return false;
                }
                parties.setBytes(1, key);
                parties.executeUpdate();
                return true;
            }
        });
    }

    @Override
    public List<HeldRow> expired(Instant now, int most) {
        return transactions.read(connection -> {
            try (PreparedStatement query =
                    connection.prepareStatement(
                            COLUMNS
                                    + "WHERE expires_at <= ? AND released_at IS NULL ORDER BY expires_at LIMIT ?")) {
                query.setLong(1, Columns.micros(now));
                query.setInt(2, most);
                return rows(query);
            }
        });
    }

    private static List<HeldRow> rows(PreparedStatement query) throws SQLException {
        List<HeldRow> found = new ArrayList<>();
        try (ResultSet rows = query.executeQuery()) {
            while (rows.next()) {
                long released = rows.getLong(7);
                found.add(
                        new HeldRow(
                                FileId.of(Columns.uuid(rows.getBytes(1))),
                                rows.getString(2),
                                rows.getLong(3),
                                Columns.instant(rows.getLong(4)),
                                Columns.instant(rows.getLong(5)),
                                Columns.instant(rows.getLong(6)),
                                rows.getObject(7) == null
                                        ? Optional.empty()
                                        : Optional.of(Columns.instant(released)),
                                rows.getString(8),
                                rows.getString(9)));
            }
        }
        return found;
    }

    @Override
    public Usage usage() {
        return transactions.read(connection -> {
            try (PreparedStatement query =
                            connection.prepareStatement(
                                    "SELECT COUNT(*), COALESCE(SUM(bytes), 0) FROM held_file WHERE released_at IS NULL");
                    ResultSet sums = query.executeQuery()) {
                sums.next();
                return new Usage(sums.getLong(1), sums.getLong(2));
            }
        });
    }
}

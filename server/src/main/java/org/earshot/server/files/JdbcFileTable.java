package org.earshot.server.files;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.earshot.common.db.Columns;
import org.earshot.common.db.Transactions;
import org.earshot.proxy.archive.ArchivePosition;

/// Files in a database that many nodes may share. Thread-safe.
public final class JdbcFileTable implements FileTable {
    private static final String COLUMNS =
            "SELECT id, owner, bytes, whole, created_at, expires_at, sealed FROM stored_file ";

    private final Transactions transactions;

    public JdbcFileTable(Transactions transactions) {
        this.transactions = transactions;
    }

    @Override
    public Optional<Full> add(FileRow row, Collection<String> parties, Room room) {
        return transactions.run(connection -> {
            lockRoom(connection);
            Optional<Full> full = full(connection, row, room);
            if (full.isPresent()) {
                return full;
            }
            insert(connection, row);
            for (String party : parties) {
                insertParty(connection, row.id(), party);
            }
            return full;
        });
    }

    static void insert(Connection connection, FileRow row) throws SQLException {
        try (PreparedStatement insert =
                connection.prepareStatement(
                        "INSERT INTO stored_file (id, owner_key, owner, bytes, whole, created_at, expires_at, sealed)"
                                + " VALUES (?, ?, ?, ?, ?, ?, ?, ?)")) {
            insert.setBytes(1, Columns.bytes(row.id().uuid()));
            insert.setBytes(2, Columns.sha256(row.owner()));
            insert.setString(3, row.owner());
            insert.setLong(4, row.size());
            insert.setBoolean(5, row.whole());
            insert.setLong(6, Columns.micros(row.createdAt()));
            insert.setLong(7, Columns.micros(row.expiresAt()));
            insert.setString(8, row.sealed());
            insert.executeUpdate();
        }
    }

    /// Whoever adds waits for whoever else does: else both could take the last room.
    static void lockRoom(Connection connection) throws SQLException {
        try (PreparedStatement lock =
                        connection.prepareStatement(
                                "SELECT id FROM stored_file_room WHERE id = 1 FOR UPDATE");
                ResultSet row = lock.executeQuery()) {
            if (!row.next()) {
                throw new SQLException("stored_file_room has lost its row");
            }
        }
    }

    private static Optional<Full> full(Connection connection, FileRow row, Room room)
            throws SQLException {
        try (PreparedStatement own =
                connection.prepareStatement(
                        "SELECT COALESCE(SUM(bytes), 0), COALESCE(SUM(CASE WHEN whole THEN 0 ELSE 1 END), 0)"
                                + " FROM stored_file WHERE owner_key = ?")) {
            own.setBytes(1, Columns.sha256(row.owner()));
            try (ResultSet sums = own.executeQuery()) {
                sums.next();
                if (sums.getLong(2) >= room.unfinished()) {
                    return Optional.of(Full.UNFINISHED);
                }
                if (sums.getLong(1) + row.size() > room.ofOwner()) {
                    return Optional.of(Full.OWNER);
                }
            }
        }
        try (PreparedStatement all =
                        connection.prepareStatement(
                                "SELECT COALESCE(SUM(bytes), 0) FROM stored_file");
                ResultSet sum = all.executeQuery()) {
            sum.next();
            return sum.getLong(1) + row.size() > room.ofAll()
                    ? Optional.of(Full.ALL)
                    : Optional.empty();
        }
    }

    /// @return whether they may not have had it before
    private static boolean insertParty(Connection connection, FileId id, String party)
            throws SQLException {
        byte[] key = Columns.sha256(party);
        try (PreparedStatement known =
                connection.prepareStatement(
                        "SELECT 1 FROM stored_file_party WHERE file_id = ? AND party_key = ?")) {
            known.setBytes(1, Columns.bytes(id.uuid()));
            known.setBytes(2, key);
            try (ResultSet row = known.executeQuery()) {
                if (row.next()) {
                    return false;
                }
            }
        }
        try (PreparedStatement insert =
                connection.prepareStatement(
                        "INSERT INTO stored_file_party (file_id, party_key, party) VALUES (?, ?, ?)")) {
            insert.setBytes(1, Columns.bytes(id.uuid()));
            insert.setBytes(2, key);
            insert.setString(3, party);
            insert.executeUpdate();
            return true;
        }
    }

    @Override
    public Optional<FileRow> find(FileId id) {
        return transactions.read(connection -> {
            try (PreparedStatement query = connection.prepareStatement(COLUMNS + "WHERE id = ?")) {
                query.setBytes(1, Columns.bytes(id.uuid()));
                return rows(query).stream().findFirst();
            }
        });
    }

    @Override
    public List<String> parties(FileId id) {
        return transactions.read(connection -> {
            try (PreparedStatement query =
                    connection.prepareStatement(
                            "SELECT party FROM stored_file_party WHERE file_id = ? ORDER BY party")) {
                query.setBytes(1, Columns.bytes(id.uuid()));
                List<String> parties = new ArrayList<>();
                try (ResultSet rows = query.executeQuery()) {
                    while (rows.next()) {
                        parties.add(rows.getString(1));
                    }
                }
                return parties;
            }
        });
    }

    @Override
    public boolean address(FileId id, String party) {
        return transactions.run(
                connection -> lock(connection, id) && insertParty(connection, id, party));
    }

    /// The file's row, which whoever changes anything about it locks first.
    private static boolean lock(Connection connection, FileId id) throws SQLException {
        try (PreparedStatement lock =
                connection.prepareStatement("SELECT id FROM stored_file WHERE id = ? FOR UPDATE")) {
            lock.setBytes(1, Columns.bytes(id.uuid()));
            try (ResultSet row = lock.executeQuery()) {
                return row.next();
            }
        }
    }

    @Override
    public boolean complete(FileRow whole, Optional<ArchivePosition> record) {
        return transactions.run(connection -> {
            try (PreparedStatement update =
                    connection.prepareStatement(
                            "UPDATE stored_file SET bytes = ?, whole = ?, expires_at = ?, sealed = ? WHERE id = ? AND whole = ?")) {
                update.setLong(1, whole.size());
                update.setBoolean(2, true);
                update.setLong(3, Columns.micros(whole.expiresAt()));
                update.setString(4, whole.sealed());
                update.setBytes(5, Columns.bytes(whole.id().uuid()));
                update.setBoolean(6, false);
                if (update.executeUpdate() != 1) {
                    return false;
                }
            }
            if (record.isPresent()) {
                insertRecorded(
                        connection, new RecordedFile(whole.id(), whole.size(), record.get()));
            }
            return true;
        });
    }

    static void insertRecorded(Connection connection, RecordedFile file) throws SQLException {
        try (PreparedStatement insert =
                connection.prepareStatement(
                        "INSERT INTO recorded_file (id, bytes, chain, number) VALUES (?, ?, ?, ?)")) {
            insert.setBytes(1, Columns.bytes(file.id().uuid()));
            insert.setLong(2, file.size());
            insert.setBytes(3, Columns.bytes(file.record().chain()));
            insert.setLong(4, file.record().number());
            insert.executeUpdate();
        }
    }

    @Override
    public boolean isRecorded(FileId id) {
        return transactions.read(connection -> {
            try (PreparedStatement query =
                    connection.prepareStatement("SELECT 1 FROM recorded_file WHERE id = ?")) {
                query.setBytes(1, Columns.bytes(id.uuid()));
                try (ResultSet row = query.executeQuery()) {
                    return row.next();
                }
            }
        });
    }

    @Override
    public List<RecordedFile> recorded(Optional<FileId> after, int most) {
        return transactions.read(connection -> {
            try (PreparedStatement query =
                    connection.prepareStatement(
                            "SELECT id, bytes, chain, number FROM recorded_file "
                                    + (after.isPresent() ? "WHERE id > ? " : "")
                                    + "ORDER BY id LIMIT ?")) {
                int next = 1;
                if (after.isPresent()) {
                    query.setBytes(next++, Columns.bytes(after.get().uuid()));
                }
                query.setInt(next, most);
                List<RecordedFile> found = new ArrayList<>();
                try (ResultSet rows = query.executeQuery()) {
                    while (rows.next()) {
                        found.add(
                                new RecordedFile(
                                        FileId.of(Columns.uuid(rows.getBytes(1))),
                                        rows.getLong(2),
                                        new ArchivePosition(
                                                Columns.uuid(rows.getBytes(3)), rows.getLong(4))));
                    }
                }
                return found;
            }
        });
    }

    @Override
    public void forgetRecorded(FileId id) {
        transactions.run(connection -> {
            try (PreparedStatement delete =
                    connection.prepareStatement("DELETE FROM recorded_file WHERE id = ?")) {
                delete.setBytes(1, Columns.bytes(id.uuid()));
                return delete.executeUpdate();
            }
        });
    }

    @Override
    public boolean remove(FileId id) {
        return transactions.run(connection -> {
            if (!lock(connection, id)) {
                return false;
            }
            byte[] key = Columns.bytes(id.uuid());
            try (PreparedStatement parties =
                            connection.prepareStatement(
                                    "DELETE FROM stored_file_party WHERE file_id = ?");
                    PreparedStatement file =
                            connection.prepareStatement("DELETE FROM stored_file WHERE id = ?")) {
                parties.setBytes(1, key);
                parties.executeUpdate();
                file.setBytes(1, key);
                return file.executeUpdate() == 1;
            }
        });
    }

    @Override
    public List<FileRow> expired(Instant now, int most) {
        return transactions.read(connection -> {
            try (PreparedStatement query =
                    connection.prepareStatement(
                            COLUMNS + "WHERE expires_at <= ? ORDER BY expires_at LIMIT ?")) {
                query.setLong(1, Columns.micros(now));
                query.setInt(2, most);
                return rows(query);
            }
        });
    }

    @Override
    public List<FileRow> latest(Optional<String> owner, int most) {
        return transactions.read(connection -> {
            try (PreparedStatement query =
                    connection.prepareStatement(
                            COLUMNS
                                    + (owner.isPresent() ? "WHERE owner_key = ? " : "")
                                    + "ORDER BY created_at DESC LIMIT ?")) {
                int next = 1;
                if (owner.isPresent()) {
                    query.setBytes(next++, Columns.sha256(owner.get()));
                }
                query.setInt(next, most);
                return rows(query);
            }
        });
    }

    private static List<FileRow> rows(PreparedStatement query) throws SQLException {
        List<FileRow> found = new ArrayList<>();
        try (ResultSet rows = query.executeQuery()) {
            while (rows.next()) {
                found.add(
                        new FileRow(
                                FileId.of(Columns.uuid(rows.getBytes(1))),
                                rows.getString(2),
                                rows.getLong(3),
                                rows.getBoolean(4),
                                Columns.instant(rows.getLong(5)),
                                Columns.instant(rows.getLong(6)),
                                rows.getString(7)));
            }
        }
        return found;
    }

    @Override
    public Usage usage() {
        return transactions.read(connection -> {
            long[] whole = new long[2];
            long[] others = new long[2];
            try (PreparedStatement query =
                            connection.prepareStatement(
                                    "SELECT whole, COUNT(*), SUM(bytes) FROM stored_file GROUP BY whole");
                    ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    long[] sums = rows.getBoolean(1) ? whole : others;
                    sums[0] = rows.getLong(2);
                    sums[1] = rows.getLong(3);
                }
            }
            try (PreparedStatement query =
                            connection.prepareStatement(
                                    "SELECT COUNT(*), COALESCE(SUM(bytes), 0) FROM recorded_file");
                    ResultSet sums = query.executeQuery()) {
                sums.next();
                return new Usage(
                        whole[0], whole[1], others[0], others[1], sums.getLong(1), sums.getLong(2));
            }
        });
    }
}

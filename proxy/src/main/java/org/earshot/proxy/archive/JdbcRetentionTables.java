package org.earshot.proxy.archive;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.earshot.common.db.Columns;
import org.earshot.common.db.Dialect;
import org.earshot.common.db.Transactions;

/// What is kept and what goes, in a database that many nodes may share. Thread-safe.
public final class JdbcRetentionTables implements RetentionTables {
    // without what may be large
    private static final String ROW =
            JdbcArchiveTables.COLUMNS.replace("r.sealed", "NULL AS sealed")
                    + ", (SELECT n.previous_hash FROM archive_record n WHERE n.chain = r.chain AND n.number = r.number + 1)"
                    + " AS previous_of_next";

    private static final String UNSIGNED = " AND r.signer IS NULL";

    private final Transactions transactions;
    private final JdbcSearchEntries entries;

    public JdbcRetentionTables(Transactions transactions, Dialect dialect) {
        this.transactions = transactions;
        entries = new JdbcSearchEntries(transactions, dialect);
    }

    /// What fills a statement's parameters, or reads a row.
    @FunctionalInterface
    private interface Reading<T> {
        T of(ResultSet row) throws SQLException;
    }

    private <T> List<T> query(String sql, List<?> values, Reading<T> reading) {
        return transactions.read(connection -> {
            try (PreparedStatement query = prepare(connection, sql, values);
                    ResultSet rows = query.executeQuery()) {
                List<T> found = new ArrayList<>();
                while (rows.next()) {
                    found.add(reading.of(rows));
                }
                return found;
            }
        });
    }

    private int change(String sql, List<?> values) {
        return transactions.run(connection -> change(connection, sql, values));
    }

    private static int change(Connection connection, String sql, List<?> values)
            throws SQLException {
        try (PreparedStatement update = prepare(connection, sql, values)) {
            return update.executeUpdate();
        }
    }

    private static PreparedStatement prepare(Connection connection, String sql, List<?> values)
            throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        try {
            for (int i = 0; i < values.size(); i++) {
                statement.setObject(i + 1, values.get(i));
            }
            return statement;
        } catch (SQLException | RuntimeException e) {
            statement.close();
            throw e;
        }
    }

    private static Row row(ResultSet row) throws SQLException {
        return Row.of(
                JdbcArchiveTables.row(row),
                Optional.ofNullable(row.getBytes("previous_of_next")).map(Bytes::of));
    }

    @Override
    public List<ArchiveRecord> signedRecords(List<String> kinds) {
        return transactions.read(connection -> JdbcArchiveTables.signed(connection, kinds)).stream()
                .sorted(Comparator.comparing(ArchiveQuery.Place::of))
                .toList();
    }

    @Override
    public Optional<Long> earliest(String retention, long from, long until) {
        entries.catchUp();
        return query(
                        "SELECT l.happened_at FROM "
                                + JdbcArchiveTables.OF_ENTRY
                                + " WHERE l.happened_at >= ? AND l.happened_at < ?"
                                + " AND r.retention = ? AND r.facts IS NOT NULL"
                                + UNSIGNED
                                + " ORDER BY l.happened_at, l.chain, l.number LIMIT 1",
                        List.of(from, until, retention),
                        row -> row.getLong(1))
                .stream()
                .findFirst();
    }

    @Override
    public List<Row> rows(
            String retention,
            long from,
            long until,
            Optional<ArchiveQuery.Place> after,
            int limit) {
        entries.catchUp();
        List<Object> values = new ArrayList<>(List.of(from(from, after), until, retention));
        String sql =
                "SELECT "
                        + ROW
                        + " FROM "
                        + JdbcArchiveTables.OF_ENTRY
                        + " WHERE l.happened_at >= ? AND l.happened_at < ?"
                        + " AND r.retention = ? AND r.facts IS NOT NULL"
                        + UNSIGNED
                        + behind(after, 'l', values)
                        + " ORDER BY l.happened_at, l.chain, l.number LIMIT ?";
        values.add(limit);
        return query(sql, values, JdbcRetentionTables::row);
    }

    @Override
    public List<Row> concerning(
            String address, long from, long until, Optional<ArchiveQuery.Place> after, int limit) {
        entries.catchUp();
        List<Object> values = new ArrayList<>(List.of(address, from(from, after), until));
        String sql =
                "SELECT "
                        + ROW
                        + " FROM archive_party p JOIN archive_record r ON r.chain = p.chain AND r.number = p.number"
                        + " WHERE p.address = ? AND p.happened_at >= ? AND p.happened_at < ?"
                        + " AND r.facts IS NOT NULL"
                        + UNSIGNED
                        + behind(after, 'p', values)
                        + " ORDER BY p.happened_at, p.chain, p.number LIMIT ?";
        values.add(limit);
        return query(sql, values, JdbcRetentionTables::row);
    }

    private static long from(long from, Optional<ArchiveQuery.Place> after) {
        return after.map(place -> Math.max(from, place.happenedAt())).orElse(from);
    }

    private static String behind(
            Optional<ArchiveQuery.Place> after, char table, List<Object> values) {
        if (after.isEmpty()) {
            return "";
        }
        byte[] chain = Columns.bytes(after.get().position().chain());
        values.addAll(
                List.of(after.get().happenedAt(), chain, chain, after.get().position().number()));
        return " AND (@.happened_at > ? OR @.chain > ? OR (@.chain = ? AND @.number > ?))"
                .replace('@', table);
    }

    @Override
    public void remove(List<ArchivePosition> positions) {
        transactions.run(connection -> {
            for (String sql :
                    List.of(
                            "DELETE FROM archive_party WHERE chain = ? AND number = ?",
                            "DELETE FROM archive_hold_key WHERE chain = ? AND number = ?",
                            "UPDATE archive_record SET facts = NULL, fact_salt = NULL, sealed = NULL"
                                    + " WHERE chain = ? AND number = ? AND signer IS NULL")) {
                try (PreparedStatement change = connection.prepareStatement(sql)) {
                    for (ArchivePosition position : positions) {
                        change.setBytes(1, Columns.bytes(position.chain()));
                        change.setLong(2, position.number());
                        change.addBatch();
                    }
                    change.executeBatch();
                }
            }
            return null;
        });
    }

    @Override
    public List<ArchiveRecord> sealedWith(String contentKey, long from, long until, int limit) {
        entries.catchUp();
        return query(
                "SELECT "
                        + JdbcArchiveTables.COLUMNS
                        + " FROM "
                        + JdbcArchiveTables.OF_ENTRY
                        + " WHERE l.happened_at >= ? AND l.happened_at < ?"
                        + " AND r.content_key = ? AND r.sealed IS NOT NULL AND NOT EXISTS (SELECT 1 FROM archive_hold_key k"
                        + " WHERE k.chain = l.chain AND k.number = l.number) ORDER BY l.happened_at, l.chain, l.number LIMIT ?",
                List.of(from, until, contentKey, limit),
                JdbcArchiveTables::row);
    }

    @Override
    public void keep(List<HoldKey> keys) {
        transactions.run(connection -> {
            for (HoldKey key : keys) {
                change(
                        connection,
                        "INSERT INTO archive_hold_key (chain, number, key_id, wrapped) VALUES (?, ?, ?, ?)"
                                + " ON DUPLICATE KEY UPDATE number = number",
                        List.of(
                                Columns.bytes(key.position().chain()),
                                key.position().number(),
                                key.key(),
                                key.wrapped().array()));
            }
            return null;
        });
    }

    @Override
    public Optional<HoldKey> holdKey(ArchivePosition position) {
        return query(
                        "SELECT key_id, wrapped FROM archive_hold_key WHERE chain = ? AND number = ?",
                        List.of(Columns.bytes(position.chain()), position.number()),
                        row -> new HoldKey(position, row.getString(1), Bytes.of(row.getBytes(2))))
                .stream()
                .findFirst();
    }

    @Override
    public boolean isHoldKeyUsed(String key) {
        return !query(
                        "SELECT number FROM archive_hold_key WHERE key_id = ? LIMIT 1",
                        List.of(key),
                        row -> row.getLong(1))
                .isEmpty();
    }

    @Override
    public boolean take(String holder, long now, long until) {
        // MySQL counts rows that an update finds or those it changes, by a setting: each of ours
        // changes held_until
        return change(
                        "UPDATE archive_shredding SET holder = ?, held_until = ? WHERE id = 1 AND (holder = ? OR held_until <= ? OR held_until > ?)",
                        List.of(holder, until, holder, now, until + (until - now)))
                == 1;
    }

    @Override
    public State state() {
        return query(
                        "SELECT calendar_day, shredded_at, compacted_at FROM archive_shredding WHERE id = 1",
                        List.of(),
                        row -> new State(row.getLong(1), row.getLong(2), row.getLong(3)))
                .getFirst();
    }

    @Override
    public void calendarAt(long day) {
        change("UPDATE archive_shredding SET calendar_day = ? WHERE id = 1", List.of(day));
    }

    @Override
    public void shreddedAt(long time) {
        change("UPDATE archive_shredding SET shredded_at = ? WHERE id = 1", List.of(time));
    }

    @Override
    public void compactedAt(long time) {
        change("UPDATE archive_shredding SET compacted_at = ? WHERE id = 1", List.of(time));
    }

    @Override
    public List<KeyCopy> keyCopies() {
        return query(
                "SELECT signer, key_id FROM archive_key_copy ORDER BY signer, key_id",
                List.of(),
                row -> new KeyCopy(row.getString(1), row.getString(2)));
    }

    @Override
    public void keyCopies(String signer, List<String> keys) {
        transactions.run(connection -> {
            change(connection, "DELETE FROM archive_key_copy WHERE signer = ?", List.of(signer));
            for (String key : keys) {
                change(
                        connection,
                        "INSERT INTO archive_key_copy (signer, key_id) VALUES (?, ?)",
                        List.of(signer, key));
            }
            return null;
        });
    }
}

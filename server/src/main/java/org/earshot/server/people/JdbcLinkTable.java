package org.earshot.server.people;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.earshot.common.db.Columns;
import org.earshot.common.db.Transactions;

/// Links in a database that many nodes may share. Thread-safe.
public final class JdbcLinkTable implements LinkTable {
    private static final String SELECT =
            "SELECT id, purpose, name, created_at, created_by, expires_at, used_at, used_by, tries, detail"
                    + " FROM account_link ";

    private final Transactions transactions;

    public JdbcLinkTable(Transactions transactions) {
        this.transactions = transactions;
    }

    @Override
    public void add(Link link, byte[] secretHash) {
        transactions.run(connection -> {
            try (PreparedStatement insert =
                    connection.prepareStatement(
                            "INSERT INTO account_link (id, secret_hash, purpose, name, created_at, created_by, expires_at,"
                                    + " used_at, used_by, tries, detail) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")) {
                insert.setBytes(1, Columns.bytes(link.id()));
                insert.setBytes(2, secretHash);
                insert.setString(3, link.purpose().name());
                insert.setString(4, link.name());
                insert.setLong(5, Columns.micros(link.createdAt()));
                insert.setString(6, link.createdBy());
                insert.setLong(7, Columns.micros(link.expiresAt()));
                if (link.usedAt().isPresent()) {
                    insert.setLong(8, Columns.micros(link.usedAt().get()));
                } else {
                    insert.setNull(8, Types.BIGINT);
                }
                insert.setString(9, link.usedBy());
                insert.setInt(10, link.tries());
                insert.setString(11, link.detail());
                return insert.executeUpdate();
            }
        });
    }

    /// Sets the parameters of a statement.
    @FunctionalInterface
    private interface Parameters {
        void set(PreparedStatement statement) throws SQLException;
    }

    private List<Link> select(String where, Parameters parameters) {
        return transactions.read(connection -> {
            List<Link> links = new ArrayList<>();
            try (PreparedStatement query = connection.prepareStatement(SELECT + where)) {
                parameters.set(query);
                try (ResultSet rows = query.executeQuery()) {
                    while (rows.next()) {
                        links.add(link(rows));
                    }
                }
            }
            return links;
        });
    }

    private static Link link(ResultSet row) throws SQLException {
        long used = row.getLong("used_at");
        Optional<Instant> usedAt =
                row.wasNull() ? Optional.empty() : Optional.of(Columns.instant(used));
        return new Link(
                Columns.uuid(row.getBytes("id")),
                Link.Purpose.valueOf(row.getString("purpose")),
                row.getString("name"),
                Columns.instant(row.getLong("created_at")),
                row.getString("created_by"),
                Columns.instant(row.getLong("expires_at")),
                usedAt,
                row.getString("used_by"),
                row.getInt("tries"),
                row.getString("detail"));
    }

    private int change(String sql, Parameters parameters) {
        return transactions.run(connection -> {
            try (PreparedStatement statement = connection.prepareStatement(sql)) {
                parameters.set(statement);
                return statement.executeUpdate();
            }
        });
    }

    @Override
    public Optional<Link> find(byte[] secretHash) {
        return select("WHERE secret_hash = ?", query -> query.setBytes(1, secretHash)).stream()
                .findFirst();
    }

    @Override
    public Optional<Link> find(UUID id) {
        return select("WHERE id = ?", query -> query.setBytes(1, Columns.bytes(id))).stream()
                .findFirst();
    }

    @Override
    public List<Link> list(Link.Purpose purpose) {
        return select(
                "WHERE purpose = ? ORDER BY created_at DESC, id",
                query -> query.setString(1, purpose.name()));
    }

    @Override
    public boolean take(UUID id, Instant now) {
        // the row's lock decides between two who come at once
        return change(
                        "UPDATE account_link SET used_at = ? WHERE id = ? AND used_at IS NULL AND expires_at > ?",
                        update -> {
                            update.setLong(1, Columns.micros(now));
                            update.setBytes(2, Columns.bytes(id));
                            update.setLong(3, Columns.micros(now));
                        })
                > 0;
    }

    @Override
    public void giveBack(UUID id, int most) {
        // MySQL sets from left to right, and H2 from what was there: tries comes last for both
        change(
                "UPDATE account_link SET used_at = CASE WHEN tries + 1 < ? THEN NULL ELSE used_at END, tries = tries + 1"
                        + " WHERE id = ?",
                update -> {
                    update.setInt(1, most);
                    update.setBytes(2, Columns.bytes(id));
                });
    }

    @Override
    public void usedBy(UUID id, String name) {
        change(
                "UPDATE account_link SET used_by = ? WHERE id = ?",
                update -> {
                    update.setString(1, name);
                    update.setBytes(2, Columns.bytes(id));
                });
    }

    @Override
    public boolean remove(UUID id) {
        return change(
                        "DELETE FROM account_link WHERE id = ? AND used_at IS NULL",
                        delete -> delete.setBytes(1, Columns.bytes(id)))
                > 0;
    }

    @Override
    public void removeAll(Link.Purpose purpose, String name) {
        change(
                "DELETE FROM account_link WHERE purpose = ? AND name = ?",
                delete -> {
                    delete.setString(1, purpose.name());
                    delete.setString(2, name);
                });
    }

    @Override
    public int removeExpired(Instant before) {
        return change(
                "DELETE FROM account_link WHERE expires_at < ?",
                delete -> delete.setLong(1, Columns.micros(before)));
    }
}

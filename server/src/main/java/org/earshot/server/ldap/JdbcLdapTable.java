package org.earshot.server.ldap;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.earshot.common.db.Columns;
import org.earshot.common.db.Transactions;

/// In a database that many nodes may share. Thread-safe.
public final class JdbcLdapTable implements LdapTable {
    private static final int LONGEST_WORDS = 1000;
    private static final String OURS =
            " WHERE domain_name = ? AND leased_node = ? AND leased_start = ? AND leased_until > 0";

    private final Transactions transactions;
    private final String domain;
    private final String node;
    private final String start;

    /// @param node the same at each start of a node, of which one runs at a time
    /// @param start another one each time
    public JdbcLdapTable(Transactions transactions, String domain, String node, String start) {
        this.transactions = transactions;
        this.domain = domain;
        this.node = node;
        this.start = start;
    }

    @Override
    public Map<String, Linked> all() {
        return transactions.read(connection -> {
            Map<String, Linked> all = new HashMap<>();
            try (PreparedStatement query =
                    connection.prepareStatement(
                            "SELECT name, entry_id, picture FROM ldap_account WHERE domain_name = ?")) {
                query.setString(1, domain);
                try (ResultSet rows = query.executeQuery()) {
                    while (rows.next()) {
                        all.put(rows.getString("name"), linked(rows));
                    }
                }
            }
            return all;
        });
    }

    private static Linked linked(ResultSet row) throws SQLException {
        return new Linked(row.getString("entry_id"), Optional.ofNullable(row.getString("picture")));
    }

    @Override
    public Optional<Linked> find(String name) {
        return transactions.read(connection -> {
            try (PreparedStatement query =
                    connection.prepareStatement(
                            "SELECT entry_id, picture FROM ldap_account WHERE domain_name = ? AND name = ?")) {
                query.setString(1, domain);
                query.setString(2, name);
                try (ResultSet row = query.executeQuery()) {
                    return row.next() ? Optional.of(linked(row)) : Optional.empty();
                }
            }
        });
    }

    @Override
    public long count() {
        return transactions.read(connection -> {
            try (PreparedStatement query =
                    connection.prepareStatement(
                            "SELECT COUNT(*) FROM ldap_account WHERE domain_name = ?")) {
                query.setString(1, domain);
                try (ResultSet row = query.executeQuery()) {
                    row.next();
                    return row.getLong(1);
                }
            }
        });
    }

    @Override
    public void put(String name, Linked linked) {
        transactions.run(connection -> {
            try (PreparedStatement insert =
                    connection.prepareStatement(
                            "INSERT INTO ldap_account (domain_name, name, entry_id, picture) VALUES (?, ?, ?, ?)"
                                    + " ON DUPLICATE KEY UPDATE entry_id = VALUES(entry_id), picture = VALUES(picture)")) {
                insert.setString(1, domain);
                insert.setString(2, name);
                insert.setString(3, linked.id());
                insert.setString(4, linked.picture().orElse(null));
                return insert.executeUpdate();
            }
        });
    }

    @Override
    public boolean begin(Instant now, Instant until) {
        return transactions.run(connection -> {
            try (PreparedStatement insert =
                    connection.prepareStatement(
                            "INSERT INTO ldap_run (domain_name, leased_until, words) VALUES (?, 0, '')"
                                    + " ON DUPLICATE KEY UPDATE words = words")) {
                insert.setString(1, domain);
                insert.executeUpdate();
            }
            // the row's lock decides between two who come at once
            try (PreparedStatement update =
                    connection.prepareStatement(
                            "UPDATE ldap_run SET leased_until = ?, leased_node = ?, leased_start = ? WHERE domain_name = ?"
                                    + " AND (leased_until <= ? OR leased_node = ? AND leased_start <> ?)")) {
                update.setLong(1, Columns.micros(until));
                update.setString(2, node);
                update.setString(3, start);
                update.setString(4, domain);
                update.setLong(5, Columns.micros(now));
                update.setString(6, node);
                update.setString(7, start);
                return update.executeUpdate() > 0;
            }
        });
    }

    @Override
    public void end(Instant now, boolean succeeded, String words) {
        transactions.run(connection -> {
            try (PreparedStatement update =
                    connection.prepareStatement(
                            "UPDATE ldap_run SET leased_until = 0, ended_at = ?, words = ?"
                                    + (succeeded ? ", succeeded_at = ?" : "")
                                    + OURS)) {
                update.setLong(1, Columns.micros(now));
                update.setString(2, words.substring(0, Math.min(words.length(), LONGEST_WORDS)));
                if (succeeded) {
                    update.setLong(3, Columns.micros(now));
                }
                ours(update, succeeded ? 4 : 3);
                return update.executeUpdate();
            }
        });
    }

    @Override
    public void release() {
        transactions.run(connection -> {
            try (PreparedStatement update =
                    connection.prepareStatement("UPDATE ldap_run SET leased_until = 0" + OURS)) {
                ours(update, 1);
                return update.executeUpdate();
            }
        });
    }

    private void ours(PreparedStatement update, int first) throws SQLException {
        update.setString(first, domain);
        update.setString(first + 1, node);
        update.setString(first + 2, start);
    }

    @Override
    public boolean isRead(Instant now) {
        return transactions.read(connection -> {
            try (PreparedStatement query =
                    connection.prepareStatement(
                            "SELECT 1 FROM ldap_run WHERE domain_name = ? AND leased_until > ?")) {
                query.setString(1, domain);
                query.setLong(2, Columns.micros(now));
                try (ResultSet row = query.executeQuery()) {
                    return row.next();
                }
            }
        });
    }

    @Override
    public Optional<Run> last() {
        return transactions.read(connection -> {
            try (PreparedStatement query =
                    connection.prepareStatement(
                            "SELECT ended_at, succeeded_at, words FROM ldap_run WHERE domain_name = ? AND ended_at IS NOT NULL")) {
                query.setString(1, domain);
                try (ResultSet row = query.executeQuery()) {
                    if (!row.next()) {
                        return Optional.empty();
                    }
                    Instant endedAt = Columns.instant(row.getLong("ended_at"));
                    long succeeded = row.getLong("succeeded_at");
                    return Optional.of(
                            new Run(
                                    endedAt,
                                    row.wasNull()
                                            ? Optional.empty()
                                            : Optional.of(Columns.instant(succeeded)),
                                    row.getString("words")));
                }
            }
        });
    }
}

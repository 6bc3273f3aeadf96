package org.earshot.server.bus;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.earshot.common.db.Transactions;

/// The table `node`, of MySQL or MariaDB. Thread-safe.
final class JdbcNodeTable implements NodeTable {
    private final Transactions transactions;

    JdbcNodeTable(Transactions transactions) {
        this.transactions = transactions;
    }

    @Override
    public Beat beat(Node self) {
        return transactions.run(connection -> {
            boolean added = !update(connection, self);
            if (added) {
                insert(connection, self);
            }
            return new Beat(added, rows(connection));
        });
    }

    private static boolean update(Connection connection, Node self) throws SQLException {
        try (PreparedStatement update =
                connection.prepareStatement(
                        """
                        UPDATE node SET beats = beats + 1, beat_at = UNIX_TIMESTAMP() * 1000000, sip_address = ?
                        WHERE name = ?
                        """)) {
            update.setString(1, self.sipAddress());
            update.setString(2, self.name());
            return update.executeUpdate() > 0;
        }
    }

    private static void insert(Connection connection, Node self) throws SQLException {
        try (PreparedStatement insert =
                connection.prepareStatement(
                        """
                        INSERT INTO node (name, role_name, address, sip_address, beats, beat_at, started_at)
                        VALUES (?, ?, ?, ?, 1, UNIX_TIMESTAMP() * 1000000, UNIX_TIMESTAMP() * 1000000)
                        """)) {
            insert.setString(1, self.name());
            insert.setString(2, self.role());
            insert.setString(3, self.address());
            insert.setString(4, self.sipAddress());
            insert.executeUpdate();
        }
    }

    private static List<Row> rows(Connection connection) throws SQLException {
        try (PreparedStatement query =
                        connection.prepareStatement(
                                """
                                SELECT name, role_name, address, sip_address, beats,
                                  UNIX_TIMESTAMP() - FLOOR(beat_at / 1000000) AS age
                                FROM node ORDER BY name
                                """);
                ResultSet found = query.executeQuery()) {
            List<Row> rows = new ArrayList<>();
            while (found.next()) {
                rows.add(new Row(node(found), found.getLong("beats"), found.getLong("age")));
            }
            return rows;
        }
    }

    private static Node node(ResultSet row) throws SQLException {
        return new Node(
                row.getString("name"),
                row.getString("role_name"),
                row.getString("address"),
                row.getString("sip_address"));
    }

    @Override
    public boolean remove(Row row) {
        return transactions.run(connection -> {
            try (PreparedStatement delete =
                    connection.prepareStatement("DELETE FROM node WHERE name = ? AND beats = ?")) {
                delete.setString(1, row.node().name());
                delete.setLong(2, row.beats());
                return delete.executeUpdate() > 0 || find(connection, row.node().name()).isEmpty();
            }
        });
    }

    @Override
    public void leave(String name) {
        transactions.run(connection -> {
            try (PreparedStatement delete =
                    connection.prepareStatement("DELETE FROM node WHERE name = ?")) {
                delete.setString(1, name);
                return delete.executeUpdate();
            }
        });
    }

    @Override
    public Optional<Node> find(String name) {
        return transactions.read(connection -> find(connection, name));
    }

    private static Optional<Node> find(Connection connection, String name) throws SQLException {
        try (PreparedStatement query =
                connection.prepareStatement(
                        "SELECT name, role_name, address, sip_address FROM node WHERE name = ?")) {
            query.setString(1, name);
            try (ResultSet rows = query.executeQuery()) {
                return rows.next() ? Optional.of(node(rows)) : Optional.empty();
            }
        }
    }
}

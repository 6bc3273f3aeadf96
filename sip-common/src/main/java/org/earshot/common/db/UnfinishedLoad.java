package org.earshot.common.db;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;

/// What a database says of a backup that is being put back into it: a row of `meta`, there before the first row of the backup and gone in the
/// commit that says that all are there.
final class UnfinishedLoad {
    private static final String RUNNING = "restoring";
    private static final String DONE = "restored";

    private UnfinishedLoad() {}

    /// Which backup was begun and not finished here.
    static Optional<String> begun(Connection connection) throws SQLException {
        return fact(connection, RUNNING);
    }

    /// Which backup all of this came from.
    static Optional<String> done(Connection connection) throws SQLException {
        return fact(connection, DONE);
    }

    /// The caller commits.
    static void begin(Connection connection, String backup) throws SQLException {
        try (PreparedStatement insert =
                connection.prepareStatement("INSERT INTO meta (name, fact) VALUES (?, ?)")) {
            insert.setString(1, RUNNING);
            insert.setString(2, backup);
            insert.executeUpdate();
        }
    }

    /// The caller commits.
    static void finish(Connection connection) throws SQLException {
        try (PreparedStatement older =
                        connection.prepareStatement("DELETE FROM meta WHERE name = ?");
                PreparedStatement update =
                        connection.prepareStatement("UPDATE meta SET name = ? WHERE name = ?")) {
            older.setString(1, DONE);
            older.executeUpdate();
            update.setString(1, DONE);
            update.setString(2, RUNNING);
            update.executeUpdate();
        }
    }

    private static Optional<String> fact(Connection connection, String name) throws SQLException {
        if (!DatabaseDump.tables(connection).contains("meta")) {
            return Optional.empty();
        }
        try (PreparedStatement query =
                connection.prepareStatement("SELECT fact FROM meta WHERE name = ?")) {
            query.setString(1, name);
            try (ResultSet rows = query.executeQuery()) {
                return rows.next() ? Optional.of(rows.getString(1)) : Optional.empty();
            }
        }
    }
}

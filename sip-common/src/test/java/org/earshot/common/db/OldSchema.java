package org.earshot.common.db;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.MigrationInfo;

/// Databases with the tables of an earlier version, and with rows as that version had them: those of one of today, without the tables and
/// columns that came later.
public final class OldSchema {
    private OldSchema() {}

    /// All there ever were, the first one first; the last is today's.
    public static List<String> versions() throws SQLException {
        DatabaseConfig none = TestDatabases.config(Dialect.H2);
        List<String> versions =
                Stream.of(flyway(none, "latest").info().all())
                        .map(MigrationInfo::getVersion)
                        .map(Object::toString)
                        .toList();
        try (Connection connection = connect(none)) {
            close(connection, none);
        }
        return versions;
    }

    /// Whether all records have their search entries, which are written behind them; once they were written with them.
    public static boolean isEntered(DatabaseConfig today) throws SQLException {
        try (Connection connection = connect(today);
                Statement query = connection.createStatement();
                ResultSet behind =
                        query.executeQuery(
                                "SELECT 1 FROM archive_record r WHERE NOT EXISTS (SELECT 1 FROM archive_entry e WHERE e.chain = r.chain AND e.number = r.number)")) {
            return !behind.next();
        }
    }

    /// Makes one.
    ///
    /// @param config of a new database
    /// @param today has the rows; nobody has it open
    public static void make(DatabaseConfig config, String version, DatabaseConfig today)
            throws SQLException {
        var _ = flyway(config, version).migrate();
        try (Connection from = connect(today);
                Connection to = connect(config)) {
            Map<String, List<String>> there = tables(from);
            to.setAutoCommit(false);
            execute(
                    to,
                    Dialect.of(config.url()) == Dialect.H2
                            ? "SET REFERENTIAL_INTEGRITY FALSE"
                            : "SET FOREIGN_KEY_CHECKS = 0");
            for (Map.Entry<String, List<String>> table : tables(to).entrySet()) {
                if (!table.getKey().equals(DatabaseDump.HISTORY)) {
                    copy(from, to, table.getKey(), table.getValue(), there);
                }
            }
            to.commit();
            close(from, today);
            close(to, config);
        }
    }

    private static void copy(
            Connection from,
            Connection to,
            String table,
            List<String> columns,
            Map<String, List<String>> there)
            throws SQLException {
        if (!there.getOrDefault(table, List.of()).containsAll(columns)) {
            throw new IllegalStateException(table + " has columns that are gone today");
        }
        execute(to, "DELETE FROM " + table);
        String names = String.join(", ", columns);
        String marks = columns.stream().map(_ -> "?").collect(Collectors.joining(", "));
        try (PreparedStatement query = from.prepareStatement("SELECT " + names + " FROM " + table);
                ResultSet rows = query.executeQuery();
                PreparedStatement insert =
                        to.prepareStatement(
                                "INSERT INTO %s (%s) VALUES (%s)".formatted(table, names, marks))) {
            while (rows.next()) {
                for (int i = 1; i <= columns.size(); i++) {
                    insert.setObject(i, DatabaseDump.value(rows, rows.getMetaData(), i));
                }
                insert.executeUpdate();
            }
        }
    }

    private static Map<String, List<String>> tables(Connection connection) throws SQLException {
        Map<String, List<String>> tables = new TreeMap<>();
        boolean h2 = connection.getMetaData().getURL().startsWith("jdbc:h2:");
        try (ResultSet columns =
                connection
                        .getMetaData()
                        .getColumns(
                                connection.getCatalog(),
                                h2 ? connection.getSchema() : "%",
                                "%",
                                "%")) {
            while (columns.next()) {
                tables.computeIfAbsent(columns.getString("TABLE_NAME"), _ -> new ArrayList<>())
                        .add(columns.getString("COLUMN_NAME"));
            }
        }
        return tables;
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static void close(Connection connection, DatabaseConfig config) throws SQLException {
        if (Dialect.of(config.url()) == Dialect.H2) {
            execute(connection, "SHUTDOWN");
        }
    }

    private static Connection connect(DatabaseConfig config) throws SQLException {
        return DriverManager.getConnection(url(config), config.user(), "");
    }

    private static String url(DatabaseConfig config) {
        return Dialect.of(config.url()) == Dialect.H2
                ? DataSources.h2Url(config.url())
                : DataSources.mySqlUrl(config.url());
    }

    private static Flyway flyway(DatabaseConfig config, String version) {
        return Flyway.configure()
                .dataSource(url(config), config.user(), "")
                .locations("classpath:db/migration")
                .target(version)
                .load();
    }
}

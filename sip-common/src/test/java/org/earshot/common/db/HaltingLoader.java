package org.earshot.common.db;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/// Loads a dump and dies, without closing anything, once the database has some rows of it.
final class HaltingLoader {
    private HaltingLoader() {}

    /// @param arguments database URL, user, data directory, backup, dump, a table
    public static void main(String[] arguments) throws Exception {
        DatabaseConfig config =
                new DatabaseConfig(
                        arguments[0], arguments[1], Optional.empty(), Path.of(arguments[2]));
        Thread.ofPlatform().daemon().start(() -> haltWithRows(config, arguments[5]));
        new DatabaseLoad(config, arguments[3], Path.of(arguments[4])).run();
    }

    private static void haltWithRows(DatabaseConfig config, String table) {
        while (true) {
            try (Connection connection = DataSources.connect(config);
                    Statement statement = connection.createStatement();
                    ResultSet rows = statement.executeQuery("SELECT 1 FROM " + table)) {
                if (rows.next()) {
                    Runtime.getRuntime().halt(7);
                }
            } catch (java.sql.SQLException e) {
                // not there yet
            }
            LockSupport.parkNanos(Duration.ofMillis(2).toNanos());
        }
    }
}

package org.earshot.common.db;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/// Loads a dump and dies, without closing anything, once the database has some rows of it. The dump comes through a pipe that keeps its last
/// byte back: however fast the machine is, the load can't come to its end.
final class HaltingLoader {
    private HaltingLoader() {}

    /// @param arguments database URL, user, data directory, backup, dump, where a pipe can be made, a table
    public static void main(String[] arguments) throws Exception {
        DatabaseConfig config =
                new DatabaseConfig(
                        arguments[0], arguments[1], Optional.empty(), Path.of(arguments[2]));
        Path pipe = Path.of(arguments[5]);
        int made = new ProcessBuilder("mkfifo", pipe.toString()).inheritIO().start().waitFor();
        if (made != 0) {
            throw new IOException("mkfifo ended with " + made);
        }
        byte[] dump = Files.readAllBytes(Path.of(arguments[4]));
        Thread.ofPlatform().daemon().start(() -> feed(dump, pipe, config, arguments[6]));
        new DatabaseLoad(config, arguments[3], pipe).run(false);
    }

    private static void feed(byte[] dump, Path pipe, DatabaseConfig config, String table) {
        try (OutputStream out = Files.newOutputStream(pipe)) {
            out.write(Arrays.copyOf(dump, dump.length - 1));
            out.flush();
            haltWithRows(config, table);
        } catch (IOException | SQLException e) {
            e.printStackTrace();
            Runtime.getRuntime().halt(8);
        }
    }

    private static void haltWithRows(DatabaseConfig config, String table) throws SQLException {
        try (Connection connection = DataSources.connect(config)) {
            while (!hasRows(connection, table)) {
                LockSupport.parkNanos(Duration.ofMillis(2).toNanos());
            }
            Runtime.getRuntime().halt(7);
        }
    }

    private static boolean hasRows(Connection connection, String table) {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT 1 FROM " + table + " LIMIT 1")) {
            return rows.next();
        } catch (SQLException e) {
            return false; // no such table yet
        }
    }
}

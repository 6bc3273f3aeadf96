package org.earshot.common.db;

import com.zaxxer.hikari.HikariDataSource;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.earshot.common.db.dump.DumpException;
import org.earshot.common.db.dump.DumpReader;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationInfo;

/// Puts a dump into a MySQL or MariaDB database that holds nothing. It makes the tables as they were, by the migrations, and says in the
/// database that it has begun: no server starts on what it has not finished, and it begins anew when it is called again. Confined to its
/// thread.
public final class DatabaseLoad {
    /// Rows that migrations make, and that a dump brings along.
    private static final Set<String> SEEDED =
            Set.of(DatabaseDump.HISTORY, "archive_shredding", "stored_file_room");

    private final DatabaseConfig config;
    private final String backup;
    private final Path dump;

    /// @param backup what tells this backup from all others: an unfinished load of it can be told, and a finished one
    /// @param dump as [Database#dumpTo] wrote it
    public DatabaseLoad(DatabaseConfig config, String backup, Path dump) {
        this.config = config;
        this.backup = backup;
        this.dump = dump;
    }

    /// Reads all of the dump, and looks at the database; changes nothing.
    ///
    /// @param continued whether the caller knows that it began to put this backup into this database, and did not come to its end: only then
    ///     the database may have all of it
    /// @throws DumpException if it is no whole dump
    /// @throws DatabaseRefusedException if the database holds something, or can't be reached; or if a newer Earshot made the dump
    public void check(boolean continued) throws IOException {
        List<String> versions;
        try (InputStream in = open()) {
            DumpReader reader = new DumpReader(in);
            versions = reader.versions();
            while (reader.next().isPresent()) {
                // each is checked as it is read
            }
        }
        try (Connection connection = DataSources.connect(config)) {
            requireEmpty(connection, continued);
            requireKnown(versions);
        } catch (SQLException e) {
            throw refused(e);
        }
    }

    /// Loads it; does nothing where this is continued, and all of the backup is there already.
    ///
    /// @param continued as for [#check]
    /// @return tables of the dump that are none of Earshot's, and were left out
    /// @throws DatabaseRefusedException as [#check] does, or if the database fails meanwhile
    public List<String> run(boolean continued) throws IOException {
        try (Connection connection = DataSources.connect(config);
                InputStream in = open()) {
            lock(connection);
            requireEmpty(connection, continued);
            if (continued && isThere(connection)) {
                return List.of();
            }
            DumpReader reader = new DumpReader(in);
            dropAll(connection);
            migrateTo(connection, reader.versions());
            connection.setAutoCommit(false);
            UnfinishedLoad.begin(connection, backup);
            connection.commit();
            List<String> leftOut = new DumpLoader(connection, reader).run();
            UnfinishedLoad.finish(connection);
            connection.commit();
            return leftOut;
        } catch (SQLException e) {
            throw refused(e);
        }
    }

    private InputStream open() throws IOException {
        return new BufferedInputStream(Files.newInputStream(dump));
    }

    /// Until the connection ends; of one that was killed the server may have something to finish.
    private static void lock(Connection connection) throws SQLException {
        try (PreparedStatement query =
                        connection.prepareStatement(
                                "SELECT GET_LOCK(CONCAT('earshot-', MD5(DATABASE())), 10)");
                ResultSet rows = query.executeQuery()) {
            rows.next();
            if (rows.getInt(1) != 1) {
                throw new DatabaseRefusedException(
                        "another restore into this database is running: wait for its end");
            }
        }
    }

    private void requireEmpty(Connection connection, boolean continued) throws SQLException {
        Optional<String> begun = UnfinishedLoad.begun(connection);
        if (begun.isPresent() && !begun.equals(Optional.of(backup))) {
            throw new DatabaseRefusedException(
                    "another backup was being put back into the database "
                            + connection.getCatalog()
                            + ", and that was not finished: call admin restore with that one, or name an empty database in database.url");
        }
        if (begun.isPresent() || (continued && isThere(connection))) {
            return;
        }
        for (String table : DatabaseDump.tables(connection)) {
            if (!SEEDED.contains(table) && hasRows(connection, table)) {
                throw new DatabaseRefusedException(
                        "the database "
                                + connection.getCatalog()
                                + " holds data already (table "
                                + table
                                + "), and nothing is overwritten: make an empty one (CREATE DATABASE), name it in database.url, and try again");
            }
        }
    }

    private boolean isThere(Connection connection) throws SQLException {
        return UnfinishedLoad.done(connection).equals(Optional.of(backup));
    }

    private static boolean hasRows(Connection connection, String table) throws SQLException {
        try (PreparedStatement query =
                        connection.prepareStatement("SELECT 1 FROM " + quoted(table) + " LIMIT 1");
                ResultSet rows = query.executeQuery()) {
            return rows.next();
        }
    }

    private static void dropAll(Connection connection) throws SQLException {
        // last of all what says that a load has begun
        List<String> tables = new ArrayList<>(DatabaseDump.tables(connection));
        if (tables.remove("meta")) {
            tables.add("meta");
        }
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET FOREIGN_KEY_CHECKS = 0");
            for (String table : tables) {
                statement.execute("DROP TABLE " + quoted(table));
            }
        }
    }

    static String quoted(String name) {
        return "`" + name.replace("`", "``") + "`";
    }

    private void requireKnown(List<String> versions) throws DumpException {
        List<String> known;
        try (HikariDataSource pool = DataSources.open(config)) {
            known =
                    Stream.of(flyway(pool, "latest").info().all())
                            .filter(MigrationInfo::isVersioned)
                            .map(one -> one.getVersion().getVersion())
                            .toList();
        }
        for (String version : versions) {
            if (!known.contains(version)) {
                throw new DumpException(
                        "was made by a newer Earshot, whose tables are of version "
                                + version
                                + ": install that one");
            }
        }
        if (versions.isEmpty()) {
            throw new DumpException("names no version of its tables");
        }
    }

    private void migrateTo(Connection connection, List<String> versions)
            throws SQLException, DumpException {
        try (HikariDataSource pool = DataSources.open(config)) {
            var _ = flyway(pool, versions.getLast()).migrate();
        } catch (FlywayException e) {
            throw new DatabaseRefusedException(
                    "the database's tables can't be made: " + e.getMessage(), e);
        }
        List<String> made = DatabaseDump.versions(connection);
        if (!made.equals(versions)) {
            throw new DumpException(
                    "has tables of the versions "
                            + versions
                            + ", and this Earshot makes those of "
                            + made
                            + ": install the one that made it");
        }
    }

    private static Flyway flyway(DataSource pool, String target) {
        return Flyway.configure()
                .dataSource(pool)
                .locations("classpath:db/migration")
                .target(target)
                .load();
    }

    private static DatabaseRefusedException refused(SQLException e) {
        return new DatabaseRefusedException(
                SqlFailure.of(e) == SqlFailure.UNAVAILABLE
                        ? "the database can't be reached: " + e.getMessage()
                        : "the database refused what came: " + e.getMessage(),
                e);
    }
}

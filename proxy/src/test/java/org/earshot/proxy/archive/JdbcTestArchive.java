package org.earshot.proxy.archive;

import java.nio.file.Path;
import java.sql.Statement;
import java.util.List;
import org.earshot.common.db.Database;
import org.earshot.common.db.Dialect;
import org.earshot.common.db.TestDatabases;

/// The archive's tables in the database that the tests share.
final class JdbcTestArchive {
    static final List<String> TABLES =
            List.of(
                    "archive_chain",
                    "archive_record",
                    "archive_party",
                    "archive_entry",
                    "archive_entered",
                    "archive_checkpoint");

    private JdbcTestArchive() {}

    static JdbcArchiveTables empty(Dialect dialect) {
        Database database = TestDatabases.shared(dialect);
        TABLES.forEach(table -> execute(database, "DELETE FROM " + table));
        return new JdbcArchiveTables(database.transactions(), dialect);
    }

    static KeptArchive kept(Dialect dialect, Path anchors) {
        JdbcArchiveTables tables = empty(dialect);
        Database database = TestDatabases.shared(dialect);
        execute(database, "DELETE FROM archive_hold_key");
        execute(database, "DELETE FROM archive_key_copy");
        execute(
                database,
                "UPDATE archive_shredding SET holder = '', held_until = 0, calendar_day = 0, shredded_at = 0, compacted_at = 0");
        return new KeptArchive(
                tables,
                new JdbcRetentionTables(database.transactions(), dialect),
                new InMemoryArchiveKeys(),
                anchors);
    }

    /// @return how many rows were changed
    static int execute(Database database, String sql) {
        return database.transactions()
                .run(connection -> {
                    try (Statement statement = connection.createStatement()) {
                        return statement.executeUpdate(sql);
                    }
                });
    }
}

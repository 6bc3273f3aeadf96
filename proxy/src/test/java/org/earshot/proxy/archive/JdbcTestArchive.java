package org.earshot.proxy.archive;

import java.sql.Statement;
import java.util.List;
import org.earshot.common.db.Database;
import org.earshot.common.db.Dialect;
import org.earshot.common.db.TestDatabases;

/// The archive's tables in the database that the tests share.
final class JdbcTestArchive {
    static final List<String> TABLES =
            List.of("archive_chain", "archive_record", "archive_party", "archive_checkpoint");

    private JdbcTestArchive() {}

    static JdbcArchiveTables empty(Dialect dialect) {
        Database database = TestDatabases.shared(dialect);
        TABLES.forEach(table -> execute(database, "DELETE FROM " + table));
        return new JdbcArchiveTables(database.transactions(), dialect);
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

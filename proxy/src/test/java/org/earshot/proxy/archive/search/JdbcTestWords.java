package org.earshot.proxy.archive.search;

import java.sql.Statement;
import java.util.List;
import org.earshot.common.db.Database;
import org.earshot.common.db.Dialect;
import org.earshot.common.db.TestDatabases;
import org.earshot.proxy.archive.ArchiveTables;
import org.earshot.proxy.archive.JdbcArchiveTables;

/// Records and words in the database that the tests share.
final class JdbcTestWords {
    private JdbcTestWords() {}

    static ArchiveTables emptyTables(Dialect dialect) {
        Database database =
                emptied(
                        dialect,
                        "archive_chain",
                        "archive_record",
                        "archive_party",
                        "archive_entry",
                        "archive_entered",
                        "archive_checkpoint");
        return new JdbcArchiveTables(database.transactions(), dialect);
    }

    static WordTable emptyWords(Dialect dialect) {
        return new JdbcWordTable(
                emptied(dialect, "archive_word", "archive_word_chain", "archive_word_key")
                        .transactions());
    }

    private static Database emptied(Dialect dialect, String... tables) {
        Database database = TestDatabases.shared(dialect);
        List.of(tables)
                .forEach(table ->
                        database.transactions()
                                .run(connection -> {
                                    try (Statement statement = connection.createStatement()) {
                                        return statement.executeUpdate("DELETE FROM " + table);
                                    }
                                }));
        return database;
    }
}

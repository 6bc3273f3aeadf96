package org.earshot.proxy.archive;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.earshot.common.db.Database;
import org.earshot.common.db.DatabaseConfig;
import org.earshot.common.db.Dialect;
import org.earshot.common.db.TestDatabases;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// An archive of a version whose records were in the orders of the search at once is whole, and searched, in this one.
class JdbcEntriesMigrationIT {
    /// Back to the tables of that version.
    private static final List<String> BACK =
            List.of(
                    "DROP TABLE archive_entry",
                    "DROP TABLE call_trace_part", // of 31
                    "DROP TABLE call_trace",
                    "DROP TABLE call_quality", // of 17
                    "DROP TABLE stored_file_party", // of 18
                    "DROP TABLE stored_file",
                    "DROP TABLE stored_file_room",
                    "DROP TABLE recorded_file", // of 19
                    "ALTER TABLE node DROP COLUMN sip_address", // of 20
                    "DROP TABLE person_identity", // of 36
                    "DROP TABLE ldap_account", // of 34
                    "DROP TABLE ldap_run", // and 35
                    "DROP TABLE reserved_name", // of 32
                    "DROP TABLE failed_login", // of 30
                    "DROP TABLE api_token", // of 28
                    "DROP TABLE held_file", // of 23
                    "ALTER TABLE account DROP COLUMN closed_at",
                    "DROP TABLE account_picture", // of 22
                    "DROP TABLE account_link",
                    "DROP TABLE archive_entered",
                    "CREATE INDEX archive_record_time ON archive_record (happened_at, chain, number)",
                    "CREATE INDEX archive_record_kind ON archive_record (kind, happened_at, chain, number)",
                    "CREATE INDEX archive_record_signer ON archive_record (signer)");

    @TempDir Path directory;

    private final InMemoryArchiveKeys keys = new InMemoryArchiveKeys();

    @ParameterizedTest
    @EnumSource
    void anArchiveOfTheVersionBeforeIsTakenOver(Dialect dialect) throws Exception {
        DatabaseConfig config = TestDatabases.config(dialect);
        try (Database database = Database.open(config, TestDatabases.KEY_RING)) {
            JdbcArchiveTables tables = new JdbcArchiveTables(database.transactions(), dialect);
            write(tables);
            tables.catchUp(keys.signer());
            BACK.forEach(sql -> JdbcTestArchive.execute(database, sql));
            String history =
                    dialect == Dialect.H2 ? "\"flyway_schema_history\"" : "flyway_schema_history";
            String version = dialect == Dialect.H2 ? "\"version\"" : "version";
            assertThat(
                            JdbcTestArchive.execute(
                                    database,
                                    "DELETE FROM %s WHERE %s IN ('16', '17', '18', '19', '20', '22', '23', '27', '28', '30', '31', '32', '34', '35', '36')"
                                            .formatted(history, version)))
                    .isEqualTo(15);
        }
        try (Database database = Database.open(config, TestDatabases.KEY_RING)) {
            JdbcArchiveTables tables = new JdbcArchiveTables(database.transactions(), dialect);
            assertIntact(tables);
            assertThat(tables.search(ArchiveQuery.latest(Optional.of(TestEvents.BOB), 10)))
                    .hasSize(3);
            assertThat(tables.signedRecords())
                    .extracting(ArchiveRecord::kind)
                    .contains(ArchiveRecord.CHAIN_OPENED, ArchiveRecord.CHAIN_CLOSED);
            write(tables);
            assertThat(tables.search(ArchiveQuery.latest(Optional.of(TestEvents.BOB), 10)))
                    .hasSize(6);
            assertIntact(tables);
        }
    }

    private void write(ArchiveTables tables) throws Exception {
        try (Archive archive =
                ChainedArchive.open(
                        ArchiveConfig.of("n1"),
                        tables,
                        new FileAnchorJournal(directory),
                        keys,
                        InstantSource.system())) {
            for (int i = 0; i < 3; i++) {
                archive.append(TestEvents.message("text " + i));
            }
        }
    }

    private void assertIntact(ArchiveTables tables) throws Exception {
        assertThat(
                        new ArchiveVerifier(
                                        tables,
                                        Set.of(keys.signer()),
                                        () -> FileAnchorJournal.read(directory),
                                        Duration.ZERO)
                                .verify()
                                .verdict())
                .isInstanceOf(Verdict.Intact.class);
    }
}

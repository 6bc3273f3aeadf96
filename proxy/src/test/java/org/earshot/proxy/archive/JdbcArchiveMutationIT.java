package org.earshot.proxy.archive;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import org.earshot.common.db.Database;
import org.earshot.common.db.Dialect;
import org.earshot.common.db.TestDatabases;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Somebody with the database's own tools changes the record, and `verify` finds it.
class JdbcArchiveMutationIT {
    private static final ArchiveConfig CONFIG = new ArchiveConfig("n1", 5, Duration.ofSeconds(10));

    @TempDir Path directory;

    private final InMemoryArchiveKeys keys = new InMemoryArchiveKeys();
    private Database database;

    @ParameterizedTest
    @EnumSource
    void everyMutationIsFound(Dialect dialect) throws Exception {
        database = TestDatabases.shared(dialect);
        JdbcArchiveTables tables = JdbcTestArchive.empty(dialect);
        for (int start = 0; start < 2; start++) {
            try (Archive archive =
                    ChainedArchive.open(
                            CONFIG,
                            tables,
                            new FileAnchorJournal(directory),
                            keys,
                            InstantSource.fixed(TestEvents.NOW.plusSeconds(start)))) {
                for (int i = 0; i < 4; i++) {
                    TestEvents.oneOfEachKind().forEach(archive::append);
                }
            }
        }
        ArchiveVerifier verifier =
                new ArchiveVerifier(
                        tables,
                        Set.of(keys.signer()),
                        () -> FileAnchorJournal.read(directory),
                        Duration.ZERO);
        assertThat(verifier.verify().verdict()).isInstanceOf(Verdict.Intact.class);
        tables.catchUp(keys.signer());
        assertThat(verifier.verify().verdict()).isInstanceOf(Verdict.Intact.class);
        JdbcTestArchive.TABLES.forEach(table ->
                JdbcTestArchive.execute(
                        database, "CREATE TABLE " + table + "_was AS SELECT * FROM " + table));
        try {
            List<String> unnoticed = new ArrayList<>();
            for (String mutation : mutations()) {
                for (String statement : mutation.split(";", -1)) {
                    assertThat(JdbcTestArchive.execute(database, statement))
                            .as(mutation)
                            .isPositive();
                }
                if (!(verifier.verify().verdict() instanceof Verdict.Broken)) {
                    unnoticed.add(mutation);
                }
                JdbcTestArchive.TABLES.forEach(this::restore);
            }
            assertThat(unnoticed).isEmpty();
            assertThat(verifier.verify().verdict()).isInstanceOf(Verdict.Intact.class);
        } finally {
            JdbcTestArchive.TABLES.forEach(
                    table -> JdbcTestArchive.execute(database, "DROP TABLE " + table + "_was"));
        }
    }

    /// The verifier in Python says the same of what a database gave.
    @Test
    void aDumpOfTheDatabaseIsIntactToPython() throws Exception {
        Assumptions.assumeTrue(
                PythonVerifierTest.hasPython(),
                "SKIPPED: no python3 (Debian package), or plain mvn verify: bin/test has it");
        JdbcArchiveTables tables = JdbcTestArchive.empty(Dialect.H2);
        try (Archive archive =
                ChainedArchive.open(
                        CONFIG,
                        tables,
                        new FileAnchorJournal(directory),
                        keys,
                        InstantSource.fixed(TestEvents.NOW))) {
            // more than the dump reads at a time
            for (int i = 0; i < 6; i++) {
                TestEvents.oneOfEachKind().forEach(archive::append);
            }
        }
        Path dump = directory.resolve("dump");
        try (Writer out = Files.newBufferedWriter(dump)) {
            new ArchiveDump(tables, out).write();
        }
        Path answer = directory.resolve("answer");
        int status =
                new ProcessBuilder(
                                "python3",
                                PythonVerifierTest.VERIFIER.toString(),
                                dump.toString(),
                                "--against",
                                directory.toString(),
                                "--trust",
                                keys.signer())
                        .redirectErrorStream(true)
                        .redirectOutput(answer.toFile())
                        .start()
                        .waitFor();
        assertThat(Files.readString(answer))
                .startsWith("intact to ")
                .contains("(" + (2 + 6 * TestEvents.oneOfEachKind().size()) + " records");
        assertThat(status).isZero();
    }

    private void restore(String table) {
        JdbcTestArchive.execute(database, "DELETE FROM " + table);
        JdbcTestArchive.execute(
                database, "INSERT INTO " + table + " SELECT * FROM " + table + "_was");
    }

    private String chain(String which) {
        return "X'"
                + HexFormat.of().formatHex(bytes("SELECT chain FROM archive_chain " + which))
                + "'";
    }

    private byte[] bytes(String sql) {
        return database.transactions()
                .read(connection -> {
                    try (Statement query = connection.createStatement();
                            ResultSet rows = query.executeQuery(sql)) {
                        rows.next();
                        return rows.getBytes(1);
                    }
                });
    }

    // an update that changes one bit of one value
    private String flipped(String table, String column, String where) {
        byte[] bytes = bytes("SELECT " + column + " FROM " + table + where);
        bytes[bytes.length / 2] ^= 4;
        return "UPDATE "
                + table
                + " SET "
                + column
                + " = X'"
                + HexFormat.of().formatHex(bytes)
                + "'"
                + where;
    }

    private List<String> mutations() {
        String first = chain("ORDER BY opened_at LIMIT 1");
        String last = chain("ORDER BY opened_at DESC LIMIT 1");
        int kinds = TestEvents.oneOfEachKind().size();
        int message = 1 + kinds; // the second one: it has content
        int closing = 1 + 4 * kinds;
        String row = " WHERE number = " + message + " AND chain = " + first;
        List<String> mutations = new ArrayList<>();
        // one byte of each column that has bytes
        for (String column :
                List.of(
                        "event_id",
                        "fact_salt",
                        "facts",
                        "fact_commitment",
                        "sealed",
                        "content_digest",
                        "content_commitment",
                        "previous_hash",
                        "hash")) {
            mutations.add(flipped("archive_record", column, row));
            if (!List.of("event_id", "fact_commitment", "previous_hash", "hash").contains(column)) {
                mutations.add("UPDATE archive_record SET " + column + " = NULL" + row);
            }
        }
        mutations.addAll(
                List.of(
                        "UPDATE archive_record SET kind = 'message-refused'" + row,
                        "UPDATE archive_record SET happened_at = happened_at + 1" + row,
                        "UPDATE archive_record SET retention = 'call'" + row,
                        "UPDATE archive_record SET content_key = NULL" + row,
                        "UPDATE archive_record SET content_key = 'x'" + row,
                        "UPDATE archive_record SET number = 99" + row,
                        "UPDATE archive_record SET signer = 'x', signature = X'00'" + row,
                        "UPDATE archive_record SET signature = X'00' WHERE number = 0",
                        "UPDATE archive_record SET signer = NULL, signature = NULL WHERE number = 0",
                        "UPDATE archive_record SET signer = 'x' WHERE number = 0",
                        // removed, moved, inserted
                        "DELETE FROM archive_record" + row,
                        "DELETE FROM archive_record WHERE number = 0 AND chain = " + first,
                        "UPDATE archive_record SET number = -5 WHERE number = %1$d AND chain = %3$s;UPDATE archive_record SET number = %1$d WHERE number = %2$d AND chain = %3$s;UPDATE archive_record SET number = %2$d WHERE number = -5 AND chain = %3$s"
                                .formatted(message, message + 1, first),
                        "UPDATE archive_record SET chain = "
                                + last
                                + ", number = "
                                + (closing + 1)
                                + row,
                        "INSERT INTO archive_record SELECT chain, "
                                + (closing + 1)
                                + ", event_id, kind, happened_at, retention, fact_salt,"
                                + " facts, fact_commitment, content_key, sealed, content_digest, content_commitment,"
                                + " previous_hash, hash, signer, signature FROM archive_record"
                                + row,
                        "INSERT INTO archive_record SELECT chain, -1"
                                + ", event_id, kind, happened_at, retention, fact_salt,"
                                + " facts, fact_commitment, content_key, sealed, content_digest, content_commitment,"
                                + " previous_hash, hash, signer, signature FROM archive_record"
                                + row,
                        // the end cut off, and a whole chain
                        "DELETE FROM archive_record WHERE number > 10 AND chain = " + last,
                        "DELETE FROM archive_record WHERE number = "
                                + closing
                                + " AND chain = "
                                + last,
                        "DELETE FROM archive_record WHERE chain = " + last,
                        "DELETE FROM archive_record WHERE chain = " + first,
                        "DELETE FROM archive_record",
                        // checkpoints
                        "DELETE FROM archive_checkpoint WHERE sequence = 1 AND chain = " + first,
                        "DELETE FROM archive_checkpoint WHERE sequence > 1 AND chain = " + last,
                        "DELETE FROM archive_checkpoint",
                        "UPDATE archive_checkpoint SET signature = X'00' WHERE sequence = 1",
                        "UPDATE archive_checkpoint SET signer = 'x' WHERE sequence = 1",
                        "UPDATE archive_checkpoint SET sequence = 17 WHERE sequence = 1",
                        flipped(
                                "archive_checkpoint",
                                "body",
                                " WHERE sequence = 1 AND chain = " + first),
                        // what the search goes by
                        "UPDATE archive_party SET address = 'sip:eve@example.org' WHERE number = "
                                + message
                                + " AND address = '"
                                + TestEvents.BOB
                                + "' AND chain = "
                                + first,
                        "DELETE FROM archive_party WHERE number = " + message,
                        "UPDATE archive_party SET happened_at = 0 WHERE number = " + message,
                        "INSERT INTO archive_party (chain, number, address, happened_at) VALUES ("
                                + first
                                + ", "
                                + message
                                + ", 'sip:eve@example.org', 0)",
                        "DELETE FROM archive_entry WHERE number = " + message,
                        "DELETE FROM archive_entry WHERE kind = 'chain-closed'",
                        "UPDATE archive_entry SET kind = 'x' WHERE number = " + message,
                        "UPDATE archive_entry SET happened_at = 0 WHERE number = " + message,
                        "UPDATE archive_entry SET number = 1000 WHERE number = " + message,
                        "UPDATE archive_entered SET complete = 0, next_number = next_number + 1",
                        // the list of chains
                        "DELETE FROM archive_chain WHERE chain = " + first,
                        "UPDATE archive_chain SET node = 'x'",
                        "UPDATE archive_chain SET signer = 'x'",
                        "UPDATE archive_chain SET opened_at = opened_at + 1",
                        "UPDATE archive_chain SET ended = 0"));
        return mutations;
    }
}

package org.earshot.proxy.archive;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.earshot.common.db.Database;
import org.earshot.common.db.Dialect;
import org.earshot.common.db.TestDatabases;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Entries are made behind the records, and no search misses what has none yet.
abstract class JdbcSearchEntriesContract {
    private static final int MANY = 1500;

    private final Dialect dialect;
    private final InMemoryArchiveKeys keys = new InMemoryArchiveKeys();
    private Database database;
    private JdbcArchiveTables tables;

    @TempDir Path directory;

    JdbcSearchEntriesContract(Dialect dialect) {
        this.dialect = dialect;
    }

    @BeforeEach
    void empty() {
        tables = JdbcTestArchive.empty(dialect);
        database = TestDatabases.shared(dialect);
    }

    @Test
    void aSearchFindsWhatHasNoEntryYet() throws Exception {
        try (Archive archive = open()) {
            write(archive, 3);
            assertThat(count("SELECT COUNT(*) FROM archive_party")).isZero();
            assertThat(verdict()).isInstanceOf(Verdict.Intact.class);
            assertThat(tables.search(ArchiveQuery.latest(Optional.of(TestEvents.BOB), 10)))
                    .hasSize(3);
            write(archive, 2);
            assertThat(tables.search(ArchiveQuery.latest(Optional.of(TestEvents.BOB), 10)))
                    .hasSize(5);
            assertThat(verdict()).isInstanceOf(Verdict.Intact.class);
        }
    }

    @Test
    void retentionFindsWhatHasNoEntryYet() throws Exception {
        RetentionTables kept = new JdbcRetentionTables(database.transactions(), dialect);
        try (Archive archive = open()) {
            write(archive, 2);
            assertThat(kept.concerning(TestEvents.BOB, 0, Long.MAX_VALUE, Optional.empty(), 10))
                    .hasSize(2);
            write(archive, 1);
            assertThat(
                            kept.rows(
                                    RetentionClass.MESSAGE.name(),
                                    0,
                                    Long.MAX_VALUE,
                                    Optional.empty(),
                                    10))
                    .hasSize(3);
        }
    }

    @Test
    void anyNumberOfNodesMakeEachEntryOnce() throws Exception {
        try (Archive archive = open()) {
            write(archive, MANY);
        }
        try (ExecutorService nodes = Executors.newFixedThreadPool(4)) {
            List<Future<?>> running = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                running.add(nodes.submit(() -> tables.catchUp(keys.signer())));
            }
            for (Future<?> one : running) {
                one.get();
            }
        }
        assertThat(count("SELECT COUNT(*) FROM archive_entry"))
                .isEqualTo(count("SELECT COUNT(*) FROM archive_record"))
                .isGreaterThan(MANY);
        assertThat(
                        count(
                                "SELECT COUNT(*) FROM archive_party WHERE address = '"
                                        + TestEvents.BOB
                                        + "'"))
                .isEqualTo(MANY);
        assertThat(verdict()).isInstanceOf(Verdict.Intact.class);
    }

    @Test
    void aChainThatEndedIsDoneWith() throws Exception {
        try (Archive archive = open()) {
            write(archive, 1);
            tables.catchUp(keys.signer());
            assertThat(count("SELECT COUNT(*) FROM archive_entered WHERE complete = 1")).isZero();
        }
        tables.catchUp(keys.signer());
        assertThat(count("SELECT COUNT(*) FROM archive_entered WHERE complete = 1")).isOne();
        assertThat(verdict()).isInstanceOf(Verdict.Intact.class);
    }

    @Test
    void aChainOfAnotherNodeIsForItOrForASearch() throws Exception {
        try (Archive archive = open()) {
            write(archive, 1);
            tables.catchUp("another");
            assertThat(count("SELECT COUNT(*) FROM archive_party")).isZero();
            assertThat(tables.search(ArchiveQuery.latest(Optional.of(TestEvents.BOB), 10)))
                    .hasSize(1);
        }
    }

    @Test
    void aChainThatWasSetBackIsReadAgain() throws Exception {
        try (Archive archive = open()) {
            write(archive, 5);
            tables.catchUp(keys.signer());
            long before = count("SELECT COUNT(*) FROM archive_party");
            JdbcTestArchive.execute(database, "UPDATE archive_entered SET next_number = 0");
            JdbcTestArchive.execute(database, "DELETE FROM archive_party WHERE number = 3");
            tables.catchUp(keys.signer());
            assertThat(count("SELECT COUNT(*) FROM archive_party")).isEqualTo(before);
            JdbcTestArchive.execute(database, "DELETE FROM archive_entered");
            tables.catchUp(keys.signer());
            assertThat(verdict()).isInstanceOf(Verdict.Intact.class);
        }
    }

    @Test
    void aChangedRowDoesNotStopThoseBehindIt() throws Exception {
        try (Archive archive = open()) {
            write(archive, 5);
            JdbcTestArchive.execute(
                    database, "UPDATE archive_record SET facts = X'00FF' WHERE number = 2");
            assertThat(tables.search(ArchiveQuery.latest(Optional.of(TestEvents.BOB), 10)))
                    .hasSize(4);
            assertThat(verdict()).isInstanceOf(Verdict.Broken.class);
        }
    }

    private Archive open() throws Exception {
        return ChainedArchive.open(
                ArchiveConfig.of("n1"),
                tables,
                new FileAnchorJournal(directory),
                keys,
                InstantSource.fixed(TestEvents.NOW));
    }

    private static void write(Archive archive, int count) {
        List<CompletableFuture<?>> done = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            done.add(archive.submit(TestEvents.message("text " + i)));
            if (done.size() % 500 == 0) {
                done.forEach(CompletableFuture::join);
            }
        }
        done.forEach(CompletableFuture::join);
    }

    private Verdict verdict() throws Exception {
        return new ArchiveVerifier(
                        tables,
                        Set.of(keys.signer()),
                        () -> FileAnchorJournal.read(directory),
                        Duration.ofSeconds(10))
                .verify()
                .verdict();
    }

    private long count(String sql) {
        return database.transactions()
                .read(connection -> {
                    try (Statement query = connection.createStatement();
                            ResultSet rows = query.executeQuery(sql)) {
                        rows.next();
                        return rows.getLong(1);
                    }
                });
    }
}

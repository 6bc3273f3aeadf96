package org.earshot.common.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Statement;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.earshot.common.account.AccountStore;
import org.earshot.common.account.JdbcAccountStore;
import org.earshot.common.address.AddressOfRecord;
import org.earshot.common.event.JdbcChangeLog;
import org.earshot.common.event.LocalChanges;
import org.earshot.common.key.KeyRing;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DatabaseIT {
    private static final InstantSource CLOCK = InstantSource.system();

    private static AccountStore accounts(Database database) {
        return new JdbcAccountStore(
                database.transactions(),
                JdbcChangeLog.none(),
                new LocalChanges(Runnable::run),
                (_, name) -> Columns.sha256(name.look()),
                CLOCK);
    }

    private static void await(BooleanSupplier condition) {
        long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("in time").isLessThan(end);
            LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
        }
    }

    @ParameterizedTest
    @EnumSource
    void whatWasAcknowledgedIsThereAfterAHalt(Dialect dialect) throws Exception {
        DatabaseConfig config = TestDatabases.config(dialect);
        Path ring = TestDatabases.directory().resolve("keys");
        ChildJvm.Result result =
                ChildJvm.run(
                        HaltingWriter.class,
                        config.url(),
                        config.user(),
                        config.dataDir().toString(),
                        ring.toString(),
                        "50");
        assertThat(result.status()).as(result.output()).isEqualTo(7);
        try (Database database = Database.open(config, KeyRing.open(ring))) {
            assertThat(accounts(database).list()).hasSize(50);
        }
    }

    @ParameterizedTest
    @EnumSource
    void anotherKeyRingIsRefused(Dialect dialect) {
        DatabaseConfig config = TestDatabases.config(dialect);
        Database.open(config, TestDatabases.KEY_RING).close();
        KeyRing other = KeyRing.open(TestDatabases.directory().resolve("keys"));
        assertThatThrownBy(() -> Database.open(config, other))
                .isInstanceOf(DatabaseRefusedException.class)
                .hasMessageContaining("another key ring");
        Database.open(config, TestDatabases.KEY_RING).close();
    }

    @ParameterizedTest
    @EnumSource
    void tablesOfANewerVersionAreRefused(Dialect dialect) {
        DatabaseConfig config = TestDatabases.config(dialect);
        String quote = dialect == Dialect.H2 ? "\"" : "`";
        try (Database database = Database.open(config, TestDatabases.KEY_RING)) {
            database.transactions()
                    .run(connection -> {
                        try (Statement insert = connection.createStatement()) {
                            return insert.executeUpdate(
                                    "INSERT INTO 'flyway_schema_history' ('installed_rank', 'version', 'description', 'type', 'script', 'installed_by', 'execution_time', 'success') VALUES (9999, 9999, 1, '', 1, 1, 1, TRUE)"
                                            .replace("'", quote)
                                            .replace(quote + quote, "'SQL'"));
                        }
                    });
        }
        assertThatThrownBy(() -> Database.open(config, TestDatabases.KEY_RING))
                .isInstanceOf(DatabaseRefusedException.class)
                .hasMessageContaining("newer Earshot (version 9999)");
    }

    @Test
    void theFileOfH2IsOursAloneAndOpenOnce() throws Exception {
        DatabaseConfig config = TestDatabases.config(Dialect.H2);
        try (Database database = Database.open(config, TestDatabases.KEY_RING)) {
            assertThat(database.status().state()).isEqualTo(DatabaseStatus.State.READY);
            database.touch();
            assertThat(database.failures()).isZero();
            Path file = config.dataDir().resolve("earshot.mv.db");
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                    .isEqualTo("rw-------");
            ChildJvm.Result second =
                    ChildJvm.run(
                            HaltingWriter.class,
                            config.url(),
                            "",
                            config.dataDir().toString(),
                            TestDatabases.directory().resolve("keys").toString(),
                            "1");
            assertThat(second.output()).contains("open in another process");
        }
    }

    @Test
    void itOpensWhileTheServerIsAwayAndServesWhenThatComesBack() throws Exception {
        try (MariaDb server = MariaDb.start()) {
            DatabaseConfig config = server.newDatabase();
            server.kill();
            try (Database database = Database.open(config, TestDatabases.KEY_RING)) {
                assertThat(database.status().state()).isEqualTo(DatabaseStatus.State.UNREACHABLE);
                assertThatThrownBy(() -> accounts(database).list())
                        .isInstanceOf(StoreUnavailableException.class);
                server.launch();
                await(() -> database.status().state() == DatabaseStatus.State.READY);
                accounts(database).create(new AddressOfRecord("alice", "example.org"), "");
                server.kill();
                long failures = database.failures();
                assertThatThrownBy(database::touch).isInstanceOf(StoreUnavailableException.class);
                assertThat(database.failures()).isEqualTo(failures + 1);
                assertThatThrownBy(() -> accounts(database).list())
                        .isInstanceOf(StoreUnavailableException.class);
                assertThat(database.status().state()).isEqualTo(DatabaseStatus.State.UNREACHABLE);
                server.launch();
                database.touch();
                assertThat(accounts(database).list()).hasSize(1);
                assertThat(database.status().state()).isEqualTo(DatabaseStatus.State.READY);
            }
        }
    }

    @Test
    void aPortWhereNobodyListensIsUnreachable() throws Exception {
        int port;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        DatabaseConfig config =
                new DatabaseConfig(
                        "jdbc:mysql://127.0.0.1:" + port + "/earshot",
                        "root",
                        Optional.empty(),
                        Path.of("target"));
        try (Database database = Database.open(config, TestDatabases.KEY_RING)) {
            assertThat(database.status().state()).isEqualTo(DatabaseStatus.State.UNREACHABLE);
        }
    }

    @ParameterizedTest
    @EnumSource
    void ofChangesThatShareACommitOneThatThrowsIsUndoneAlone(Dialect dialect) {
        Database database = TestDatabases.shared(dialect);
        try (GroupCommit commits = new GroupCommit(database.transactions(), "test", 1)) {
            List<CompletableFuture<Integer>> done = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                int number = i;
                done.add(
                        commits.submit(
                                "lane",
                                connection -> {
                                    try (Statement insert = connection.createStatement()) {
                                        insert.executeUpdate(
                                                "INSERT INTO meta (name, fact) VALUES ('g"
                                                        + number
                                                        + "', '')");
                                    }
                                    if (number % 10 == 3) {
                                        throw new IllegalStateException("no");
                                    }
                                    return number;
                                }));
            }
            // a statement that the database refuses fails alone too
            CompletableFuture<Integer> wrong =
                    commits.submit(
                            "lane",
                            connection -> {
                                try (Statement insert = connection.createStatement()) {
                                    return insert.executeUpdate(
                                            "INSERT INTO meta (name, fact) VALUES ('g0', '')");
                                }
                            });
            for (int i = 0; i < 100; i++) {
                CompletableFuture<Integer> one = done.get(i);
                if (i % 10 == 3) {
                    assertThatThrownBy(one::join)
                            .isInstanceOf(CompletionException.class)
                            .hasCauseInstanceOf(IllegalStateException.class);
                } else {
                    assertThat(one.join()).isEqualTo(i);
                }
            }
            assertThatThrownBy(wrong::join).hasCauseInstanceOf(DatabaseException.class);
        }
        int rows =
                database.transactions()
                        .run(connection -> {
                            try (Statement delete = connection.createStatement()) {
                                return delete.executeUpdate(
                                        "DELETE FROM meta WHERE name LIKE 'g%'");
                            }
                        });
        assertThat(rows).isEqualTo(90);
    }
}

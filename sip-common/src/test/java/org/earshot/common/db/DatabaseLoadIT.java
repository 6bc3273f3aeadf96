package org.earshot.common.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.earshot.common.db.dump.DumpException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A MariaDB database goes into a file while it is written to, and from there into another one.
class DatabaseLoadIT {
    private static final String BACKUP = "b".repeat(64);

    @TempDir private static Path all;
    private static DatabaseConfig from;
    private static Path dump;
    private static Map<String, List<String>> dumped;

    @TempDir private Path temp;

    @BeforeAll
    static void dumpOnce() throws Exception {
        from = filled();
        dump = all.resolve("database.dump");
        dump(from, dump);
        dumped = content(from);
    }

    /// With a row of each kind of value, and some thousand.
    private static DatabaseConfig filled() {
        DatabaseConfig config = TestDatabases.config(Dialect.MYSQL);
        try (Database database = Database.open(config, TestDatabases.KEY_RING)) {
            execute(
                    database,
                    "INSERT INTO account (id, name, domain_name, look, display_name, created_at, deleted_at) VALUES (UNHEX('00FF0102030405060708090A0B0C0D0E'), 'älice', 'example.org', 'alice', '𝄞 ''\\\\ \\0 \\n', -7, NULL)",
                    "INSERT INTO credential SELECT id, 'l', 'a', 'r', '' FROM account",
                    "INSERT INTO stored_file VALUES (UNHEX('FF000000000000000000000000000000'), UNHEX(SHA2('', 256)), 'o', 9223372036854775807, TRUE, 0, 1, '')",
                    "INSERT INTO review_rule VALUES (1, REPEAT(CHAR(255), 3000000))",
                    "INSERT INTO change_log (node, topic, subject, changed_at) VALUES ('n', 't', 's', 1), ('n', 't', 's', 2)",
                    "DELETE FROM change_log",
                    "UPDATE archive_shredding SET holder = 'somebody'",
                    "INSERT INTO failed_login SELECT 'd', seq, 'k', 'a', 'n', seq, 0, 0 FROM seq_1_to_20000");
        }
        return config;
    }

    private static void execute(Database database, String... statements) {
        database.transactions()
                .run(connection -> {
                    try (Statement statement = connection.createStatement()) {
                        for (String one : statements) {
                            statement.execute(one);
                        }
                    }
                    return true;
                });
    }

    private static void dump(DatabaseConfig config, Path file) throws IOException {
        try (Database database = Database.open(config, TestDatabases.KEY_RING)) {
            database.dumpTo(file);
        }
    }

    /// Of each table all its rows, as text.
    private static Map<String, List<String>> content(DatabaseConfig config) throws SQLException {
        Map<String, List<String>> content = new TreeMap<>();
        try (Connection connection = DataSources.connect(config);
                Statement statement = connection.createStatement()) {
            for (String table : DatabaseDump.tables(connection)) {
                List<String> all = new ArrayList<>();
                try (ResultSet rows = statement.executeQuery("SELECT * FROM " + table)) {
                    int columns = rows.getMetaData().getColumnCount();
                    while (rows.next()) {
                        List<String> row = new ArrayList<>();
                        for (int i = 1; i <= columns; i++) {
                            byte[] bytes = rows.getBytes(i);
                            row.add(
                                    rows.wasNull()
                                            ? "null"
                                            : Integer.toString(Arrays.hashCode(bytes)));
                        }
                        all.add(row.toString());
                    }
                }
                all.removeIf(row -> table.equals(DatabaseDump.HISTORY));
                all.sort(null);
                content.put(table, all);
            }
        }
        content.get("meta").clear(); // says where it came from
        return content;
    }

    @Test
    void allRowsAreThereAgain() throws Exception {
        DatabaseConfig to = TestDatabases.config(Dialect.MYSQL);
        DatabaseLoad load = new DatabaseLoad(to, BACKUP, dump);
        load.check(false);
        assertThat(load.run(false)).isEmpty();
        assertThat(content(to)).isEqualTo(dumped);
        try (Database database = Database.open(to, TestDatabases.KEY_RING)) {
            assertThat(database.status().state()).isEqualTo(DatabaseStatus.State.READY);
            // no number is given twice
            execute(
                    database,
                    "INSERT INTO change_log (node, topic, subject, changed_at) VALUES ('n', 't', 's', 1)");
        }
        assertThat(number(to, "SELECT MAX(sequence) FROM change_log")).isGreaterThanOrEqualTo(3);
        // it is there for whoever did not hear the end
        load.check(true);
        assertThat(load.run(true)).isEmpty();
        // but not for one who begins: it was used since
        assertThatThrownBy(() -> load.check(false))
                .isInstanceOf(DatabaseRefusedException.class)
                .hasMessageContaining("holds data already");
        assertThatThrownBy(() -> load.run(false)).isInstanceOf(DatabaseRefusedException.class);
        // and another backup is not put over it
        DatabaseLoad other = new DatabaseLoad(to, "c".repeat(64), dump);
        assertThatThrownBy(() -> other.check(true))
                .isInstanceOf(DatabaseRefusedException.class)
                .hasMessageContaining("holds data already")
                .hasMessageContaining("nothing is overwritten");
        assertThatThrownBy(() -> other.run(true)).isInstanceOf(DatabaseRefusedException.class);
    }

    @Test
    void nobodyElseMayReadADump() throws IOException {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(dump)))
                .isEqualTo("rw-------");
    }

    /// Two rows of each transaction, in two tables: never one of them.
    @Test
    void itIsOfOneMomentWhileOthersWrite() throws Exception {
        Path here = temp.resolve("here");
        DatabaseConfig to = TestDatabases.config(Dialect.MYSQL);
        AtomicInteger written = new AtomicInteger();
        AtomicBoolean enough = new AtomicBoolean();
        int before;
        try (Database database = Database.open(from, TestDatabases.KEY_RING)) {
            Thread writer =
                    Thread.ofPlatform()
                            .start(() -> {
                                while (!enough.get()) {
                                    int i = written.get();
                                    execute(
                                            database,
                                            "INSERT INTO archive_word_key (key_id) VALUES ('w"
                                                    + i
                                                    + "')",
                                            "INSERT INTO withheld (owner_key, owner, since) VALUES (UNHEX(SHA2('"
                                                    + i
                                                    + "', 256)), 'w', "
                                                    + i
                                                    + ")");
                                    written.incrementAndGet();
                                }
                            });
            while (written.get() < 20 && writer.isAlive()) {
                Thread.onSpinWait();
            }
            before = written.get();
            database.dumpTo(here);
            enough.set(true);
            writer.join();
        }
        new DatabaseLoad(to, BACKUP, here).run(false);
        long words = number(to, "SELECT COUNT(*) FROM archive_word_key");
        assertThat(number(to, "SELECT COUNT(*) FROM withheld")).isEqualTo(words);
        assertThat(words).isBetween((long) before, (long) written.get());
    }

    @Test
    void oneThatWasKilledIsNoDatabaseAndIsBegunAnew() throws Exception {
        DatabaseConfig to = TestDatabases.config(Dialect.MYSQL);
        ChildJvm.Result killed =
                ChildJvm.run(
                        HaltingLoader.class,
                        to.url(),
                        to.user(),
                        to.dataDir().toString(),
                        BACKUP,
                        dump.toString(),
                        temp.resolve("pipe").toString(),
                        "failed_login");
        assertThat(killed.status()).as(killed.output()).isEqualTo(7);
        assertThatThrownBy(() -> Database.open(to, TestDatabases.KEY_RING))
                .isInstanceOf(DatabaseRefusedException.class)
                .hasMessageContaining("call it once more");
        DatabaseLoad load = new DatabaseLoad(to, BACKUP, dump);
        // it is not another backup's to take away
        DatabaseLoad other = new DatabaseLoad(to, "c".repeat(64), dump);
        for (boolean continued : new boolean[] {false, true}) {
            assertThatThrownBy(() -> other.check(continued))
                    .isInstanceOf(DatabaseRefusedException.class)
                    .hasMessageContaining("another backup was being put back");
            assertThatThrownBy(() -> other.run(continued))
                    .isInstanceOf(DatabaseRefusedException.class);
        }
        assertThat(number(to, "SELECT COUNT(*) FROM failed_login")).isPositive();
        load.check(false);
        load.run(false);
        assertThat(content(to)).isEqualTo(dumped);
    }

    @Test
    void whatIsNoWholeDumpIsRefusedBeforeAnythingIsThere() throws Exception {
        DatabaseConfig to = TestDatabases.config(Dialect.MYSQL);
        byte[] whole = Files.readAllBytes(dump);
        Path damaged = temp.resolve("damaged");
        Random random = new Random(68);
        for (int i = 0; i < 100; i++) {
            byte[] part = Arrays.copyOf(whole, random.nextInt(whole.length));
            Files.write(damaged, part);
            assertThatThrownBy(() -> new DatabaseLoad(to, BACKUP, damaged).check(false))
                    .isInstanceOf(DumpException.class);
            byte[] any = new byte[100];
            random.nextBytes(any);
            Files.write(damaged, any);
            assertThatThrownBy(() -> new DatabaseLoad(to, BACKUP, damaged).check(false))
                    .isInstanceOf(DumpException.class);
        }
        try (Connection connection = DataSources.connect(to)) {
            assertThat(DatabaseDump.tables(connection)).isEmpty();
        }
    }

    @Test
    void tablesOfNobodyAreLeftOutAndNewerOnesRefused() throws Exception {
        DatabaseConfig other = TestDatabases.config(Dialect.MYSQL);
        Path here = temp.resolve("here");
        try (Database database = Database.open(other, TestDatabases.KEY_RING)) {
            execute(
                    database,
                    "CREATE TABLE notes (a DECIMAL(5, 2), b TIMESTAMP)",
                    "INSERT INTO notes VALUES (1.5, NOW())");
            database.dumpTo(here);
        }
        DatabaseConfig to = TestDatabases.config(Dialect.MYSQL);
        assertThat(new DatabaseLoad(to, BACKUP, here).run(false)).containsExactly("notes");

        try (Database database = Database.open(other, TestDatabases.KEY_RING)) {
            execute(
                    database,
                    "INSERT INTO flyway_schema_history (installed_rank, version, description, type, script, installed_by, execution_time, success) VALUES (9999, '9999', 'd', 'SQL', 's', 'b', 1, 1)");
            database.dumpTo(here);
        }
        assertThatThrownBy(() ->
                        new DatabaseLoad(TestDatabases.config(Dialect.MYSQL), BACKUP, here)
                                .check(false))
                .isInstanceOf(DumpException.class)
                .hasMessageContaining("newer Earshot");
    }

    private static long number(DatabaseConfig config, String query) throws SQLException {
        try (Connection connection = DataSources.connect(config);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            rows.next();
            return rows.getLong(1);
        }
    }
}

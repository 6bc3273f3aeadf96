package org.earshot.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.earshot.common.db.DatabaseConfig;
import org.earshot.common.db.Dialect;
import org.earshot.common.db.MariaDb;
import org.earshot.server.admin.AdminAnswer;
import org.earshot.server.admin.AdminClient;
import org.earshot.server.admin.AdminRequest;
import org.earshot.server.config.ConfigFiles;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// A server is backed up and put back: while messages come in, and on MariaDB with `kill -9` in the middle of either.
class ServerBackupIT {
    private static final String PASSWORD = "a long password for keys";
    private static final int BEFORE = 20;

    private final MariaDb mariaDb = MariaDb.shared();
    private final DatabaseConfig database = mariaDb.newDatabase();
    private final DatabaseConfig empty = mariaDb.newDatabase();
    private final List<Process> started = new ArrayList<>();

    @TempDir private Path temp;

    @AfterEach
    void end() throws InterruptedException {
        for (Process process : started) {
            process.destroyForcibly().waitFor();
        }
    }

    private Path folder() {
        return temp.resolve("copy");
    }

    private Path keys() {
        return temp.resolve("copy.keys");
    }

    private static List<String> settings(DatabaseConfig database) {
        List<String> settings =
                new ArrayList<>(
                        List.of(
                                "listen.udp=127.0.0.1:0",
                                "listen.tcp=off",
                                "listen.tls=off",
                                "console.listen=off",
                                "security.trusted=127.0.0.0/8"));
        if (database.url().startsWith("jdbc:mysql:")) {
            settings.add("database.url=" + database.url());
            settings.add("database.user=" + database.user());
        }
        return settings;
    }

    private Server start(Path data, DatabaseConfig on) throws IOException {
        return Server.start(
                ConfigFiles.read(Optional.empty(), Optional.of(data), settings(on), Map.of()),
                ServerMain.Role.BOTH,
                InstantSource.system());
    }

    private static AdminAnswer ask(Path data, String input, String... command) {
        return AdminClient.ask(data, new AdminRequest(List.of(command), input)).orElseThrow();
    }

    private static String admin(Path data, String input, String... command) {
        AdminAnswer answer = ask(data, input, command);
        assertThat(answer.status()).as(answer.errors() + answer.output()).isZero();
        return answer.output();
    }

    private AdminAnswer backup(Path data) {
        return ask(
                data,
                PASSWORD,
                "backup",
                folder().toString(),
                "--keys",
                keys().toString(),
                "--password-stdin");
    }

    /// A process of ours, as an administrator starts it.
    private Process process(Path said, Path data, DatabaseConfig on, String... command)
            throws IOException {
        List<String> all =
                new ArrayList<>(
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-XX:+UseSerialGC",
                                "-XX:TieredStopAtLevel=1",
                                "-Xmx256m",
                                "-cp",
                                System.getProperty("java.class.path"),
                                ServerMain.class.getName()));
        all.addAll(List.of(command));
        all.addAll(List.of("--data", data.toString()));
        settings(on).forEach(setting -> all.addAll(List.of("--set", setting)));
        Process process =
                new ProcessBuilder(all)
                        .redirectErrorStream(true)
                        .redirectOutput(said.toFile())
                        .start();
        started.add(process);
        return process;
    }

    private Process restoring(Path said, Path data, DatabaseConfig on) throws IOException {
        Process process =
                process(
                        said,
                        data,
                        on,
                        "admin",
                        "restore",
                        folder().toString(),
                        "--keys",
                        keys().toString(),
                        "--password-stdin");
        try (var in = process.getOutputStream()) {
            in.write((PASSWORD + "\n").getBytes(StandardCharsets.UTF_8));
        }
        return process;
    }

    private String restore(Path data, DatabaseConfig on) throws Exception {
        Path said = temp.resolve("said");
        restoring(said, data, on).waitFor();
        return Files.readString(said);
    }

    /// What a server says that is not to start.
    private String refusal(Path data) throws Exception {
        Path said = temp.resolve("refused");
        Process process = process(said, data, empty, "server");
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return Files.readString(said);
    }

    private static String name(DatabaseConfig of) {
        return of.url().substring(of.url().lastIndexOf('/') + 1);
    }

    private void fill() throws SQLException {
        try (Connection connection = mariaDb.admin();
                Statement statement = connection.createStatement()) {
            statement.execute(
                    "INSERT INTO %1$s.failed_login SELECT 'd', seq, 'k', 'a', 'n', seq, 0, 0 FROM %1$s.seq_1_to_60000"
                            .formatted(name(database)));
        }
    }

    private boolean hasRow(String query) {
        try (Connection connection = mariaDb.admin();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            return rows.next();
        } catch (SQLException e) {
            return false; // no such table yet
        }
    }

    private void awaitRow(String query) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (!hasRow(query)) {
            assertThat(System.nanoTime()).as(query).isLessThan(end);
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(2));
        }
    }

    @ParameterizedTest
    @EnumSource
    void whatWasAcknowledgedBeforeIsThereAgain(Dialect dialect) throws Exception {
        Path data = temp.resolve("data");
        Path again = temp.resolve("again");
        boolean shared = dialect == Dialect.MYSQL;
        DatabaseConfig from = shared ? database : DatabaseConfig.embedded(data);
        DatabaseConfig to = shared ? empty : DatabaseConfig.embedded(again);
        AtomicInteger meanwhile = new AtomicInteger();
        try (Server server = start(data, from);
                UdpPhone alice = new UdpPhone(server)) {
            admin(data, "pwalice", "user", "add", "alice", "--password-stdin");
            admin(data, "pwbob", "user", "add", "bob", "--password-stdin");
            for (int i = 0; i < BEFORE; i++) {
                send(alice, "before-" + i + "-");
            }
            AtomicBoolean enough = new AtomicBoolean();
            CompletableFuture<Void> goesOn =
                    CompletableFuture.runAsync(() -> {
                        while (!enough.get()) {
                            send(alice, "meanwhile-" + meanwhile.getAndIncrement());
                        }
                    });
            while (meanwhile.get() < 2 && !goesOn.isDone()) {
                Thread.onSpinWait();
            }
            AdminAnswer made = backup(data);
            enough.set(true);
            goesOn.get();
            assertThat(made.output()).as(made.errors()).contains("backed up");
        }
        assertThat(folder().resolve(shared ? "database.dump" : "database.zip")).exists();

        // as a restore leaves it that was ended in its middle
        var ours =
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
        Files.createDirectories(again.resolve("keys"), ours);
        Files.writeString(
                again.resolve("restore-unfinished"),
                "{\"form\":1,\"backup\":\"%s\",\"database\":\"\",\"places\":[\"%s\",\"%s\"]}"
                        .formatted(
                                sha256(folder().resolve("backup.json")),
                                again.resolve("keys"),
                                again.resolve("earshot.mv.db")));
        Files.writeString(again.resolve("keys").resolve("half"), "half a key");
        Files.writeString(again.resolve("earshot.mv.db"), "half a database");
        assertThatThrownBy(() -> start(again, to)).hasMessageContaining("call it once more");

        assertThat(restore(again, to)).contains("put back what localhost had");
        try (Server server = start(again, to)) {
            assertThat(server).isNotNull();
            assertThat(admin(again, "", "archive", "verify")).contains("intact");
            String found =
                    admin(
                            again,
                            "",
                            "archive",
                            "search",
                            "--person",
                            "bob",
                            "--text",
                            "--limit",
                            "1000");
            for (int i = 0; i < BEFORE; i++) {
                assertThat(found).contains("before-" + i + "-");
            }
        }
    }

    private static String sha256(Path file) throws Exception {
        return HexFormat.of()
                .formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
    }

    private static void send(UdpPhone alice, String text) {
        try {
            assertThat(alice.ask("MESSAGE", "bob", "Content-Type: text/plain", text))
                    .contains("SIP/2.0 202 ");
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void aBackupThatWasKilledIsNoneAndCanBeRepeated() throws Exception {
        Path data = temp.resolve("data");
        Path said = temp.resolve("server");
        Process server = process(said, data, database, "server");
        awaitReady(said);
        fill();
        try (Connection holder = mariaDb.admin();
                Statement lock = holder.createStatement()) {
            // one of the last tables: nearly all is written by then, and the rest waits
            lock.execute("LOCK TABLES " + name(database) + ".withheld WRITE");
            CompletableFuture<Void> asked = CompletableFuture.runAsync(() -> backup(data));
            awaitRow(
                    "SELECT 1 FROM information_schema.processlist WHERE state LIKE 'Waiting for table%' AND info LIKE 'SELECT * FROM%withheld%'");
            server.destroyForcibly().waitFor();
            assertThat(asked.handle((_, failure) -> failure).get()).isNotNull();
        }
        assertThat(folder()).doesNotExist();
        assertThat(keys()).doesNotExist();
        Path partial = temp.resolve("copy.partial");
        assertThat(partial).exists();

        try (Server again = start(data, database)) {
            assertThat(again).isNotNull();
            assertThat(backup(data).errors())
                    .contains("did not come to its end: when none runs, remove it and try again");
            Files.move(partial, temp.resolve("away"));
            assertThat(backup(data).output()).contains("backed up");
        }
    }

    private static void awaitReady(Path said) throws IOException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (!Files.readString(said).contains("ready ")) {
            assertThat(System.nanoTime()).isLessThan(end);
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
        }
    }

    @Test
    void aRestoreThatWasKilledIsBegunAnew() throws Exception {
        Path data = temp.resolve("data");
        try (Server server = start(data, database)) {
            assertThat(server).isNotNull();
            admin(data, "pwalice", "user", "add", "alice", "--password-stdin");
            fill();
            assertThat(backup(data).output()).contains("backed up");
        }
        Path again = temp.resolve("again");
        // the database still has what was backed up: that is not overwritten
        assertThat(restore(again, database)).contains("holds data already");
        assertThat(again).doesNotExist();
        damagedOnesAreRefused(again);

        Process killed = restoring(temp.resolve("killed"), again, empty);
        awaitRow("SELECT 1 FROM " + name(empty) + ".failed_login LIMIT 1");
        killed.destroyForcibly().waitFor();
        assertThat(hasRow("SELECT 1 FROM " + name(empty) + ".meta WHERE name = 'restoring'"))
                .isTrue();
        assertThat(refusal(again)).contains("call it once more");
        // nor another node's
        assertThat(refusal(temp.resolve("other"))).contains("call it once more");

        assertThat(restore(again, empty)).contains("put back what localhost had");
        try (Server server = start(again, empty)) {
            assertThat(server).isNotNull();
            assertThat(admin(again, "", "archive", "verify")).contains("intact");
            assertThat(admin(again, "", "user", "list")).contains("alice");
        }
    }

    private void damagedOnesAreRefused(Path again) throws Exception {
        Path dump = folder().resolve("database.dump");
        byte[] whole = Files.readAllBytes(dump);
        byte[] changed = whole.clone();
        changed[whole.length / 2] ^= 1;
        for (byte[] damaged : List.of(Arrays.copyOf(whole, whole.length - 1), changed)) {
            Files.write(dump, damaged);
            assertThat(restore(again, empty)).contains("is not what was backed up");
            assertThat(again).doesNotExist();
        }
        Files.write(dump, whole);
    }
}

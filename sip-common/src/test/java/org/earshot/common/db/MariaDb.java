package org.earshot.common.db;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.earshot.common.OtherPrograms;
import org.junit.jupiter.api.Assumptions;

/// A real MariaDB server for tests: its own process, a private data directory under `target/`, a free port on loopback.
/// Tests of one JVM share [#shared]; a test that kills its server makes one of its own.
public final class MariaDb implements AutoCloseable {
    private static final AtomicInteger counter = new AtomicInteger();
    private static final Duration START = Duration.ofSeconds(60);

    /// One that has written millions of rows has much to put in order.
    private static final Duration END = Duration.ofMinutes(10);

    private final Path home;
    private final int port;
    private final boolean kept;
    private Optional<Process> process = Optional.empty();

    private MariaDb(Path home, int port, boolean kept) {
        this.home = home;
        this.port = port;
        this.kept = kept;
    }

    /// The server that the tests of this JVM share; it ends with the JVM. Without the program the test is skipped.
    public static MariaDb shared() {
        return Shared.SERVER.orElseGet(MariaDb::skip);
    }

    /// A server of the test's own. Without the program the test is skipped.
    public static MariaDb start() {
        return program("mariadbd").isPresent() ? create() : skip();
    }

    /// A server on data that stays when it is closed; made where there is none yet.
    public static MariaDb in(Path home) {
        if (program("mariadbd").isEmpty()) {
            return skip();
        }
        try {
            Files.createDirectories(home);
            MariaDb server = new MariaDb(home.toAbsolutePath(), freePort(), true);
            if (!Files.exists(server.dataDirectory())) {
                server.install();
            }
            server.launch();
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static MariaDb skip() {
        Assumptions.abort(
                OtherPrograms.wanted()
                        ? "mariadbd is not installed (Debian package mariadb-server)"
                        : OtherPrograms.SKIPPED);
        throw new AssertionError("abort throws");
    }

    private static MariaDb create() {
        try {
            Path home =
                    Path.of(
                                    "target",
                                    "mariadb-"
                                            + ProcessHandle.current().pid()
                                            + "-"
                                            + counter.incrementAndGet())
                            .toAbsolutePath();
            Files.createDirectories(home);
            MariaDb server = new MariaDb(home, freePort(), false);
            server.installFrom(Path.of("target", "mariadb-new").toAbsolutePath());
            server.launch();
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// A new, empty database on this server.
    public DatabaseConfig newDatabase() {
        return database("test" + counter.incrementAndGet());
    }

    /// A database of this name, made where there is none yet.
    public DatabaseConfig database(String name) {
        try (Connection connection = admin();
                var statement = connection.createStatement()) {
            statement.execute("CREATE DATABASE IF NOT EXISTS " + name + " CHARACTER SET utf8mb4");
        } catch (SQLException e) {
            throw new IllegalStateException("no new database", e);
        }
        return new DatabaseConfig(
                "jdbc:mysql://127.0.0.1:" + port + "/" + name, "root", Optional.empty(), home);
    }

    /// Stops the server in order; [#launch] starts it again on the same port.
    public void stop() {
        process.ifPresent(running -> {
            running.destroy();
            await(running);
        });
        process = Optional.empty();
    }

    /// Stops the server at once, as `kill -9` does; [#launch] starts it again on the same port.
    public void kill() {
        process.ifPresent(running -> {
            running.destroyForcibly();
            await(running);
        });
        process = Optional.empty();
    }

    /// Starts the server on its data and returns when it answers.
    public void launch() {
        try {
            process =
                    Optional.of(
                            program(
                                            command(
                                                    "mariadbd",
                                                    "--port=" + port,
                                                    "--bind-address=127.0.0.1",
                                                    "--socket=s",
                                                    "--skip-name-resolve",
                                                    "--innodb-buffer-pool-size=64M",
                                                    "--innodb-flush-log-at-trx-commit=1",
                                                    "--performance-schema=OFF"))
                                    .redirectErrorStream(true)
                                    .redirectOutput(home.resolve("server.log").toFile())
                                    .start());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        long end = System.nanoTime() + START.toNanos();
        while (true) {
            try (Connection connection = admin()) {
                connection.isValid(1);
                return;
            } catch (SQLException e) {
                if (System.nanoTime() > end || !process.get().isAlive()) {
                    throw new IllegalStateException(
                            "mariadbd did not start, see " + home.resolve("server.log"), e);
                }
                LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
            }
        }
    }

    /// Stops the server and removes its data, unless they are to be kept.
    @Override
    public void close() {
        stop();
        if (kept) {
            return;
        }
        try {
            delete(home);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }

    /// A connection as the server's own administrator, without a default database.
    public Connection admin() throws SQLException {
        return DriverManager.getConnection(
                "jdbc:mysql://127.0.0.1:" + port + "/?sslMode=DISABLED", "root", "");
    }

    /// Where its files are.
    public Path dataDirectory() {
        return home.resolve("data");
    }

    /// A copy of what an installation makes, which takes some seconds of a processor: the first one of a module makes it.
    private void installFrom(Path made) throws IOException {
        try (FileChannel lock =
                        FileChannel.open(
                                made.resolveSibling("mariadb.lock"),
                                StandardOpenOption.CREATE,
                                StandardOpenOption.WRITE);
                var _ = lock.lock()) { // of several JVMs
            if (!Files.exists(made)) {
                Path unfinished = made.resolveSibling("mariadb-unfinished");
                delete(unfinished);
                Files.createDirectories(unfinished);
                new MariaDb(unfinished, port, false).install();
                Files.move(unfinished, made);
            }
        }
        // much of it is zeros
        Process copy =
                new ProcessBuilder(
                                "cp",
                                "--archive",
                                "--sparse=always",
                                made.resolve("data").toString(),
                                dataDirectory().toString())
                        .redirectErrorStream(true)
                        .redirectOutput(home.resolve("install.log").toFile())
                        .start();
        await(copy);
        if (copy.exitValue() != 0) {
            throw new IllegalStateException("no copy, see " + home.resolve("install.log"));
        }
    }

    private void install() throws IOException {
        Process install =
                program(
                                command(
                                        "mariadb-install-db",
                                        "--auth-root-authentication-method=normal",
                                        "--skip-test-db",
                                        "--skip-name-resolve"))
                        .redirectErrorStream(true)
                        .redirectOutput(home.resolve("install.log").toFile())
                        .start();
        await(install);
        if (install.exitValue() != 0) {
            throw new IllegalStateException(
                    "mariadb-install-db failed, see " + home.resolve("install.log"));
        }
    }

    /// With a temporary folder of its own: at its start a server removes all temporary tables that it finds there, also those of
    /// others.
    private ProcessBuilder program(List<String> command) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment()
                .put("TMPDIR", Files.createDirectories(home.resolve("tmp")).toString());
        return builder;
    }

    private List<String> command(String program, String... arguments) {
        List<String> command = new ArrayList<>();
        command.add(program(program).orElseThrow().toString());
        command.add("--no-defaults");
        command.add("--datadir=" + dataDirectory());
        // the server refuses to run as root unless told to
        command.add("--user=" + System.getProperty("user.name"));
        command.addAll(List.of(arguments));
        return command;
    }

    private static Optional<Path> program(String name) {
        if (!OtherPrograms.wanted()) {
            return Optional.empty();
        }
        return Stream.of("/usr/sbin", "/usr/bin", "/usr/local/sbin", "/usr/local/bin")
                .map(directory -> Path.of(directory, name))
                .filter(Files::isExecutable)
                .findFirst();
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static void await(Process process) {
        try {
            if (!process.waitFor(END.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IllegalStateException("did not end: " + process.info());
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    private static final class Shared {
        static final Optional<MariaDb> SERVER = program("mariadbd").map(_ -> create());

        static {
            Runtime.getRuntime()
                    .addShutdownHook(new Thread(() -> SERVER.ifPresent(MariaDb::close)));
        }
    }
}

package org.earshot.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.earshot.common.db.DatabaseConfig;
import org.earshot.common.db.Dialect;
import org.earshot.common.db.OldSchema;
import org.earshot.common.db.TestDatabases;
import org.earshot.server.admin.AdminAnswer;
import org.earshot.server.admin.AdminClient;
import org.earshot.server.admin.AdminRequest;
import org.earshot.server.config.ConfigFiles;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// A server is started on the data of each version that there was: who had an account logs in, what was written comes, and the record is
/// whole. The embedded database goes through all versions, MariaDB through five of them, behind which rows and columns of
/// older tables change; with `-Dearshot.long=true` through all as well.
class UpgradeIT {
    private static final String PASSWORD = "correct horse battery";
    private static final String WRITTEN = "what was written before the upgrade";
    private static final int RECORD_SINCE = 2;
    private static final int MESSAGES_SINCE = 4;
    private static final Set<String> ON_MARIADB = Set.of("1", "6", "13", "15", "23");

    @TempDir private static Path temp;
    private static Path today;

    static Stream<Arguments> versions() throws Exception {
        List<String> all = OldSchema.versions();
        assertThat(all).startsWith("1", "2").containsAll(ON_MARIADB);
        return Stream.concat(
                all.stream().map(version -> Arguments.of(Dialect.H2, version)),
                all.stream()
                        .filter(version ->
                                Boolean.getBoolean("earshot.long") || ON_MARIADB.contains(version))
                        .map(version -> Arguments.of(Dialect.MYSQL, version)));
    }

    @BeforeAll
    static void somethingIsThere() throws Exception {
        today = temp.resolve("today");
        try (Server server = start(today, "security.trusted=127.0.0.0/8")) {
            for (String name : List.of("alice", "bob")) {
                admin(today, PASSWORD, "user", "add", name, "--password-stdin");
            }
            admin(today, "", "group", "add", "team", "--owner", "alice");
            try (RegisteringPhone phone = new RegisteringPhone(server, "alice");
                    UdpPhone alice = new UdpPhone(server)) {
                assertThat(phone.register(PASSWORD)).contains(" 200 ");
                assertThat(alice.ask("MESSAGE", "bob", "Content-Type: text/plain", WRITTEN))
                        .contains("SIP/2.0 202 ");
            }
            long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
            while (!OldSchema.isEntered(DatabaseConfig.embedded(today))) {
                assertThat(System.nanoTime()).isLessThan(end);
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
            }
        }
    }

    @ParameterizedTest(name = "{0} of version {1}")
    @MethodSource("versions")
    void whatWasThereIsThere(Dialect dialect, String version) throws Exception {
        Path data = temp.resolve(dialect + "-" + version);
        copy("keys", data);
        if (Integer.parseInt(version) >= RECORD_SINCE) {
            copy("anchors", data);
        }
        List<String> settings = new ArrayList<>();
        DatabaseConfig old;
        if (dialect == Dialect.H2) {
            old = DatabaseConfig.embedded(data);
        } else {
            old = TestDatabases.config(dialect);
            settings.addAll(List.of("database.url=" + old.url(), "database.user=" + old.user()));
        }
        OldSchema.make(old, version, DatabaseConfig.embedded(today));

        try (Server server = start(data, settings.toArray(String[]::new));
                RegisteringPhone alice = new RegisteringPhone(server, "alice");
                RegisteringPhone bob = new RegisteringPhone(server, "bob")) {
            assertThat(admin(data, "", "user", "list")).contains("alice", "bob");
            assertThat(admin(data, "", "bindings", "alice")).contains("sip:alice@127.0.0.1");
            assertThat(alice.register("a guess")).contains(" 401 ");
            assertThat(alice.register(PASSWORD)).contains(" 200 ");
            assertThat(bob.register(PASSWORD)).contains(" 200 ");
            if (Integer.parseInt(version) >= MESSAGES_SINCE) {
                assertThat(bob.takes("MESSAGE")).contains(WRITTEN);
                assertThat(admin(data, "", "group", "list")).contains("team");
            }
            if (Integer.parseInt(version) >= RECORD_SINCE) {
                assertThat(admin(data, "", "archive", "search", "--person", "alice"))
                        .contains("received");
            }
            assertThat(admin(data, "", "archive", "verify")).contains("intact");
        }
    }

    private void copy(String folder, Path data) throws IOException {
        Path from = today.resolve(folder);
        try (Stream<Path> all = Files.walk(from)) {
            for (Path one : all.toList()) {
                Path to = data.resolve(folder).resolve(from.relativize(one).toString());
                if (Files.isDirectory(one)) {
                    Files.createDirectories(
                            to,
                            java.nio.file.attribute.PosixFilePermissions.asFileAttribute(
                                    Files.getPosixFilePermissions(one)));
                } else {
                    Files.copy(one, to, java.nio.file.StandardCopyOption.COPY_ATTRIBUTES);
                }
            }
        }
    }

    private static String admin(Path data, String input, String... command) {
        AdminAnswer answer =
                AdminClient.ask(data, new AdminRequest(List.of(command), input)).orElseThrow();
        assertThat(answer.status()).as(answer.errors() + answer.output()).isZero();
        return answer.output();
    }

    private static Server start(Path data, String... settings) throws IOException {
        List<String> all =
                new ArrayList<>(
                        List.of(
                                "listen.udp=127.0.0.1:0",
                                "listen.tcp=off",
                                "listen.tls=off",
                                "console.listen=off"));
        all.addAll(List.of(settings));
        return Server.start(
                ConfigFiles.read(Optional.empty(), Optional.of(data), all, Map.of()),
                ServerMain.Role.BOTH,
                InstantSource.system());
    }
}

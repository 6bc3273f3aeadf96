package org.earshot.interop;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.earshot.common.db.DatabaseConfig;
import org.earshot.common.db.MariaDb;
import org.earshot.server.admin.AdminAnswer;
import org.earshot.server.admin.AdminClient;
import org.earshot.server.admin.AdminRequest;
import org.junit.jupiter.api.Test;

/// A rare word in a message is found by the search, and is found nowhere in files, logs and backups of server and
/// database.
class ArchiveWordsIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /// One that every form of writing keeps as it is, and one that none does.
    private static final List<String> RARE = List.of("Zyxquavrt7391", "Żółćgęśl7391");

    private static final String CONTROL = "alice@127.0.0.1";

    @Test
    void onH2() throws Exception {
        try (Lab lab = Lab.of("archive-words")) {
            Path data = lab.privateFolder("server-data");
            EarshotServer server = EarshotServer.start(lab, data);
            write(lab, server);
            found(data);
            // what a crash leaves behind
            server.kill();
            nowhere(lab.file("."));
            server = EarshotServer.start(lab, data);
            found(data);
            LockSupport.parkNanos(
                    Duration.ofSeconds(2).toNanos()); // the table is ours only when it has ended
            server.stop();
            String url =
                    "jdbc:h2:file:"
                            + data.resolve("earshot")
                            + ";MODE=MySQL;DATABASE_TO_LOWER=TRUE;CASE_INSENSITIVE_IDENTIFIERS=TRUE;IFEXISTS=TRUE";
            assertThat(rows(url, "")).isPositive();
            try (Connection connection = DriverManager.getConnection(url, "", "");
                    Statement statement = connection.createStatement()) {
                statement.execute("SCRIPT TO '" + lab.file("backup.sql") + "'");
            }
            assertThat(Files.readString(lab.file("backup.sql"), StandardCharsets.ISO_8859_1))
                    .contains("archive_word");
            nowhere(lab.file("."));
        }
    }

    @Test
    void onMariaDb() throws Exception {
        try (Lab lab = Lab.of("archive-words");
                MariaDb mariadb = MariaDb.start()) {
            sql(
                    mariadb,
                    "SET GLOBAL general_log = ON",
                    "SET GLOBAL slow_query_log = ON",
                    "SET GLOBAL long_query_time = 0");
            DatabaseConfig database = mariadb.newDatabase();
            Path data = lab.privateFolder("server-data");
            EarshotServer server =
                    EarshotServer.start(
                            lab,
                            data,
                            "database.url=" + database.url(),
                            "database.user=" + database.user());
            write(lab, server);
            found(data);
            long end = System.nanoTime() + PATIENCE.toNanos();
            while (rows(database.url() + "?sslMode=DISABLED", database.user()) == 0) {
                assertThat(System.nanoTime())
                        .as("the words are read within a moment")
                        .isLessThan(end);
                LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
            }
            found(data);
            dump(lab, database);
            nowhere(lab.file("."), mariadb.dataDirectory().getParent());
            mariadb.kill();
            nowhere(mariadb.dataDirectory().getParent());
        }
    }

    @Test
    void whatOneNodeWroteIsFoundAtTheOtherAlsoWhenTheFirstHasDied() throws Exception {
        try (Lab lab = Lab.of("archive-words")) {
            String[] shared = SharedStore.withBus(lab);
            Path there = lab.privateFolder("two");
            EarshotServer first = EarshotServer.start(lab, lab.privateFolder("one"), shared);
            EarshotServer.start(lab, there, shared);
            write(lab, first);
            found(there);
            first.kill();
            found(there);
        }
    }

    private static void write(Lab lab, EarshotServer server) throws IOException {
        server.withUser("alice", "pwalice").withUser("bob", "pwbob");
        BarePhone alice =
                BarePhone.udp(lab, "alice", "pwalice", server.address("udp")).registered();
        for (String word : RARE) {
            // nobody takes them: they wait, too
            assertThat(alice.message("bob", "the " + word + ", as you know"))
                    .startsWith("SIP/2.0 202");
        }
    }

    private static void found(Path data) throws IOException {
        for (String word : RARE) {
            JsonNode page = search(data, "--words", word, "--text");
            assertThat(page.path("records")).as(word).hasSize(1);
            assertThat(page.path("records").get(0).path("text").asText())
                    .isEqualTo("the " + word + ", as you know");
            assertThat(page.path("complete").asBoolean()).isTrue();
        }
        assertThat(search(data, "--words", "nosuchword").path("records")).isEmpty();
    }

    private static JsonNode search(Path data, String... options) throws IOException {
        List<String> command =
                Stream.concat(Stream.of("archive", "search", "--json"), Stream.of(options))
                        .toList();
        AdminAnswer answer = AdminClient.ask(data, new AdminRequest(command, "")).orElseThrow();
        assertThat(answer.status()).as(answer.errors()).isZero();
        try {
            return JSON.readTree(answer.output());
        } catch (JsonProcessingException e) {
            throw new AssertionError("no JSON: " + answer.output(), e);
        }
    }

    private static void nowhere(Path... folders) {
        List<String> found =
                new ByteScan(
                                List.of(
                                        RARE.getFirst(),
                                        RARE.getLast(),
                                        // folded, as the table's rules have it
                                        "zolcgesl7391",
                                        CONTROL))
                        .in(folders);
        // who wrote to whom is not hidden: this looks where it should
        assertThat(found).anyMatch(line -> line.contains(CONTROL));
        assertThat(found).allMatch(line -> line.contains(CONTROL));
    }

    private static long rows(String url, String user) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url, user, "");
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT COUNT(*) FROM archive_word")) {
            rows.next();
            return rows.getLong(1);
        }
    }

    private static void sql(MariaDb mariadb, String... statements) throws SQLException {
        try (Connection connection = mariadb.admin();
                Statement statement = connection.createStatement()) {
            for (String text : statements) {
                statement.execute(text);
            }
        }
    }

    private static void dump(Lab lab, DatabaseConfig database)
            throws IOException, InterruptedException {
        URI url = URI.create(database.url().substring("jdbc:".length()));
        Path file = lab.file("backup.sql");
        Process dump =
                new ProcessBuilder(
                                Lab.program("mariadb-dump"),
                                "--no-defaults",
                                "--host=127.0.0.1",
                                "--port=" + url.getPort(),
                                "--user=" + database.user(),
                                "--single-transaction",
                                "--result-file=" + file,
                                url.getPath().substring(1))
                        .redirectErrorStream(true)
                        .redirectOutput(lab.file("dump.log").toFile())
                        .start();
        assertThat(dump.waitFor()).as(Files.readString(lab.file("dump.log"))).isZero();
        assertThat(Files.readString(file, StandardCharsets.ISO_8859_1)).contains("archive_word");
    }
}

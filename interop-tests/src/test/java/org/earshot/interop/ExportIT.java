package org.earshot.interop;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.stream.Stream;
import org.earshot.common.db.Database;
import org.earshot.common.db.DatabaseConfig;
import org.earshot.common.db.MariaDb;
import org.earshot.common.key.KeyRing;
import org.earshot.proxy.archive.Archive;
import org.earshot.proxy.archive.ArchiveConfig;
import org.earshot.proxy.archive.ChainedArchive;
import org.earshot.proxy.archive.FileAnchorJournal;
import org.earshot.proxy.archive.JdbcArchiveTables;
import org.earshot.proxy.archive.RingArchiveKeys;
import org.junit.jupiter.api.Test;

/// A large export by the command of a running server on MariaDB, which has little memory; Python finds it intact.
///
/// `-Dearshot.export.messages=50000` makes it as large as it was tried once.
class ExportIT {
    private static final int MESSAGES = Integer.getInteger("earshot.export.messages", 3000);

    /// Less than the messages' texts take in memory when there are very many.
    private static final String SMALL = "-XX:+UseSerialGC -Xmx64m -XX:TieredStopAtLevel=1";

    private static final String JVM = "earshot.lab.jvm";

    @Test
    void ofARunningServer() throws Exception {
        try (Lab lab = Lab.of("export")) {
            DatabaseConfig database = MariaDb.shared().newDatabase();
            Path data = lab.privateFolder("server-data");
            String signer = fill(database, data);
            EarshotServer server = startSmall(lab, data, database);

            Path folder = lab.file("all");
            JsonNode done =
                    new ObjectMapper()
                            .readTree(
                                    server.admin(
                                            "archive",
                                            "export",
                                            folder.toString(),
                                            "--content",
                                            "--kind",
                                            "message-received",
                                            "--json"));
            assertThat(done.path("counts").path("exported").asInt()).isEqualTo(MESSAGES);
            assertThat(done.path("counts").path("messages").asInt()).isEqualTo(MESSAGES);
            assertThat(done.path("signer").asText()).isEqualTo(signer);
            try (Stream<Path> mails = Files.list(folder.resolve("messages"))) {
                assertThat(mails).hasSize(MESSAGES);
            }
            Path zip = lab.file("person.zip");
            server.admin(
                    "archive",
                    "export",
                    zip.toString(),
                    "--person",
                    "sip:person3@bench.example",
                    "--content");
            intact(lab, folder, data, signer);
            intact(lab, zip, data, signer);
            assertThat(server.admin("archive", "search", "--kind", "exported"))
                    .contains("outcome: done");
        }
    }

    /// Before the server's start, by its own keys: messages take less time so.
    private static String fill(DatabaseConfig config, Path data) throws Exception {
        KeyRing ring = KeyRing.open(data.resolve("keys"));
        RingArchiveKeys keys =
                new RingArchiveKeys(ring, data.resolve("keys").resolve("archive-days"));
        try (Database database = Database.open(config, ring);
                Archive archive =
                        ChainedArchive.open(
                                ArchiveConfig.of("n1"),
                                new JdbcArchiveTables(database.transactions(), database.dialect()),
                                new FileAnchorJournal(data.resolve("anchors")),
                                keys,
                                InstantSource.system())) {
            new ArchiveLoad().fill(archive, 2L * MESSAGES);
        }
        return keys.signer();
    }

    private static EarshotServer startSmall(Lab lab, Path data, DatabaseConfig database) {
        String before = System.getProperty(JVM);
        System.setProperty(JVM, SMALL);
        try {
            return EarshotServer.start(
                    lab,
                    data,
                    "database.url=" + database.url(),
                    "database.user=" + database.user());
        } finally {
            if (before == null) {
                System.clearProperty(JVM);
            } else {
                System.setProperty(JVM, before);
            }
        }
    }

    private static void intact(Lab lab, Path export, Path data, String signer) throws Exception {
        Path log = lab.file(export.getFileName() + ".verdict");
        Process python =
                new ProcessBuilder(
                                Lab.program("python3"),
                                Path.of(System.getProperty("earshot.home", ".."), "bin")
                                        .resolve("earshot-verify.py")
                                        .toString(),
                                "--export",
                                export.toString(),
                                "--trust",
                                signer,
                                "--against",
                                data.resolve("anchors").toString())
                        .redirectErrorStream(true)
                        .redirectOutput(log.toFile())
                        .start();
        assertThat(python.waitFor()).as(Files.readString(log)).isZero();
        assertThat(Files.readString(log)).startsWith("intact");
    }
}

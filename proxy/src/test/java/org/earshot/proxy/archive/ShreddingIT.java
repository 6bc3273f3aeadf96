package org.earshot.proxy.archive;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Statement;
import java.time.Duration;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.earshot.common.db.ChildJvm;
import org.earshot.common.db.DatabaseConfig;
import org.earshot.common.db.Dialect;
import org.earshot.common.db.TestDatabases;
import org.earshot.common.key.KeyRing;
import org.earshot.proxy.archive.search.SearchRequest;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ShreddingIT {

    /// The database's own pages as a backup has them, also those that it does not use any more.
    @TempDir Path pages;

    @ParameterizedTest
    @EnumSource
    void aProcessThatDiedIsFollowedByOneThatLeavesNothing(Dialect dialect) throws Exception {
        DatabaseConfig given = TestDatabases.config(dialect);
        Path data = dialect == Dialect.H2 ? given.dataDir() : TestDatabases.directory();
        DatabaseConfig config =
                new DatabaseConfig(given.url(), given.user(), Optional.empty(), data);
        Path ring = data.resolve("keys");
        ChildJvm.Result result =
                ChildJvm.run(
                        HaltingShredder.class,
                        config.url(),
                        config.user(),
                        data.toString(),
                        ring.toString());
        assertThat(result.status()).as(result.output()).isEqualTo(7);

        HaltingShredder it = new HaltingShredder(config, data, KeyRing.open(ring));
        try {
            it.day(2);
            try (Archive archive = it.archive()) {
                assertThat(verdict(it)).isInstanceOf(Verdict.Intact.class);
                // the records are there yet; their words have gone already
                assertThat(about(it)).hasSize(HaltingShredder.COUNT);
                assertThat(it.keys.dayKeys()).isNotEmpty();
                assertThat(it.shredder(archive, ShreddingListener.none()).run())
                        .isEqualTo(HaltingShredder.COUNT);
                assertThat(about(it)).isEmpty();
                assertThat(
                                it.search()
                                        .search(SearchRequest.words(HaltingShredder.RARE_WORD, 10))
                                        .found())
                        .isEmpty();
            }
            assertThat(it.keys.dayKeys()).containsExactly(it.dayKeyThatStays());
            assertThat(verdict(it)).isInstanceOf(Verdict.Intact.class);
            if (dialect == Dialect.H2) {
                sql(
                        it,
                        "SCRIPT TO '" + data.resolve("backup.sql") + "'",
                        "BACKUP TO '" + pages.resolve("backup.zip") + "'");
            } else {
                // as the administrator's guide says; then to the disk
                String all = "archive_record, archive_party, message, archive_word";
                sql(
                        it,
                        "OPTIMIZE TABLE " + all,
                        "FLUSH TABLES " + all + " FOR EXPORT",
                        "UNLOCK TABLES");
                dump(config, data.resolve("backup.sql"));
            }
            it.database.compactOnClose(() -> it.kept.compactedAt(1));
        } finally {
            it.database.close();
        }
        isInBackup(data.resolve("backup.sql"));
        if (dialect == Dialect.H2) {
            unpack(pages.resolve("backup.zip"));
            assertThat(TestFiles.with(pages, HaltingShredder.RARE_WORD)).isEmpty();
            assertThat(TestFiles.with(pages, HaltingShredder.STAYS)).isNotEmpty();
        }
        assertThat(TestFiles.with(data, HaltingShredder.RARE_WORD)).isEmpty();
        assertThat(TestFiles.with(given.dataDir(), HaltingShredder.RARE_WORD)).isEmpty();
        if (dialect == Dialect.MYSQL) {
            // the tables' own files have neither; logs of the database may: see the guide
            assertThat(
                            TestFiles.with(
                                    tables(config, given.dataDir()), HaltingShredder.RARE_ADDRESS))
                    .isEmpty();
            assertThat(TestFiles.with(tables(config, given.dataDir()), HaltingShredder.STAYS))
                    .isNotEmpty();
        }
        if (dialect == Dialect.H2) {
            // not so where the database is another program, with logs of its own: see the guide
            assertThat(TestFiles.with(data, HaltingShredder.RARE_ADDRESS)).isEmpty();
            // the look itself works, also in a file whose pages are compressed
            assertThat(TestFiles.with(data, HaltingShredder.STAYS)).isNotEmpty();
        }
    }

    /// A backup that is made now has nothing of it, in clear or in hex, and has what stays.
    private static void isInBackup(Path backup) throws IOException {
        String text = Files.readString(backup, StandardCharsets.ISO_8859_1);
        for (String gone : List.of(HaltingShredder.RARE_WORD, HaltingShredder.RARE_ADDRESS)) {
            assertThat(text.contains(gone)).as(gone).isFalse();
            String hex = HexFormat.of().formatHex(gone.getBytes(StandardCharsets.US_ASCII));
            assertThat(text.toLowerCase(Locale.ROOT).contains(hex)).as("%s in hex", gone).isFalse();
        }
        assertThat(text.contains(HaltingShredder.STAYS)).isTrue();
    }

    private static void unpack(Path archive) throws IOException {
        try (ZipFile zip = new ZipFile(archive.toFile())) {
            for (ZipEntry entry : Collections.list(zip.entries())) {
                Path name = Path.of(entry.getName()).getFileName();
                try (InputStream in = zip.getInputStream(entry)) {
                    Files.copy(in, archive.resolveSibling(name));
                }
            }
        }
        Files.delete(archive);
    }

    private static void sql(HaltingShredder it, String... texts) {
        it.database
                .transactions()
                .read(connection -> {
                    try (Statement statement = connection.createStatement()) {
                        for (String text : texts) {
                            statement.execute(text);
                        }
                        return null;
                    }
                });
    }

    private static void dump(DatabaseConfig config, Path file) throws Exception {
        URI url = URI.create(config.url().substring("jdbc:".length()));
        Process dump =
                new ProcessBuilder(
                                "mariadb-dump",
                                "--no-defaults",
                                "--host=127.0.0.1",
                                "--port=" + url.getPort(),
                                "--user=" + config.user(),
                                "--single-transaction",
                                "--result-file=" + file,
                                url.getPath().substring(1))
                        .inheritIO()
                        .start();
        assertThat(dump.waitFor()).isZero();
    }

    /// Where the database has the files of its tables.
    private static Path tables(DatabaseConfig config, Path home) {
        URI url = URI.create(config.url().substring("jdbc:".length()));
        return home.resolve("data").resolve(url.getPath().substring(1));
    }

    private static List<ArchiveRecord> about(HaltingShredder it) {
        return it.tables.search(
                ArchiveQuery.latest(
                        Optional.of("sip:" + HaltingShredder.RARE_ADDRESS + "@example.org"), 1000));
    }

    private static Verdict verdict(HaltingShredder it) throws Exception {
        return new ArchiveVerifier(
                        it.tables,
                        Set.of(it.keys.signer()),
                        () -> FileAnchorJournal.read(it.anchors),
                        Duration.ZERO)
                .verify()
                .verdict();
    }
}

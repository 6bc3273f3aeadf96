package org.earshot.proxy.archive;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.earshot.common.db.ChildJvm;
import org.earshot.common.db.Database;
import org.earshot.common.db.DatabaseConfig;
import org.earshot.common.db.Dialect;
import org.earshot.common.db.TestDatabases;
import org.earshot.common.key.KeyRing;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ArchiveDurabilityIT {
    private static final int COUNT = 40;

    @ParameterizedTest
    @EnumSource
    void whatWasAcknowledgedIsThereAfterAHaltAndNoFileShowsAWordOfIt(Dialect dialect)
            throws Exception {
        DatabaseConfig given = TestDatabases.config(dialect);
        Path data = dialect == Dialect.H2 ? given.dataDir() : TestDatabases.directory();
        DatabaseConfig config =
                new DatabaseConfig(given.url(), given.user(), Optional.empty(), data);
        Path keys = data.resolve("keys");
        ChildJvm.Result result =
                ChildJvm.run(
                        HaltingArchive.class,
                        config.url(),
                        config.user(),
                        data.toString(),
                        keys.toString(),
                        Integer.toString(COUNT));
        assertThat(result.status()).as(result.output()).isEqualTo(7);

        KeyRing ring = KeyRing.open(keys);
        RingArchiveKeys archiveKeys = new RingArchiveKeys(ring, data.resolve("day-keys"));
        try (Database database = Database.open(config, ring)) {
            JdbcArchiveTables tables = new JdbcArchiveTables(database.transactions(), dialect);
            ArchiveReader reader = new ArchiveReader(tables, archiveKeys, InstantSource.system());
            assertThat(verdict(tables, archiveKeys, data)).isInstanceOf(Verdict.Intact.class);
            try (Archive archive = HaltingArchive.open(database, data, ring)) {
                List<ArchivedEvent> events =
                        reader.search(ArchiveQuery.latest(Optional.of(TestEvents.BOB), 1000));
                assertThat(events).hasSize(COUNT);
                Content content =
                        reader.content(events.getFirst().position(), "test", archive).orElseThrow();
                assertThat(new String(content.body().array(), StandardCharsets.UTF_8))
                        .startsWith(HaltingArchive.RARE_WORD);
            }
            assertThat(reader.search(ArchiveQuery.latest(Optional.empty(), 1000)))
                    .extracting(ArchivedEvent::kind)
                    .contains("recovered")
                    .doesNotContain("loss");
            assertThat(verdict(tables, archiveKeys, data)).isInstanceOf(Verdict.Intact.class);
        }
        assertThat(TestFiles.with(data, HaltingArchive.RARE_WORD)).isEmpty();
        assertThat(TestFiles.with(given.dataDir(), HaltingArchive.RARE_WORD)).isEmpty();
        // the search itself works: this is in the clear
        if (dialect == Dialect.H2) {
            assertThat(TestFiles.with(data, "archive_record")).isNotEmpty();
        }
    }

    private static Verdict verdict(ArchiveTables tables, ArchiveKeys keys, Path data)
            throws Exception {
        return new ArchiveVerifier(
                        tables,
                        Set.of(keys.signer()),
                        () -> FileAnchorJournal.read(data.resolve("anchors")),
                        Duration.ZERO)
                .verify()
                .verdict();
    }
}

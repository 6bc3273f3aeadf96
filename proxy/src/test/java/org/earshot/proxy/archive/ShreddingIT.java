package org.earshot.proxy.archive;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.earshot.common.db.ChildJvm;
import org.earshot.common.db.DatabaseConfig;
import org.earshot.common.db.Dialect;
import org.earshot.common.db.TestDatabases;
import org.earshot.common.key.KeyRing;
import org.earshot.proxy.archive.search.SearchRequest;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ShreddingIT {

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
            it.database.compactOnClose(() -> it.kept.compactedAt(1));
        } finally {
            it.database.close();
        }
        assertThat(TestFiles.with(data, HaltingShredder.RARE_WORD)).isEmpty();
        assertThat(TestFiles.with(given.dataDir(), HaltingShredder.RARE_WORD)).isEmpty();
        if (dialect == Dialect.H2) {
            // not so where the database is another program, with logs of its own: see the guide
            assertThat(TestFiles.with(data, HaltingShredder.RARE_ADDRESS)).isEmpty();
            // the look itself works, also in a file whose pages are compressed
            assertThat(TestFiles.with(data, HaltingShredder.STAYS)).isNotEmpty();
        }
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

package org.earshot.proxy.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import org.earshot.common.db.Dialect;
import org.earshot.common.db.TestDatabases;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JdbcH2RetentionIT extends RetentionContract {
    @Override
    KeptArchive empty(Path anchorFiles) {
        return JdbcTestArchive.kept(Dialect.H2, anchorFiles);
    }

    @Test
    void whoRemovesADecisionWithTheDatabasesToolsStopsTheShredding(@TempDir Path journal) {
        try (KeptArchive archive = empty(journal)) {
            archive.shred();
            archive.set(archive.olga, "message", "1d", false);
            archive.message(TestEvents.ALICE, TestEvents.BOB, "evidence");
            archive.hold("case-1", List.of(TestEvents.ALICE), List.of());
            archive.days(1);
            JdbcTestArchive.execute(
                    TestDatabases.shared(Dialect.H2),
                    "DELETE FROM archive_record WHERE kind = 'hold-placed'");
            assertThat(archive.days(3)).isZero();
            archive.restart();
            assertThatThrownBy(
                            () -> {
                                // what comes next shows the gap to a process that has not seen it
                                archive.hold("case-2", List.of(), List.of());
                                archive.lift("case-1");
                            })
                    .isInstanceOf(RetentionRefusedException.class);
            assertThat(archive.about(TestEvents.BOB)).hasSize(1);
            assertThat(archive.verdict()).isInstanceOf(Verdict.Broken.class);
        }
    }

    @Test
    void whoShortensARecordWithTheDatabasesToolsDoesNotHaveItShredded(@TempDir Path journal) {
        try (KeptArchive archive = empty(journal)) {
            archive.shred();
            archive.set(archive.olga, "message", "1d", false);
            archive.set(archive.olga, "message", "10y", false);
            archive.message(TestEvents.ALICE, TestEvents.BOB, "one");
            archive.message(TestEvents.ALICE, TestEvents.BOB, "two");
            JdbcTestArchive.execute(
                    TestDatabases.shared(Dialect.H2),
                    "UPDATE archive_record SET retention = 'message-1d' WHERE retention = 'message-10y'");
            assertThat(archive.days(4)).isZero();
            assertThat(archive.about(TestEvents.BOB)).hasSize(2);
            assertThatThrownBy(() ->
                            new Erasure(
                                            archive.kept,
                                            archive.keys,
                                            archive.archive(),
                                            archive.listener(),
                                            archive::now)
                                    .erase(archive.olga, TestEvents.ALICE, "article 17"))
                    .isInstanceOf(RetentionRefusedException.class)
                    .hasMessageContaining("not as it was written");
            assertThat(archive.verdict()).isInstanceOf(Verdict.Broken.class);
        }
    }
}

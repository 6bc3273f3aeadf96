package org.earshot.proxy.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import org.earshot.common.db.Columns;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What is kept, what is held, and what goes: on every store.
abstract class RetentionContract {
    private static final String ALICE = TestEvents.ALICE;
    private static final String BOB = TestEvents.BOB;
    private static final String CAROL = KeptArchive.CAROL;

    @TempDir Path anchors;
    private KeptArchive archive;

    abstract KeptArchive empty(Path anchorFiles);

    @BeforeEach
    void open() {
        archive = empty(anchors);
        archive.shred(); // the calendar begins
    }

    @AfterEach
    void close() {
        if (archive != null) { // skipped, where there is no such database
            archive.close();
        }
    }

    private void assertIntact() {
        assertThat(archive.verdict()).isInstanceOf(Verdict.Intact.class);
    }

    @Test
    void withoutARuleAllIsKeptForEver() {
        archive.message(ALICE, BOB, "hello");
        archive.days(2);
        archive.clock(archive.now().plus(Duration.ofDays(40_000)));
        assertThat(archive.days(3)).isZero();
        assertThat(archive.about(BOB))
                .extracting(ArchivedEvent::retention)
                .containsExactly("message");
    }

    @Test
    void aRecordSaysForHowLongItIsKeptAndGoesThen() {
        archive.message(ALICE, BOB, "before there was a rule");
        assertThat(archive.set(archive.olga, "message", "3d", false))
                .isEqualTo(Retention.Outcome.DONE);
        UUID message = archive.message(ALICE, BOB, "hello");
        archive.delivered(message, BOB);
        assertThat(archive.about(BOB))
                .extracting(ArchivedEvent::retention)
                .containsExactly("message-3d", "message-3d", "message");
        assertThat(archive.days(3)).isZero(); // the third day is the last one
        assertThat(archive.keys.dayKeys()).contains("message-3d.2026-03-01");
        assertThat(archive.days(1)).isEqualTo(2);
        assertThat(archive.about(BOB))
                .extracting(event -> archive.text(event).orElse(""))
                .containsExactly("before there was a rule");
        assertThat(archive.about(ALICE)).hasSize(1);
        assertThat(archive.keys.dayKeys()).doesNotContain("message-3d.2026-03-01");
        assertThat(archive.kept.keyCopies()).isEmpty();
        assertThat(archive.doomed)
                .extracting(ShreddingListener.Doomed::event)
                .contains(message)
                .hasSize(2);
        ArchivedEvent stone = archive.ofKind("shredded").getFirst();
        assertThat(stone.facts().first("class")).contains("message-3d");
        assertThat(stone.facts().first("day")).contains("2026-03-01");
        assertThat(stone.facts().first("key")).contains("message-3d.2026-03-01");
        assertIntact();
        archive.restart();
        assertThat(archive.days(2)).isZero();
        assertIntact();
    }

    /// By which the store knows when the bytes of a copy may go.
    @Test
    void theKeyOfAFilesCopyGoesWithItsRecord() {
        assertThat(archive.set(archive.olga, "message", "3d", false))
                .isEqualTo(Retention.Outcome.DONE);
        byte[] key = new byte[32];
        new Random(7).nextBytes(key);
        ArchivePosition first = archive.file(ALICE, BOB, key);
        assertThat(archive.reader().content(first, "a test", archive.archive()))
                .contains(Content.of(ArchiveEvent.FileKept.KEY_TYPE, key));
        archive.days(2);
        ArchivePosition second = archive.file(ALICE, BOB, key);
        ArchivePosition unknown = new ArchivePosition(first.chain(), 1_000_000);
        List<ArchivePosition> all = List.of(first, second, unknown);
        assertThat(archive.reader().withoutContent(all)).isEmpty();
        archive.days(2);
        assertThat(archive.reader().withoutContent(all)).containsExactly(first);
        assertIntact();
    }

    @Test
    void aLongerPeriodNeedsOneOfficerAndAShorterOneTwo() {
        archive.set(archive.olga, "message", "5y", false);
        assertThat(archive.set(archive.olga, "message", "10y", false))
                .isEqualTo(Retention.Outcome.DONE);
        assertThat(archive.set(archive.olga, "message", "4y", false))
                .isEqualTo(Retention.Outcome.PROPOSED);
        assertThat(archive.retention.apply(RetentionClass.MESSAGE).name()).isEqualTo("message-10y");
        assertThatThrownBy(() -> archive.set(archive.olga, "message", "4y", false))
                .isInstanceOf(RetentionRefusedException.class)
                .hasMessageContaining("another officer");
        Officer late = KeptArchive.officer("late", archive.now().plusSeconds(1));
        assertThatThrownBy(() -> archive.set(late, "message", "4y", false))
                .hasMessageContaining("appointed after");
        Officer owner = new Officer("owner of DATA", Optional.empty(), Optional.empty());
        assertThatThrownBy(() -> archive.set(owner, "message", "4y", false))
                .hasMessageContaining("two officers");
        // something else is another proposal
        assertThat(archive.set(archive.otto, "message", "3y", false))
                .isEqualTo(Retention.Outcome.PROPOSED);
        assertThat(archive.set(archive.otto, "message", "4y", false))
                .isEqualTo(Retention.Outcome.DONE);
        assertThat(archive.retention.apply(RetentionClass.MESSAGE).name()).isEqualTo("message-4y");
        assertThat(archive.retention.policy().proposals(archive.now())).isEmpty();
        ArchivedEvent decided = archive.ofKind("retention-set").getFirst();
        assertThat(decided.facts().first("before")).contains("10y");
        assertThat(decided.facts().first("login")).contains("otto");
        assertThat(decided.facts().first("proposed-by")).contains("olga");
        assertIntact();
    }

    @Test
    void aProposalEndsAfterAWeek() {
        archive.set(archive.olga, "message", "5y", false);
        archive.set(archive.olga, "message", "4y", false);
        archive.clock(archive.now().plus(Duration.ofDays(7)));
        assertThat(archive.set(archive.otto, "message", "4y", false))
                .isEqualTo(Retention.Outcome.PROPOSED);
        assertThat(archive.retention.apply(RetentionClass.MESSAGE).name()).isEqualTo("message-5y");
    }

    @Test
    void whatIsThereIsLengthenedByOneAndShortenedByTwo() {
        archive.set(archive.olga, "message", "2d", false);
        archive.message(ALICE, BOB, "a");
        archive.set(archive.olga, "message", "4d", true);
        archive.message(ALICE, BOB, "b");
        assertThat(archive.days(3)).isZero();
        assertThat(archive.set(archive.olga, "message", "1d", true))
                .isEqualTo(Retention.Outcome.PROPOSED);
        archive.message(ALICE, BOB, "c");
        assertThat(archive.days(1)).isZero();
        assertThat(archive.set(archive.otto, "message", "1d", true))
                .isEqualTo(Retention.Outcome.DONE);
        archive.message(ALICE, BOB, "d");
        archive.shred();
        assertThat(archive.about(BOB))
                .extracting(event -> archive.text(event).orElse(""))
                .containsExactly("d", "c");
        assertIntact();
        assertThat(archive.days(2)).isEqualTo(2);
        assertIntact();
    }

    @Test
    void whatIsOnHoldStaysAndCanBeReadUntilTwoOfficersLiftIt() {
        archive.set(archive.olga, "message", "1d", false);
        UUID held = archive.message(ALICE, BOB, "evidence");
        archive.delivered(held, BOB); // names bob only
        archive.message(CAROL, BOB, "other");
        archive.hold("case-1", List.of(ALICE), List.of());
        UUID later = archive.message(BOB, ALICE, "evidence too");
        archive.delivered(later, ALICE);
        archive.days(4);
        assertThat(archive.about(CAROL)).isEmpty();
        assertThat(archive.about(ALICE)).hasSize(3);
        assertThat(archive.about(BOB))
                .extracting(ArchivedEvent::kind)
                .containsExactlyInAnyOrder(
                        "message-received", "message-received", "message-delivered");
        assertThat(archive.keys.dayKeys()).doesNotContain("message-1d.2026-03-01");
        assertThat(archive.about(ALICE).stream().flatMap(event -> archive.text(event).stream()))
                .containsExactly("evidence too", "evidence");
        assertThat(
                        new RecordDiscloser(archive.tables, archive.keys, archive.kept)
                                .at(
                                        archive.about(ALICE).stream()
                                                .filter(ArchivedEvent::hasContent)
                                                .map(ArchivedEvent::position)
                                                .toList(),
                                        true))
                .as("for an export too")
                .extracting(DisclosedRecord::state)
                .containsExactly(DisclosedRecord.State.OPENED, DisclosedRecord.State.OPENED);
        assertIntact();

        assertThatThrownBy(() -> archive.hold("case-1", List.of(), List.of()))
                .hasMessageContaining("take another name");
        assertThat(archive.retention.lift(archive.archive(), archive.olga, "case-1"))
                .isEqualTo(Retention.Outcome.PROPOSED);
        assertThatThrownBy(() -> archive.retention.lift(archive.archive(), archive.olga, "case-1"))
                .hasMessageContaining("another officer");
        assertThat(archive.days(1)).isZero();
        assertThat(archive.retention.lift(archive.archive(), archive.otto, "case-1"))
                .isEqualTo(Retention.Outcome.DONE);
        assertThat(archive.days(1)).isEqualTo(4);
        assertThat(archive.about(BOB)).isEmpty();
        assertThat(archive.keys.holdKeys()).isEmpty();
        assertIntact();
    }

    @Test
    void aFileIsOnHoldForWhomItReachedThoughItsFirstRecordDoesNotNameThem() {
        archive.set(archive.olga, "message", "1d", false);
        archive.file(ALICE, ALICE, new byte[32]);
        archive.addressed(ALICE, BOB);
        archive.hold("case-1", List.of(BOB), List.of());
        archive.days(4);
        assertThat(archive.ofKind("file-stored"))
                .singleElement()
                .satisfies(event -> assertThat(archive.text(event)).isPresent());
        archive.lift("case-1");
        archive.days(1);
        assertThat(archive.about(ALICE)).isEmpty();
    }

    @Test
    void aHoldOnAConversationIsNotOneOnItsPeople() {
        archive.set(archive.olga, "message", "1d", false);
        archive.message(ALICE, BOB, "between them");
        archive.message(ALICE, CAROL, "not");
        archive.hold("case-1", List.of(), List.of(ALICE, BOB));
        archive.days(3);
        assertThat(archive.about(CAROL)).isEmpty();
        assertThat(archive.about(BOB)).hasSize(1);
    }

    @Test
    void aClockThatGoesBackOrLeapsShredsNothingEarly() {
        archive.set(archive.olga, "message", "30d", false);
        archive.message(ALICE, BOB, "hello");
        archive.days(5);
        archive.clock(KeptArchive.BEGIN.minus(Duration.ofDays(400)));
        assertThat(archive.shred()).isZero();
        archive.clock(KeptArchive.BEGIN.plus(Duration.ofDays(5)));
        assertThat(archive.shred()).isZero();
        archive.clock(KeptArchive.BEGIN.plus(Duration.ofDays(4000)));
        for (int run = 0; run < 25; run++) {
            assertThat(archive.shred()).isZero(); // the calendar follows by a day each
        }
        archive.clock(KeptArchive.BEGIN.plus(Duration.ofDays(6)));
        assertThat(archive.shred()).isZero();
        assertThat(archive.about(BOB)).hasSize(1);
        archive.clock(KeptArchive.BEGIN.plus(Duration.ofDays(31)));
        assertThat(archive.days(2)).isEqualTo(1);
        assertIntact();
    }

    @Test
    void whoDiesWhileItShredsGoesOn() {
        archive.set(archive.olga, "message", "1d", false);
        for (int i = 0; i < 5; i++) {
            archive.message(ALICE, BOB, "text " + i);
        }
        archive.trouble =
                _ -> {
                    throw new IllegalStateException("died behind the tombstone");
                };
        archive.days(1);
        assertThatThrownBy(() -> archive.days(1)).hasMessageContaining("died");
        assertIntact();
        assertThat(archive.about(BOB)).hasSize(5);
        archive.trouble = ShreddingListener.none();
        archive.restart();
        assertThat(archive.shred()).isEqualTo(5);
        assertThat(archive.about(BOB)).isEmpty();
        assertThat(archive.ofKind("shredded")).hasSize(2);
        assertIntact();
    }

    @Test
    void withoutATombstoneOrBeforeItsTimeARemovalIsFound() {
        archive.set(archive.olga, "message", "3d", false);
        archive.message(ALICE, BOB, "a");
        archive.message(ALICE, BOB, "b");
        ArchivePosition first = archive.about(BOB).getLast().position();
        archive.kept.remove(List.of(first));
        assertThat(archive.verify(archive.tables).text()).contains("has lost its facts");
        // whoever has the keys signs a tombstone of their own
        RetentionTables.Row row =
                new RetentionTables.Row(
                        first, UUID.randomUUID(), "", 0, "", Bytes.EMPTY, Optional.empty(), true);
        archive.archive()
                .append(
                        new ArchiveEvent.Statement(
                                UUID.randomUUID(),
                                archive.now(),
                                "shredded",
                                Tombstone.of("message-3d", LocalDate.of(2026, 3, 1), List.of(row))
                                        .facts()));
        assertThat(archive.verify(archive.tables).text()).contains("was removed before its time");
    }

    @Test
    void anErasureGivesWhatMayGoAndSaysWhyTheRestStays() {
        archive.set(archive.olga, "message", "1d", false);
        archive.message(ALICE, BOB, "old");
        archive.days(1);
        archive.message(ALICE, CAROL, "young");
        Erasure erasure =
                new Erasure(
                        archive.kept,
                        archive.keys,
                        archive.archive(),
                        archive.listener(),
                        archive::now);
        Erasure.Answer young = erasure.erase(archive.olga, ALICE, "article 17");
        assertThat(young.gone()).isZero();
        assertThat(young.kept()).isEqualTo(2);
        assertThat(young.until()).contains(LocalDate.of(2026, 3, 3));
        archive.hold("case-2", List.of(CAROL), List.of());
        // the shredder has not come yet, but its calendar is there
        archive.kept.calendarAt(LocalDate.of(2026, 3, 4).toEpochDay());
        archive.clock(archive.now().plus(Duration.ofDays(2)));
        Erasure.Answer answer = erasure.erase(archive.olga, ALICE, "article 17");
        assertThat(answer).isEqualTo(new Erasure.Answer(1, 1, 0, Optional.empty(), 0));
        List<ArchivedEvent> answered = archive.ofKind("erasure-answered");
        assertThat(answered.getLast().facts().first("refused-within-period")).contains("2");
        assertThat(answered.getLast().facts().first("until")).contains("2026-03-03");
        assertThat(answered.getFirst().facts().first("refused-on-hold")).contains("1");
        assertThat(answered.getFirst().facts().first("ground")).contains("article 17");
        assertIntact();
    }

    @Test
    void oneNodeShredsAtATimeAndEachDestroysItsKeys() {
        archive.set(archive.olga, "message", "1d", false);
        archive.message(ALICE, BOB, "a");
        archive.days(1);
        archive.clock(archive.now().plus(Duration.ofDays(1)));
        long now = Columns.micros(archive.now());
        assertThat(archive.kept.take("other", now, now + 1000)).isTrue();
        archive.kept.calendarAt(archive.today().toEpochDay());
        assertThat(archive.shred()).isZero();
        assertThat(archive.kept.keyCopies())
                .containsExactly(
                        new RetentionTables.KeyCopy(
                                archive.keys.signer(), "message-1d.2026-03-01"));
        archive.clock(archive.now().plusSeconds(1));
        assertThat(archive.shred()).isEqualTo(1);
        assertThat(archive.kept.keyCopies()).isEmpty();
        long later = Columns.micros(archive.now().plus(Duration.ofDays(10_000)));
        assertThat(archive.kept.take("wrong clock", later, later + 1000)).isTrue();
        assertThat(archive.kept.take("other", now, now + 1000)).isTrue();
    }

    @Test
    void whatSomebodyElseSaysOfPolicyDoesNotCount() {
        archive.set(archive.olga, "message", "5y", false);
        Facts.Builder forged =
                Facts.builder()
                        .add("class", "message")
                        .add("period", "1d")
                        .add("existing", "yes")
                        .add("effect", "shorter")
                        .add("login", "x")
                        .add("proposed-by", "y")
                        .add("sequence", 2);
        List<ArchiveEvent> events = new ArrayList<>();
        events.add(
                new ArchiveEvent.Statement(
                        UUID.randomUUID(), archive.now(), "retention-set", forged.build()));
        events.add(
                new ArchiveEvent.Statement(
                        UUID.randomUUID(),
                        archive.now(),
                        "retention-set",
                        forged.add("seal", new InMemoryArchiveKeys().seal(new byte[0])).build()));
        events.forEach(archive.archive()::append);
        assertThat(archive.retention.policy().rule("message").orElseThrow().period())
                .contains(KeepingPeriod.of("5y").orElseThrow());
        assertThat(archive.retention.policy().extensions()).isEmpty();
    }
}

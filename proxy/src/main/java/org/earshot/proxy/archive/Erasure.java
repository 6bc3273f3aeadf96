package org.earshot.proxy.archive;

import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.earshot.common.db.Columns;
import org.earshot.common.text.Counted;

/// Answers somebody who wants to be forgotten: what was kept for long enough and is not on hold goes; the rest stays, and the
/// answer says why and until when. Question and answer stand in the record. Thread-safe.
public final class Erasure {
    private static final String KIND = "erasure-answered";

    private final RetentionTables tables;
    private final PolicyRecords policies;
    private final Archive archive;
    private final Burial burial;
    private final InstantSource clock;

    public Erasure(
            RetentionTables tables,
            RetentionKeys keys,
            Archive archive,
            ShreddingListener listener,
            InstantSource clock) {
        this.tables = tables;
        this.archive = archive;
        this.clock = clock;
        policies = new PolicyRecords(tables, keys, clock);
        burial = new Burial(tables, archive, listener, clock);
    }

    /// What became of it, in records. That of earlier answers is not among them.
    ///
    /// @param gone that had been kept for long enough
    /// @param held on hold
    /// @param kept whose period goes on
    /// @param until the last day of that
    /// @param forever for which no period is set
    public record Answer(int gone, int held, int kept, Optional<LocalDate> until, int forever) {
        /// In words.
        public String words() {
            StringBuilder words =
                    new StringBuilder().append(Counted.of(gone, "record")).append(" erased");
            refused(words, held, "on legal hold");
            refused(
                    words,
                    kept,
                    "they have to be kept, the last of them until "
                            + until.map(LocalDate::toString).orElse(""));
            refused(words, forever, "they have to be kept, and no end is set");
            return words.toString();
        }

        private static void refused(StringBuilder words, int count, String why) {
            if (count > 0) {
                words.append("; ").append(count).append(" refused: ").append(why);
            }
        }
    }

    /// Erases what may be erased of somebody. Keys of days go with the next run of the [Shredder], as far as nothing else needs them.
    ///
    /// @param address of whom
    /// @param ground why, in words: of the request, and of what is refused
    /// @throws RetentionRefusedException if the record is not whole
    /// @throws ArchiveUnavailableException if it can't be recorded
    public Answer erase(Officer by, String address, String ground) {
        Policy policy = policies.read();
        if (!policy.isComplete()) {
            throw new RetentionRefusedException(
                    "decisions about what is kept are missing in the record: earshot admin archive verify");
        }
        HeldRecords held = new HeldRecords(policy, tables);
        LocalDate clockDay = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
        // a clock that leapt does not count here either
        LocalDate today = ShreddingCalendar.today(tables.state().calendarDay(), clockDay);
        long until = Columns.micros(clock.instant()) + 1;
        Tally tally = new Tally();
        Optional<ArchiveQuery.Place> after = Optional.empty();
        while (true) {
            List<RetentionTables.Row> page =
                    tables.concerning(address, 0, until, after, Shredder.BATCH);
            List<RetentionTables.Row> over = new ArrayList<>();
            for (RetentionTables.Row row : page) {
                if (row.kind().equals(KIND)) {
                    continue;
                }
                LocalDate last =
                        RetentionClass.isName(row.retention())
                                ? Extension.lastDay(
                                        new RetentionClass(row.retention()),
                                        row.happenedAt(),
                                        policy.extensions(),
                                        Long.MAX_VALUE)
                                : LocalDate.MAX;
                if (!today.isAfter(last)) {
                    tally.keeps(last);
                } else if (held.of(row).isPresent()) {
                    tally.held++;
                } else {
                    over.add(row);
                }
            }
            if (policies.read().sequence() != policy.sequence()) {
                throw new RetentionRefusedException(
                        "what is kept was changed meanwhile: say it again");
            }
            if (!over.isEmpty()) {
                burial.bury(over);
                tally.gone += over.size();
            }
            if (page.size() < Shredder.BATCH) {
                break;
            }
            after = Optional.of(page.getLast().place());
        }
        Answer answer = tally.answer();
        archive.append(
                new ArchiveEvent.Statement(
                        UUID.randomUUID(),
                        clock.instant(),
                        KIND,
                        Facts.builder()
                                .add("to", address)
                                .add("actor", by.words())
                                .add("login", by.login())
                                .add("ground", ground)
                                .add("erased", answer.gone())
                                .add("refused-on-hold", answer.held())
                                .add("refused-within-period", answer.kept())
                                .add("until", answer.until())
                                .add("refused-without-end", answer.forever())
                                .add("answer", answer.words())
                                .build()));
        return answer;
    }

    /// Confined to its thread.
    private static final class Tally {
        private int gone;
        private int held;
        private int kept;
        private int forever;
        private Optional<LocalDate> until = Optional.empty();

        void keeps(LocalDate last) {
            if (last.equals(LocalDate.MAX)) {
                forever++;
                return;
            }
            kept++;
            until = until.filter(last::isBefore).or(() -> Optional.of(last));
        }

        Answer answer() {
            return new Answer(gone, held, kept, until, forever);
        }
    }
}

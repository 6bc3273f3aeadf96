package org.earshot.proxy.archive;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.earshot.common.db.Columns;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Lets records go when they have been kept for long enough and nobody holds them: one node of all at a time, a bounded part
/// with each run, the oldest first. Where a process dies, the next run goes on. Runs are by one thread at a time.
public final class Shredder {
    private static final Logger log = LoggerFactory.getLogger(Shredder.class);

    /// Records under one tombstone at most.
    static final int BATCH = 500;

    private static final int BATCHES = 100;

    // longer than a run takes
    private static final Duration LEASE = Duration.ofMinutes(30);

    private final RetentionTables tables;
    private final PolicyRecords policies;
    private final Burial burial;
    private final KeyDisposal keys;
    private final ShreddingListener listener;
    private final InstantSource clock;
    private final String node;

    // where each class was left, under a policy
    private final Map<String, Long> places = new HashMap<>();
    private long policySeen = -1;
    private LocalDate daySeen = LocalDate.MIN;
    private long highestPolicy;
    private boolean stale;

    /// @param archive where tombstones stand
    /// @param listener keeps something beside the records
    public Shredder(
            RetentionTables tables,
            RetentionKeys keys,
            Archive archive,
            ShreddingListener listener,
            InstantSource clock) {
        this.tables = tables;
        this.clock = clock;
        this.listener = listener;
        this.node = keys.signer();
        policies = new PolicyRecords(tables, keys, clock);
        burial = new Burial(tables, archive, listener, clock);
        this.keys = new KeyDisposal(tables, keys);
    }

    /// Runs once; to be called each hour. The first run of all only begins the calendar.
    ///
    /// @return how many records went
    /// @throws ArchiveUnavailableException if tombstones can't be written now
    public int run() {
        Instant now = clock.instant();
        LocalDate clockDay = LocalDate.ofInstant(now, ZoneOffset.UTC);
        Policy policy = policies.read();
        if (!policy.isComplete() || policy.sequence() < highestPolicy) {
            log.error(
                    "decisions about what is kept are missing in the record: nothing is shredded; earshot admin archive verify");
            return 0;
        }
        highestPolicy = policy.sequence();
        boolean ours = tables.take(node, Columns.micros(now), Columns.micros(now.plus(LEASE)));
        RetentionTables.State state = tables.state();
        long calendar = state.calendarDay();
        if (ours) {
            calendar = ShreddingCalendar.next(calendar, clockDay);
            if (calendar != state.calendarDay()) {
                tables.calendarAt(calendar);
            }
            if (calendar < clockDay.toEpochDay() - 1) {
                log.warn(
                        "by the clock it is {}, and what is kept is still counted by {}, which follows a day with each hour",
                        clockDay,
                        LocalDate.ofEpochDay(calendar));
            }
        }
        if (state.calendarDay() == 0) {
            return 0;
        }
        LocalDate today = ShreddingCalendar.today(calendar, clockDay);
        HeldRecords held = new HeldRecords(policy, tables);
        stale = false;
        int gone = ours ? shred(policy, held, today) : 0;
        if (!stale) {
            keys.dispose(policy, held, today);
            listener.over((name, month) -> isGone(policy, name, month, today));
        }
        if (gone > 0) {
            log.info("{} records of the archive had been kept for long enough, and went", gone);
        }
        return gone;
    }

    private int shred(Policy policy, HeldRecords held, LocalDate today) {
        if (policy.sequence() != policySeen || today.isBefore(daySeen)) {
            places.clear(); // what was held may be free
            policySeen = policy.sequence();
        }
        daySeen = today;
        int gone = 0;
        long until = Columns.micros(today.atStartOfDay(ZoneOffset.UTC).toInstant());
        for (String name : policy.classes()) {
            RetentionClass retention = new RetentionClass(name);
            boolean changed =
                    policy.extensions().stream()
                            .anyMatch(decision -> decision.base().equals(retention.base()));
            if (retention.period().isEmpty() && !changed) {
                continue;
            }
            gone += shred(policy, held, retention, changed, today, until, BATCHES * BATCH - gone);
        }
        return gone;
    }

    private int shred(
            Policy policy,
            HeldRecords held,
            RetentionClass retention,
            boolean changed,
            LocalDate today,
            long until,
            int most) {
        int gone = 0;
        // of what stays there is what is held, which is looked at again when policy changes, and
        // what waits
        Optional<Long> waits = Optional.empty();
        long from = places.getOrDefault(retention.name(), 0L);
        while (gone < most && !stale) {
            Optional<Long> first = tables.earliest(retention.name(), from, until);
            if (first.isEmpty()) {
                from = until;
                break;
            }
            long end = endOfDay(first.get());
            boolean all = isOver(policy, retention, first.get(), today);
            boolean split =
                    policy.extensions().stream()
                            .anyMatch(decision ->
                                    decision.at() >= first.get() && decision.at() < end);
            if (all || split) {
                gone += shredDay(policy, held, retention, first.get(), end, today);
            }
            if (!all || split) {
                waits = waits.or(() -> first);
                if (!changed) {
                    break; // nor are later days over
                }
            }
            from = end;
        }
        if (!stale) {
            places.put(retention.name(), waits.orElse(from));
        }
        return gone;
    }

    private int shredDay(
            Policy policy,
            HeldRecords held,
            RetentionClass retention,
            long from,
            long until,
            LocalDate today) {
        int gone = 0;
        Optional<ArchiveQuery.Place> after = Optional.empty();
        while (true) {
            List<RetentionTables.Row> page =
                    tables.rows(retention.name(), from, until, after, BATCH);
            List<RetentionTables.Row> free =
                    page.stream()
                            .filter(row -> isOver(policy, retention, row.happenedAt(), today))
                            .filter(row -> held.of(row).isEmpty())
                            .filter(Shredder::isWhole)
                            .toList();
            // somebody may have put them on hold just now
            stale = policies.read().sequence() != policy.sequence();
            if (!free.isEmpty() && !stale) {
                burial.bury(free);
                gone += free.size();
            }
            if (page.size() < BATCH || stale) {
                return gone;
            }
            after = Optional.of(page.getLast().place());
        }
    }

    private static boolean isWhole(RetentionTables.Row row) {
        if (!row.whole()) {
            log.error(
                    "record {} is not as it was written, and stays: earshot admin archive verify",
                    row.position());
        }
        return row.whole();
    }

    private static long endOfDay(long micros) {
        return Columns.micros(
                LocalDate.ofInstant(Columns.instant(micros), ZoneOffset.UTC)
                        .plusDays(1)
                        .atStartOfDay(ZoneOffset.UTC)
                        .toInstant());
    }

    private boolean isGone(Policy policy, String name, YearMonth month, LocalDate today) {
        if (!RetentionClass.isName(name) || !today.isAfter(month.atEndOfMonth())) {
            return false;
        }
        RetentionClass retention = new RetentionClass(name);
        long from = Columns.micros(month.atDay(1).atStartOfDay(ZoneOffset.UTC).toInstant());
        long until =
                Columns.micros(
                        month.plusMonths(1).atDay(1).atStartOfDay(ZoneOffset.UTC).toInstant());
        return isOver(policy, retention, from, today)
                && isOver(policy, retention, until - 1, today)
                && tables.earliest(name, from, until).isEmpty();
    }

    static boolean isOver(
            Policy policy, RetentionClass retention, long happenedAt, LocalDate today) {
        return today.isAfter(
                Extension.lastDay(retention, happenedAt, policy.extensions(), Long.MAX_VALUE));
    }
}

package org.earshot.proxy.archive;

import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.earshot.common.db.Columns;

/// A decision that changed how long records are kept that were there already. Without one what a record's class says stands.
/// Pure.
///
/// @param sequence its number among the decisions, which gives their order
/// @param at when, microseconds since 1970: of records of that time and earlier
/// @param base name of the class, without a period
/// @param period empty: for ever
/// @param longer whether it may only lengthen; else it may only shorten
record Extension(
        long sequence, long at, String base, Optional<KeepingPeriod> period, boolean longer) {
    private static final Pattern NUMBER = Pattern.compile("[1-9][0-9]{0,17}");

    /// What a signed record `retention-set` says of records that were there; empty if nothing.
    ///
    /// @throws IllegalArgumentException if it can't be read
    static Optional<Extension> of(long at, Facts facts) {
        if (!facts.first("existing").equals(Optional.of("yes"))) {
            return Optional.empty();
        }
        boolean longer = facts.first("effect").equals(Optional.of("longer"));
        // shortened by two, or not at all
        if (!longer
                && (facts.first("proposed-by").isEmpty()
                        || facts.first("proposed-by").equals(facts.first("login")))) {
            throw new IllegalArgumentException("shortened by one");
        }
        return Optional.of(
                new Extension(
                        number(facts.first("sequence").orElseThrow()),
                        at,
                        facts.first("class").orElseThrow(),
                        period(facts.first("period").orElseThrow()),
                        longer));
    }

    private static long number(String text) {
        if (!NUMBER.matcher(text).matches()) {
            throw new IllegalArgumentException("no sequence");
        }
        return Long.parseLong(text);
    }

    /// @param text such as `10y`, or `forever`
    static Optional<KeepingPeriod> period(String text) {
        return text.equals("forever")
                ? Optional.empty()
                : Optional.of(
                        KeepingPeriod.of(text)
                                .orElseThrow(() -> new IllegalArgumentException("no period")));
    }

    /// The last day (UTC) on which a record has to be there; the far future where it is kept for ever.
    ///
    /// @param extensions what was decided, the first first
    /// @param until only what was decided by then counts, microseconds since 1970
    static LocalDate lastDay(
            RetentionClass retention, long happenedAt, List<Extension> extensions, long until) {
        LocalDate day = Columns.instant(happenedAt).atOffset(ZoneOffset.UTC).toLocalDate();
        LocalDate last = last(day, retention.period());
        for (Extension decision : extensions) {
            if (decision.base().equals(retention.base())
                    && happenedAt <= decision.at()
                    && decision.at() <= until) {
                LocalDate decided = last(day, decision.period());
                if (decided.isAfter(last) == decision.longer()) {
                    last = decided;
                }
            }
        }
        return last;
    }

    private static LocalDate last(LocalDate day, Optional<KeepingPeriod> period) {
        return period.map(some -> some.lastDay(day)).orElse(LocalDate.MAX);
    }
}

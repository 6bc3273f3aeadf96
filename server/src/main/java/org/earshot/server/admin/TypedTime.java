package org.earshot.server.admin;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;

/// A time as an administrator types it: a day, or an instant, in UTC unless it says otherwise.
///
/// @param first its first instant
/// @param after the end of a period that goes up to it: behind a day, at an instant
record TypedTime(Instant first, Instant after) {

    /// Empty if it is none.
    static Optional<TypedTime> parse(String typed) {
        try {
            if (typed.length() == 10) {
                LocalDate day = LocalDate.parse(typed);
                return Optional.of(
                        new TypedTime(
                                day.atStartOfDay().toInstant(ZoneOffset.UTC),
                                day.plusDays(1).atStartOfDay().toInstant(ZoneOffset.UTC)));
            }
            Instant at =
                    typed.matches(".*T.*(Z|[+-][0-9:]+)")
                            ? OffsetDateTime.parse(typed).toInstant()
                            : LocalDateTime.parse(typed).toInstant(ZoneOffset.UTC);
            return Optional.of(new TypedTime(at, at));
        } catch (DateTimeException _) {
            return Optional.empty();
        }
    }
}

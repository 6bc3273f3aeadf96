package org.earshot.proxy.archive;

import java.time.LocalDate;

/// By which day it is decided what has been kept for long enough. A clock that is wrong must not destroy what can't be brought
/// back: what counts is never later than the clock, and follows it by a day with each look, of which there is one an hour.
/// So what a clock that leapt ahead takes with it goes little by little, while somebody can notice; and a server that was
/// off for a year has caught up after two weeks. Pure.
final class ShreddingCalendar {
    private ShreddingCalendar() {}

    /// The day of the calendar after this look.
    ///
    /// @param last after the one before; days since 1970, 0: there was none
    /// @param clock the day that it is by the clock
    static long next(long last, LocalDate clock) {
        long today = clock.toEpochDay();
        return last == 0 ? today : Math.clamp(today, last - 1, last + 1);
    }

    /// The day that counts: a clock that went back counts at once.
    static LocalDate today(long calendar, LocalDate clock) {
        return LocalDate.ofEpochDay(Math.min(calendar, clock.toEpochDay()));
    }
}

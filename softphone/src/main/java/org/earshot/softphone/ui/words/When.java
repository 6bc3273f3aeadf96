package org.earshot.softphone.ui.words;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.time.format.TextStyle;
import java.util.Locale;

/// When something was, in as few words as are needed: a time of today, yesterday, a day of the last week, or a date. Pure.
public final class When {
    private When() {}

    /// @param at when it was
    /// @param now what the clock says
    /// @param zone where the user is
    public static String of(Instant at, Instant now, ZoneId zone) {
        ZonedDateTime then = at.atZone(zone);
        LocalDate today = now.atZone(zone).toLocalDate();
        LocalDate day = then.toLocalDate();
        if (!day.isBefore(today)) {
            return DateTimeFormatter.ofLocalizedTime(FormatStyle.SHORT).format(then);
        }
        if (day.equals(today.minusDays(1))) {
            return Texts.get("yesterday");
        }
        return day.isAfter(today.minusDays(7))
                ? day.getDayOfWeek().getDisplayName(TextStyle.FULL, Locale.getDefault())
                : DateTimeFormatter.ofLocalizedDate(FormatStyle.SHORT).format(then);
    }
}

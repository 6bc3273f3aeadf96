package org.earshot.proxy.archive;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// How long records are kept, counted from the day (UTC) on which they were written. Years are those of the calendar; where
/// there is no 29 February it is the 28th.
///
/// @param count 1–36500 days or 1–100 years
/// @param unit of it
public record KeepingPeriod(int count, Unit unit) {
    private static final Pattern TEXT = Pattern.compile("([1-9][0-9]{0,4})([dy])");

    /// What it is counted in.
    public enum Unit {
        DAYS('d', 36_500),
        YEARS('y', 100);

        private final char letter;
        private final int most;

        Unit(char letter, int most) {
            this.letter = letter;
            this.most = most;
        }
    }

    public KeepingPeriod {
        if (count < 1 || count > unit.most) {
            throw new IllegalArgumentException("a period of " + count + " " + unit);
        }
    }

    /// Reads what [#toString] writes, such as `10y` or `90d`; empty for what is none.
    public static Optional<KeepingPeriod> of(String text) {
        Matcher parts = TEXT.matcher(text);
        if (!parts.matches()) {
            return Optional.empty();
        }
        int count = Integer.parseInt(parts.group(1));
        Unit unit = parts.group(2).equals("d") ? Unit.DAYS : Unit.YEARS;
        return count > unit.most ? Optional.empty() : Optional.of(new KeepingPeriod(count, unit));
    }

    /// The last day on which a record of some day has to be there.
    LocalDate lastDay(LocalDate day) {
        try {
            return unit == Unit.DAYS ? day.plusDays(count) : day.plusYears(count);
        } catch (DateTimeException _) {
            return LocalDate.MAX;
        }
    }

    /// Whether it keeps no record for less long than another one.
    boolean isAtLeast(KeepingPeriod other) {
        return unit == other.unit ? count >= other.count : fewestDays() >= other.mostDays();
    }

    private int fewestDays() {
        // a century's year may have no 29 February
        return unit == Unit.DAYS ? count : 365 * count + Math.max(0, count / 4 - 1);
    }

    private int mostDays() {
        return unit == Unit.DAYS ? count : 365 * count + (count + 3) / 4;
    }

    @Override
    public String toString() {
        return String.valueOf(count) + unit.letter;
    }
}

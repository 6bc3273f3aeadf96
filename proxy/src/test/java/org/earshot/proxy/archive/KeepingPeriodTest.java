package org.earshot.proxy.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.LocalDate;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KeepingPeriodTest {
    @ParameterizedTest
    @CsvSource({
        "2026-03-01, 10y, 2036-03-01",
        "2024-02-29, 1y, 2025-02-28",
        "2024-02-29, 4y, 2028-02-29",
        "2026-12-31, 1d, 2027-01-01",
        "2026-03-01, 36500d, 2126-02-05"
    })
    void theLastDay(LocalDate day, String period, LocalDate last) {
        assertThat(KeepingPeriod.of(period).orElseThrow().lastDay(day)).isEqualTo(last);
        assertThat(KeepingPeriod.of(period).orElseThrow()).hasToString(period);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "10", "y", "0y", "010y", "101y", "36501d", "99999d", "-1y", "1m", "1y "})
    void whatIsNone(String text) {
        assertThat(KeepingPeriod.of(text)).isEmpty();
    }

    /// Days and years are compared so that nothing is ever kept shorter by mistake.
    @Test
    void whatIsAtLeastAsLongIsSoOnEveryDay() {
        Random random = new Random(3652);
        for (int i = 0; i < 20_000; i++) {
            KeepingPeriod one = any(random);
            KeepingPeriod other = any(random);
            LocalDate day = LocalDate.ofEpochDay(random.nextInt(80_000));
            if (one.isAtLeast(other)) {
                assertThat(one.lastDay(day))
                        .as("%s and %s from %s", one, other, day)
                        .isAfterOrEqualTo(other.lastDay(day));
            }
        }
    }

    private static KeepingPeriod any(Random random) {
        int years = random.nextInt(1, 30);
        return random.nextBoolean()
                ? new KeepingPeriod(years, KeepingPeriod.Unit.YEARS)
                : new KeepingPeriod(
                        Math.max(1, years * 365 + random.nextInt(-3, 12)), KeepingPeriod.Unit.DAYS);
    }

    @Test
    void aClassSaysItsPeriod() {
        RetentionClass kept = RetentionClass.MESSAGE.keptFor(KeepingPeriod.of("10y"));
        assertThat(kept.name()).isEqualTo("message-10y");
        assertThat(kept.base()).isEqualTo("message");
        assertThat(kept.period()).isEqualTo(KeepingPeriod.of("10y"));
        assertThat(kept.keptFor(Optional.empty())).isEqualTo(RetentionClass.MESSAGE);
        assertThat(RetentionClass.MESSAGE.period()).isEmpty();
        assertThat(new RetentionClass("message-0y").period()).isEmpty();
        assertThatThrownBy(
                        () -> new RetentionClass("averylongclass").keptFor(KeepingPeriod.of("10y")))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void theCalendarFollowsTheClockByADay() {
        LocalDate day = LocalDate.of(2026, 3, 1);
        long today = day.toEpochDay();
        assertThat(ShreddingCalendar.next(0, day)).isEqualTo(today);
        assertThat(ShreddingCalendar.next(today, day)).isEqualTo(today);
        assertThat(ShreddingCalendar.next(today, day.plusYears(60))).isEqualTo(today + 1);
        assertThat(ShreddingCalendar.next(today, day.minusYears(60))).isEqualTo(today - 1);
        assertThat(ShreddingCalendar.today(today + 9, day)).isEqualTo(day);
        assertThat(ShreddingCalendar.today(today - 9, day)).isEqualTo(day.minusDays(9));
    }
}

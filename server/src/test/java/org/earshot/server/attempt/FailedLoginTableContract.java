package org.earshot.server.attempt;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What a table of failed logins does, whatever is under it. Each test may find rows of other domains there.
abstract class FailedLoginTableContract {
    private static final AtomicInteger domains = new AtomicInteger();
    private static final Instant NOW = Instant.parse("2026-11-29T10:00:00.000001Z");
    private static final LocalDate DAY = LocalDate.parse("2026-11-29");

    private FailedLoginTable table;

    abstract FailedLoginTable open(String domain);

    @BeforeEach
    void start() {
        table = open("f" + domains.incrementAndGet() + ".example.org");
    }

    private static FailedLogin of(LocalDate day, String account, long times, Instant last) {
        return new FailedLogin(
                day, FailedLogin.Kind.PHONE, account, "192.0.2.7", times, last, last);
    }

    @Test
    void whatIsOfOneDayAccountAndAddressIsOneRow() {
        FailedLogin alice = of(DAY, "alice", 3, NOW);
        FailedLogin nobody = of(DAY, "", 1, NOW.plusSeconds(5));
        table.add(List.of(alice, nobody));
        table.add(List.of(of(DAY, "alice", 4, NOW.plusSeconds(9))));
        table.add(List.of(of(DAY, "alice", 1, NOW.plusSeconds(2))));
        table.add(List.of(of(DAY, "alice", 1, NOW.minusSeconds(3))));
        table.add(List.of());
        FailedLogin sum =
                new FailedLogin(
                        DAY,
                        FailedLogin.Kind.PHONE,
                        "alice",
                        "192.0.2.7",
                        9,
                        NOW.minusSeconds(3),
                        NOW.plusSeconds(9));
        assertThat(table.latest(DAY, 10)).containsExactly(sum, nobody);
        assertThat(table.latest(DAY, 1)).containsExactly(sum);
        assertThat(table.count(DAY)).isEqualTo(2);
    }

    @Test
    void daysAreKeptApartAndForgotten() {
        FailedLogin yesterday = of(DAY.minusDays(1), "alice", 1, NOW.minusSeconds(86_400));
        FailedLogin today = of(DAY, "alice", 1, NOW);
        table.add(List.of(yesterday, today));
        assertThat(table.latest(DAY.minusDays(1), 10)).containsExactly(today, yesterday);
        assertThat(table.latest(DAY, 10)).containsExactly(today);
        table.forget(DAY);
        assertThat(table.latest(DAY.minusDays(9), 10)).containsExactly(today);
        assertThat(table.count(DAY.minusDays(1))).isZero();
    }

    @Test
    void anotherDomainSeesNothingOfIt() {
        table.add(List.of(of(DAY, "alice", 1, NOW)));
        FailedLoginTable other = open("f" + domains.incrementAndGet() + ".example.org");
        assertThat(other.latest(DAY, 10)).isEmpty();
        other.forget(DAY.plusDays(9));
        assertThat(table.count(DAY)).isEqualTo(1);
    }
}

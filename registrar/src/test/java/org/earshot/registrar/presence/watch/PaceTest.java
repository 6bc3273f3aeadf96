package org.earshot.registrar.presence.watch;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PaceTest {
    private static final long LEAST = NotifyLimits.DEFAULT.least().toMillis();

    private final Pace pace = new Pace(NotifyLimits.DEFAULT);
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");

    /// Sends as soon as that may be, and says after how many milliseconds that was.
    private long send() {
        Duration wait = pace.wait(now);
        if (wait.isPositive()) {
            now = now.plus(wait);
        }
        pace.sent(now);
        return Math.max(0, wait.toMillis());
    }

    @Test
    void theFirstGoesAtOnceAndSomeFollowClosely() {
        List<Long> waits = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            waits.add(send());
        }
        assertThat(waits.getFirst()).isZero();
        assertThat(waits.subList(1, 10)).containsOnly(LEAST);
    }

    @Test
    void whileChangesDoNotEndThereIsOneInFiveSeconds() {
        Instant start = now;
        for (int i = 0; i < 20; i++) {
            send();
        }
        assertThat(Duration.between(start, now))
                .isBetween(Duration.ofSeconds(45), Duration.ofSeconds(52));
        assertThat(send()).isEqualTo(5000);
    }

    @Test
    void afterQuietThereIsNoWait() {
        for (int i = 0; i < 20; i++) {
            send();
        }
        now = now.plusSeconds(50);
        assertThat(send()).isZero();
        assertThat(send()).isEqualTo(LEAST);
    }

    @Test
    void aClockThatIsSetBackStopsNothing() {
        send();
        now = now.minusSeconds(3600);
        assertThat(send()).isZero();
        assertThat(send()).isEqualTo(LEAST);
    }
}

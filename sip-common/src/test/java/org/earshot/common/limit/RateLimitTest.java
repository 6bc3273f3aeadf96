package org.earshot.common.limit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.earshot.common.stack.FakeTimers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RateLimitTest {
    private final FakeTimers clock = new FakeTimers();
    private final RateLimit<String> limit = new RateLimit<>(new TokenBucket.Limit(2, 3), clock);

    @Test
    void aBurstThenTheRate() {
        assertThat(taken("a", 5)).isEqualTo(3);
        clock.advance(Duration.ofSeconds(1));
        assertThat(taken("a", 5)).isEqualTo(2);
        clock.advance(Duration.ofHours(1));
        assertThat(taken("a", 5)).isEqualTo(3);
    }

    @Test
    void eachHasItsOwn() {
        taken("a", 5);
        assertThat(taken("b", 5)).isEqualTo(3);
    }

    @Test
    void aRefusalCostsNothing() {
        taken("a", 100);
        clock.advance(Duration.ofMillis(500));
        assertThat(taken("a", 5)).isEqualTo(1);
    }

    @Test
    void aClockThatGoesBackGivesNothingAway() {
        TokenBucket bucket = new TokenBucket(0, clock.instant());
        assertThat(
                        bucket.refilled(
                                        new TokenBucket.Limit(2, 3),
                                        clock.instant().minusSeconds(9))
                                .tokens())
                .isZero();
    }

    @ParameterizedTest
    @CsvSource({"50, 1", "1, 1", "0.5, 2", "0.3, 4"})
    void theNextOneIsThereAfterSoManySeconds(double perSecond, int seconds) {
        assertThat(new TokenBucket.Limit(perSecond, 3).longestWait()).hasSeconds(seconds);
    }

    @Test
    void aFewADay() {
        assertThat(new TokenBucket.Limit(20 / 86400.0, 20).longestWait()).hasMinutes(72);
    }

    private int taken(String key, int tries) {
        int taken = 0;
        for (int i = 0; i < tries; i++) {
            taken += limit.tryTake(key) ? 1 : 0;
        }
        return taken;
    }
}

package org.earshot.server.msrprelay;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class AccountPaceTest {
    private static final long SECOND = 1_000_000_000;

    private final AtomicLong now = new AtomicLong(-5); // nanoseconds begin anywhere

    @Test
    void withoutALimitNobodyRests() {
        AccountPace pace = new AccountPace(0, now::get);
        assertThat(pace.rest(Long.MAX_VALUE / SECOND)).isZero();
    }

    @Test
    void whatPassesTakesItsTime() {
        AccountPace pace = new AccountPace(1000, now::get);
        assertThat(pace.rest(500)).isEqualTo(SECOND / 2);
        assertThat(pace.rest(500)).as("another connection waits behind it").isEqualTo(SECOND);
        now.addAndGet(SECOND);
        assertThat(pace.rest(250)).isEqualTo(SECOND / 4);
    }

    @Test
    void lateThreadsMakeItNoSlowerAndAPauseSavesUpNoMoreThanThat() {
        AccountPace pace = new AccountPace(1000, now::get);
        assertThat(pace.rest(1000)).isEqualTo(SECOND);
        now.addAndGet(SECOND + AccountPace.KEPT_NANOS / 2);
        assertThat(pace.rest(1000)).isEqualTo(SECOND - AccountPace.KEPT_NANOS / 2);
        now.addAndGet(3600 * SECOND);
        assertThat(pace.rest(1000)).isEqualTo(SECOND - AccountPace.KEPT_NANOS);
    }

    @Test
    void manySmallOnesTakeNoLessThanALargeOne() {
        AccountPace pace = new AccountPace(1_000_000, now::get);
        for (int i = 0; i < 1000; i++) {
            now.addAndGet(pace.rest(1000));
        }
        assertThat(now.get()).isEqualTo(SECOND - 5);
    }

    @Test
    void contentIsCountedByItself() {
        AccountPace pace = new AccountPace(1000, now::get);
        pace.passed(7);
        assertThat(pace.rest(100)).isPositive();
        pace.passed(8);
        assertThat(pace.bodies()).isEqualTo(15);
    }
}

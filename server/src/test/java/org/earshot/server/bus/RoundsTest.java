package org.earshot.server.bus;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.earshot.common.stack.FakeTimers;
import org.junit.jupiter.api.Test;

class RoundsTest {
    private final FakeTimers timers = new FakeTimers();
    private final AtomicInteger count = new AtomicInteger();

    private Rounds rounds(Runnable round) {
        Rounds rounds = new Rounds("test", Duration.ofSeconds(1), timers, Runnable::run, round);
        rounds.start();
        return rounds;
    }

    @Test
    void oneAfterEachPauseUntilTheEnd() {
        Rounds rounds = rounds(count::incrementAndGet);
        assertThat(count).hasValue(0);
        timers.advance(Duration.ofSeconds(3));
        assertThat(count).hasValue(3);
        rounds.close();
        timers.advance(Duration.ofSeconds(3));
        assertThat(count).hasValue(3);
        assertThat(timers.waiting()).isZero();
    }

    @Test
    void aFaultEndsNothing() {
        rounds(() -> {
            count.incrementAndGet();
            throw new AssertionError("on purpose");
        });
        timers.advance(Duration.ofSeconds(2));
        assertThat(count).hasValue(2);
    }
}

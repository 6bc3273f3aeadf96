package org.earshot.common.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
final class SystemTimersTest {
    private final SystemTimers timers = new SystemTimers("timers-under-test");
    private final BlockingQueue<String> ran = new LinkedBlockingQueue<>();

    @AfterEach
    void close() {
        timers.close();
    }

    @Test
    void tasksRunInTheirOrderAndNeverEarly() throws Exception {
        long start = System.nanoTime();
        timers.after(Duration.ofMillis(60), () -> ran.add("second"));
        timers.after(Duration.ofMillis(20), () -> ran.add("first"));
        assertThat(ran.take()).isEqualTo("first");
        assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(20_000_000);
        assertThat(ran.take()).isEqualTo("second");
        assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(60_000_000);
        assertThat(timers.waiting()).isZero();
    }

    @Test
    void whatIsTakenBackDoesNotRun() throws Exception {
        Timers.Cancellable first = timers.after(Duration.ofMillis(10), () -> ran.add("no"));
        first.cancel();
        first.cancel();
        timers.after(Duration.ofMillis(30), () -> ran.add("yes"));
        assertThat(ran.take()).isEqualTo("yes");
        assertThat(timers.waiting()).isZero();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aTaskThatThrowsDoesNotStopTheOthers(boolean error) throws Exception {
        timers.after(
                Duration.ZERO,
                () -> {
                    if (error) {
                        throw new StackOverflowError("on purpose");
                    }
                    throw new IllegalStateException("on purpose");
                });
        timers.after(Duration.ofMillis(10), () -> ran.add("next"));
        assertThat(ran.take()).isEqualTo("next");
    }

    @Test
    void farAwayTasksOfTheSameSlotWait() throws Exception {
        Timers.Cancellable far = timers.after(Duration.ofMillis(40_960 + 20), () -> ran.add("far"));
        timers.after(Duration.ofDays(1_000_000), () -> ran.add("farther"));
        timers.after(Duration.ofMillis(20), () -> ran.add("near"));
        assertThat(ran.take()).isEqualTo("near");
        assertThat(timers.waiting()).isEqualTo(2);
        far.cancel();
        assertThat(timers.waiting()).isEqualTo(1);
    }

    @Test
    void tensOfThousandsComeAndGo() throws Exception {
        int count = 50_000;
        CountDownLatch done = new CountDownLatch(count / 2);
        List<Timers.Cancellable> others = new ArrayList<>();
        for (int i = 0; i < count / 2; i++) {
            timers.after(Duration.ofMillis(i % 100), done::countDown);
            others.add(timers.after(Duration.ofSeconds(32), () -> ran.add("never")));
        }
        others.forEach(Timers.Cancellable::cancel);
        assertThat(done.await(20, TimeUnit.SECONDS)).isTrue();
        assertThat(timers.waiting()).isZero();
        assertThat(ran).isEmpty();
    }
}

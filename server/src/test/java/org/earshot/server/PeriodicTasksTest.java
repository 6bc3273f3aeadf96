package org.earshot.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.earshot.common.stack.SystemTimers;
import org.junit.jupiter.api.Test;

class PeriodicTasksTest {

    @Test
    void theEndWaitsForARunThatHasBegun() throws InterruptedException {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        AtomicBoolean whole = new AtomicBoolean();
        try (SystemTimers timers = new SystemTimers("test")) {
            PeriodicTasks tasks = new PeriodicTasks(timers);
            tasks.every(
                    Duration.ofMillis(1),
                    "test",
                    () -> {
                        begun.countDown();
                        await(release);
                        whole.set(true);
                    });
            begun.await();
            Thread closer = Thread.currentThread();
            Thread.ofVirtual()
                    .start(() -> {
                        while (closer.getState() != Thread.State.TIMED_WAITING) {
                            Thread.onSpinWait();
                        }
                        release.countDown();
                    });
            tasks.close();
            assertThat(whole).isTrue();
        }
    }

    @Test
    void aFaultEndsNothing() throws InterruptedException {
        CountDownLatch thrice = new CountDownLatch(3);
        try (SystemTimers timers = new SystemTimers("test");
                PeriodicTasks tasks = new PeriodicTasks(timers)) {
            tasks.every(
                    Duration.ofMillis(1),
                    "test",
                    () -> {
                        thrice.countDown();
                        throw new IllegalStateException("for a test");
                    });
            thrice.await();
        }
        assertThat(thrice.getCount()).isZero();
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

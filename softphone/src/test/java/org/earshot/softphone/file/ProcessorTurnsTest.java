package org.earshot.softphone.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class ProcessorTurnsTest {
    @Test
    void neverMoreHaveATurnThanMay() throws Exception {
        ProcessorTurns turns = new ProcessorTurns(2, Duration.ofMinutes(1));
        AtomicInteger now = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            threads.add(
                    Thread.ofPlatform()
                            .start(() -> {
                                for (int turn = 0; turn < 50; turn++) {
                                    try (var _ = turns.take()) {
                                        most.accumulateAndGet(now.incrementAndGet(), Math::max);
                                        Thread.onSpinWait();
                                        now.decrementAndGet();
                                    }
                                }
                            }));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(most.get()).isBetween(1, 2);
        assertThat(now.get()).isZero();
    }

    @Test
    void whoeverHoldsATurnForGoodHoldsNobodyUp() {
        ProcessorTurns turns = new ProcessorTurns(1, Duration.ofMillis(1));
        var stuck = turns.take();
        try (var _ = turns.take()) {
            try (var _ = turns.take()) {
                // goes on all the same
            }
        }
        stuck.close();
        try (var last = turns.take()) {
            assertThat(last).isNotNull();
        }
    }

    @Test
    void anInterruptionIsKept() {
        ProcessorTurns turns = new ProcessorTurns(1, Duration.ofMillis(1));
        Thread.currentThread().interrupt();
        try (var _ = turns.take()) {
            assertThat(Thread.interrupted()).isTrue();
        }
    }
}

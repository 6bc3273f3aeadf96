package org.earshot.server.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class CheckupTest {
    private static final Check GOOD = new Check("good", () -> {});

    @Test
    void whatDoesNotWorkSaysWhy() {
        List<Finding> findings =
                new Checkup(
                                List.of(
                                        GOOD,
                                        new Check(
                                                "bad",
                                                () -> {
                                                    throw new IOException("nobody there");
                                                }),
                                        new Check(
                                                "mute",
                                                () -> {
                                                    throw new IllegalStateException();
                                                })),
                                Duration.ofSeconds(5))
                        .run();
        assertThat(findings)
                .extracting(finding -> finding.check() + " " + finding.problem().orElse("works"))
                .containsExactly("good works", "bad nobody there", "mute IllegalStateException");
    }

    @Test
    void whatTakesTooLongIsInterruptedAndSaysSo() throws Exception {
        CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
        Check slow =
                new Check(
                        "slow",
                        () -> {
                            try {
                                new CountDownLatch(1).await();
                            } catch (InterruptedException e) {
                                interrupted.complete(true);
                            }
                        });
        List<Finding> findings = new Checkup(List.of(slow, GOOD), Duration.ofMillis(40)).run();
        assertThat(findings.getFirst().problem()).contains("no answer within 40 ms");
        assertThat(findings.getLast().isGood()).isTrue();
        assertThat(interrupted.get(60, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void whoAsksAgainAtOnceGetsTheSameAnswer() {
        AtomicInteger tried = new AtomicInteger();
        Checkup checkup =
                new Checkup(
                        List.of(new Check("one", tried::incrementAndGet)), Duration.ofSeconds(5));
        for (int i = 0; i < 100; i++) {
            checkup.run();
        }
        assertThat(tried).hasValueLessThan(100);
    }
}

package org.earshot.softphone.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class FilePaceTest {
    private static final long RATE = 10_000_000;
    private static final int PIECE = 16_384;

    private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 5); // a clock may begin anywhere
    private final FilePace pace = new FilePace(RATE, now::get);

    @Test
    void withoutACallNobodyRests() {
        assertThat(pace.restNanos(1L << 40)).isZero();
        pace.callBegins().close();
        assertThat(pace.restNanos(1L << 40)).isZero();
    }

    @Test
    void filesTogetherMoveSoManyBytesASecondDuringACall() {
        pace.callBegins();
        long moved = 0;
        long began = now.get();
        long[] awake = new long[30];
        Arrays.fill(awake, began);
        while (now.get() - began < TimeUnit.SECONDS.toNanos(10)) {
            for (int i = 0; i < awake.length; i++) {
                if (awake[i] - now.get() <= 0) {
                    awake[i] = now.get() + pace.restNanos(PIECE);
                    moved += PIECE;
                }
            }
            now.addAndGet(100_000);
        }
        assertThat(moved / 10.0).isBetween(0.95 * RATE, 1.05 * RATE);
    }

    @Test
    void aFewBytesNowAndThenNeverRest() { // a slow link, and answers
        pace.callBegins();
        for (int i = 0; i < 1_000; i++) {
            assertThat(pace.restNanos(PIECE)).isZero();
            now.addAndGet(TimeUnit.MILLISECONDS.toNanos(2));
        }
    }

    @Test
    void timeInWhichNothingMovedIsNotSaved() {
        pace.callBegins();
        now.addAndGet(TimeUnit.MINUTES.toNanos(5));
        assertThat(pace.restNanos(RATE)).isEqualTo(TimeUnit.SECONDS.toNanos(1));
    }

    @Test
    void aCallThatEndsTwiceDoesNotEndAnother() {
        FilePace.Call first = pace.callBegins();
        pace.callBegins();
        first.close();
        first.close();
        assertThat(pace.restNanos(RATE)).isPositive();
    }

    @Test
    void whatWasOwedInOneCallIsNotOwedInTheNext() {
        FilePace.Call call = pace.callBegins();
        assertThat(pace.restNanos(100 * RATE)).isPositive();
        call.close();
        pace.callBegins();
        assertThat(pace.restNanos(PIECE)).isZero();
    }
}

package org.earshot.server.bus;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SequenceWindowTest {
    private static final int POLLS = 3;
    private final SequenceWindow window = new SequenceWindow(POLLS);

    private void poll(long... sequences) {
        for (long sequence : sequences) {
            window.add(sequence);
        }
        window.endOfPoll();
    }

    @Test
    void withoutGapsNothingIsReadTwice() {
        poll(1, 2, 3);
        assertThat(window.from()).isEqualTo(3);
        assertThat(window.size()).isZero();
    }

    @Test
    void aRowIsNewsOnce() {
        assertThat(window.add(2)).isTrue();
        assertThat(window.add(2)).isFalse();
        window.endOfPoll();
        assertThat(window.add(2)).isFalse();
    }

    @Test
    void whatIsMissingIsLookedForAndIsNewsWhenItComes() {
        poll(1, 2, 4, 5);
        assertThat(window.from()).isEqualTo(2);
        assertThat(window.add(4)).isFalse();
        assertThat(window.add(3)).isTrue();
        window.endOfPoll();
        assertThat(window.from()).isEqualTo(5);
        assertThat(window.size()).isZero();
    }

    @Test
    void whatStaysMissingIsGivenUp() {
        poll(1, 2, 4);
        for (int i = 0; i < POLLS; i++) {
            assertThat(window.from()).isEqualTo(2);
            poll();
        }
        assertThat(window.from()).isEqualTo(4);
        assertThat(window.size()).isZero();
    }

    @Test
    void stepsOfAClusterAreReadAgainWhileTheyAreYoung() {
        poll(3, 6, 9);
        poll(12);
        poll(15);
        poll(18);
        assertThat(window.from()).isEqualTo(9);
        assertThat(window.add(7)).isFalse(); // given up
        assertThat(window.add(13)).isTrue();
    }

    @Test
    void itStartsAnewAlsoLower() {
        poll(1000, 1001);
        window.startAt(5);
        assertThat(window.from()).isEqualTo(5);
        assertThat(window.add(5)).isFalse();
        assertThat(window.add(6)).isTrue();
        assertThat(window.high()).isEqualTo(6);
    }

    @Test
    void memoryIsBounded() {
        for (long i = 0; i < 200_000; i++) {
            window.add(i * 2 + 2);
        }
        window.endOfPoll();
        assertThat(window.size()).isLessThanOrEqualTo(50_000);
        assertThat(window.high()).isEqualTo(400_000);
    }

    /// Numbers become visible up to two polls after higher ones: each is news exactly once.
    @Test
    void nothingIsLostOrToldTwice() {
        Random random = new Random(7);
        for (int run = 0; run < 50; run++) {
            SequenceWindow some = new SequenceWindow(POLLS);
            long[] visibleAt = new long[300];
            for (int i = 0; i < visibleAt.length; i++) {
                visibleAt[i] = i / 10L + random.nextInt(3);
            }
            Set<Integer> told = new HashSet<>();
            for (long poll = 0; poll < 40; poll++) {
                for (int i = 0; i < visibleAt.length; i++) {
                    if (visibleAt[i] <= poll && i + 1 > some.from() && some.add(i + 1)) {
                        assertThat(told.add(i)).isTrue();
                    }
                }
                some.endOfPoll();
            }
            assertThat(told).hasSize(visibleAt.length);
        }
    }
}

package org.earshot.softphone.media.srtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.earshot.softphone.media.srtp.ReplayWindow.Verdict;
import org.junit.jupiter.api.Test;

class ReplayWindowTest {

    private final ReplayWindow window = new ReplayWindow();

    @Test
    void anIndexIsNewOnce() {
        assertThat(window.check(0)).isEqualTo(Verdict.NEW);
        window.mark(0);
        assertThat(window.check(0)).isEqualTo(Verdict.SEEN);
    }

    @Test
    void aLateIndexWithinTheWindowIsNew() {
        window.mark(5_000);
        assertThat(window.check(5_000 - ReplayWindow.SIZE + 1)).isEqualTo(Verdict.NEW);
        assertThat(window.check(5_000 - ReplayWindow.SIZE)).isEqualTo(Verdict.TOO_OLD);
    }

    @Test
    void theWindowHasAtLeastThe64OfTheRfc() {
        assertThat(ReplayWindow.SIZE).isGreaterThanOrEqualTo(64);
    }

    @Test
    void aJumpOverTheWholeRingForgetsNothingThatStillCounts() {
        window.mark(3);
        window.mark(1L << 40);
        assertThat(window.check(1L << 40)).isEqualTo(Verdict.SEEN);
        assertThat(window.check((1L << 40) - 1)).isEqualTo(Verdict.NEW);
        assertThat(window.check(3)).isEqualTo(Verdict.TOO_OLD);
    }

    @Test
    void itAgreesWithASetForAnyOrder() {
        Random random = new Random(3711);
        Set<Long> seen = new HashSet<>();
        long highest = -1;
        for (int i = 0; i < 20_000; i++) {
            long index = Math.max(0, highest + random.nextInt(-1_200, 200));
            Verdict expected =
                    highest - index >= ReplayWindow.SIZE
                            ? Verdict.TOO_OLD
                            : seen.contains(index) ? Verdict.SEEN : Verdict.NEW;
            assertThat(window.check(index))
                    .as("index %d after %d", index, highest)
                    .isEqualTo(expected);
            if (expected == Verdict.NEW) {
                window.mark(index);
                seen.add(index);
                highest = Math.max(highest, index);
            }
        }
    }
}

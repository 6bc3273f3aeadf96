package org.earshot.softphone.media.rtp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.earshot.softphone.media.rtp.LossPattern.Seen;
import org.junit.jupiter.api.Test;

class LossPatternTest {

    /// @param arrivals 1: there; all else: missing
    private static Seen seen(String arrivals) {
        LossPattern pattern = new LossPattern();
        arrivals.chars()
                .forEach(packet -> {
                    if (packet == '1') {
                        pattern.present();
                    } else {
                        pattern.missing(1);
                    }
                });
        return pattern.seen();
    }

    // the example of RFC 3611 §4.7.2: 0 is lost, X comes too late
    @Test
    void theExampleOfTheStandard() {
        Seen seen = seen("11110111111111111111111X111X1011110111111111111111111X111111111");

        assertThat(seen.packets()).isEqualTo(63);
        assertThat(seen.bursts()).isEqualTo(1);
        assertThat(seen.burstDensity()).isCloseTo(0.33, within(0.005));
        assertThat(seen.burstLength() * 20).isEqualTo(240);
        assertThat(seen.gapDensity()).isCloseTo(0.04, within(0.005));
        assertThat(seen.gapLength() * 20).isEqualTo(510);
        assertThat(seen.runs()).isEqualTo(6);
    }

    @Test
    void withoutLossAllIsOneGap() {
        Seen seen = seen("1".repeat(100));

        assertThat(seen.bursts() + seen.missing() + seen.runs()).isZero();
        assertThat(seen.burstDensity() + seen.gapDensity() + seen.burstLength()).isZero();
        assertThat(seen.gapLength()).isEqualTo(100);
    }

    @Test
    void fifteenBetweenTwoLossesMakeABurstAndSixteenDoNot() {
        String start = "1".repeat(30) + "0";
        String end = "0" + "1".repeat(30);
        assertThat(seen(start + "1".repeat(15) + end).burstLength()).isEqualTo(17);
        assertThat(seen(start + "1".repeat(16) + end).bursts()).isZero();
        assertThat(seen(start + "1".repeat(16) + end).gapDensity())
                .isCloseTo(2.0 / 78, within(1e-9));
    }

    @Test
    void aBurstThatGoesOnCounts() {
        Seen seen = seen("1".repeat(20) + "0101");

        assertThat(seen.bursts()).isEqualTo(1);
        assertThat(seen.burstLength()).isEqualTo(3);
        assertThat(seen.gapLength()).isEqualTo(21);
    }

    @Test
    void runsAreCountedAsTheyComeAndInWhole() {
        LossPattern pattern = new LossPattern();
        pattern.missing(0);
        pattern.missing(3);
        pattern.missing(2);
        pattern.present();
        pattern.missing(1);

        assertThat(pattern.seen()).isEqualTo(new Seen(7, 6, 2, 1, 7, 6, true));
    }

    @Test
    void nothingIsCountedTwiceWhateverComes() {
        Random random = new Random(3_611);
        for (int round = 0; round < 200; round++) {
            LossPattern pattern = new LossPattern();
            int share = random.nextInt(1, 60);
            for (int i = 0; i < 500; i++) {
                if (random.nextInt(60) < share) {
                    pattern.present();
                } else {
                    pattern.missing(random.nextInt(4));
                }
                Seen seen = pattern.seen();
                assertThat(seen.burstMissing()).isLessThanOrEqualTo(seen.missing());
                assertThat(seen.burstPackets()).isLessThanOrEqualTo(seen.packets());
                assertThat(seen.missing()).isLessThanOrEqualTo(seen.packets());
            }
        }
    }
}

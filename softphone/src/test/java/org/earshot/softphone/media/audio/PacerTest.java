package org.earshot.softphone.media.audio;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PacerTest {
    private final FakeFrameClock clock = new FakeFrameClock();
    private final Pacer pacer = new Pacer(clock);
    private final long start = clock.nanoTime();

    private void frames(int count) {
        for (int i = 0; i < count; i++) {
            pacer.await();
        }
    }

    @Test
    void aHundredFramesTakeASecond() {
        frames(100);

        assertThat(clock.nanoTime() - start).isEqualTo(1_000_000_000);
    }

    @Test
    void aFrameThatTookLongIsMadeUpFor() {
        frames(10);
        clock.advance(37_000_000);
        frames(90);

        assertThat(clock.nanoTime() - start).isEqualTo(1_000_000_000);
    }

    @Test
    void afterAPauseTheLostTimeStaysLost() {
        frames(10);
        clock.advance(2_000_000_000);
        frames(10);

        assertThat(clock.nanoTime() - start).isEqualTo(2_200_000_000L);
    }
}

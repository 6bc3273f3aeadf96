package org.earshot.softphone.media.audio;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LineBufferTest {
    private static final long SECOND = 1_000_000_000;

    private final LineBuffer buffer = new LineBuffer();

    @Test
    void itGrowsWhenItRanDryThriceInTenSeconds() {
        assertThat(buffer.ranDry(0)).isFalse();
        assertThat(buffer.ranDry(SECOND)).isFalse();
        assertThat(buffer.frames()).isEqualTo(2);

        assertThat(buffer.ranDry(9 * SECOND)).isTrue();
        assertThat(buffer.frames()).isEqualTo(4);
        assertThat(buffer.total()).isEqualTo(3);
    }

    @Test
    void nowAndThenIsNoReason() {
        for (int i = 0; i < 100; i++) {
            assertThat(buffer.ranDry(i * 6L * SECOND)).isFalse();
        }
    }

    @Test
    void itHasAnEnd() {
        for (int i = 0; i < 100; i++) {
            buffer.ranDry(i);
        }
        assertThat(buffer.frames()).isEqualTo(LineBuffer.MAX_FRAMES);
    }
}

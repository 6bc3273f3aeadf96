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

    private void grows(long at) {
        buffer.ranDry(at);
        buffer.ranDry(at);
        assertThat(buffer.ranDry(at)).isTrue();
    }

    /// One standstill of a machine must not cost each word that is said after it.
    @Test
    void whatNeverRunsDryAnyMoreGetsSmallerAgain() {
        grows(0);
        grows(SECOND);
        assertThat(buffer.frames()).isEqualTo(6);
        assertThat(buffer.mayShrink(30 * SECOND)).isFalse();
        assertThat(buffer.mayShrink(31 * SECOND)).isTrue();
        assertThat(buffer.frames()).isEqualTo(4);
        assertThat(buffer.mayShrink(60 * SECOND)).isFalse();
        assertThat(buffer.mayShrink(61 * SECOND)).isTrue();
        assertThat(buffer.frames()).isEqualTo(2);
        assertThat(buffer.mayShrink(1000 * SECOND)).isFalse();
    }

    @Test
    void itWaitsAnewWhereItRunsDryMeanwhile() {
        grows(0);
        buffer.ranDry(20 * SECOND);
        assertThat(buffer.mayShrink(49 * SECOND)).isFalse();
        assertThat(buffer.mayShrink(50 * SECOND)).isTrue();
    }

    /// Else a machine that needs the larger one would be heard to stumble twice a minute.
    @Test
    void itWaitsLongerEachTimeThatWasWrong() {
        grows(0);
        assertThat(buffer.mayShrink(30 * SECOND)).isTrue();
        grows(31 * SECOND);
        assertThat(buffer.mayShrink(90 * SECOND)).isFalse();
        assertThat(buffer.mayShrink(91 * SECOND)).isTrue();
        grows(92 * SECOND);
        assertThat(buffer.mayShrink(211 * SECOND)).isFalse();
        assertThat(buffer.mayShrink(212 * SECOND)).isTrue();
        long at = 213 * SECOND;
        for (int i = 0; i < 10; i++) {
            grows(at);
            at += 480 * SECOND; // never longer than that
            assertThat(buffer.mayShrink(at)).isTrue();
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

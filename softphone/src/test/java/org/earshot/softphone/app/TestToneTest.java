package org.earshot.softphone.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.earshot.softphone.media.audio.AudioFrame;
import org.junit.jupiter.api.Test;

class TestToneTest {
    private final TestTone tone = new TestTone();
    private final short[] frame = new short[AudioFrame.SAMPLES];

    private int loudest() {
        tone.playout(frame, 0);
        return IntStream.range(0, frame.length).map(i -> Math.abs(frame[i])).max().orElseThrow();
    }

    @Test
    void twoNotesComeAndGoAndThenItIsOver() {
        int[] loudness = IntStream.range(0, 160).map(_ -> loudest()).toArray();
        assertThat(loudness[0]).isZero();
        assertThat(loudness[40]).isBetween(7_000, 9_000);
        assertThat(loudness[79]).isLessThan(2_000);
        assertThat(loudness[120]).isBetween(7_000, 9_000);
        assertThat(tone.done()).succeedsWithin(java.time.Duration.ofSeconds(10));
        assertThat(loudest()).isZero();
    }
}

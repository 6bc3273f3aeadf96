package org.earshot.softphone.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Arrays;
import org.assertj.core.data.Offset;
import org.earshot.softphone.media.audio.AudioFrame;
import org.junit.jupiter.api.Test;

class SoundTestTest {
    private static final int FRAMES = 400;

    private final SoundTest test = new SoundTest();
    private final short[] frame = new short[AudioFrame.SAMPLES];

    private void speak(int value) {
        Arrays.fill(frame, (short) value);
        test.captured(frame, 0);
    }

    private short[] listen() {
        Arrays.fill(frame, (short) 9); // what was there before
        test.playout(frame, 0);
        return frame;
    }

    @Test
    void nothingIsPlayedWhileItRecords() {
        for (int i = 1; i < FRAMES; i++) {
            speak(i);
            assertThat(listen()).containsOnly(0);
        }
    }

    @Test
    void fourSecondsArePlayedAsTheyWereRecordedAndThenItIsSilent() {
        for (int i = 1; i <= FRAMES; i++) {
            speak(i);
        }
        speak(30_000); // too late
        for (int i = 1; i <= FRAMES; i++) {
            assertThat(test.done()).isNotDone();
            assertThat(listen()).as("frame %d", i).containsOnly(i);
        }
        assertThat(listen()).containsOnly(0);
        assertThat(test.done())
                .succeedsWithin(Duration.ofSeconds(10))
                .satisfies(loudest ->
                        assertThat(loudest).isCloseTo(FRAMES / 32_768.0, Offset.offset(1e-9)));
    }

    @Test
    void theLowestSampleIsTheLoudestThereIs() {
        for (int i = 1; i <= FRAMES; i++) {
            speak(i == 3 ? Short.MIN_VALUE : 0);
        }
        for (int i = 1; i <= FRAMES; i++) {
            listen();
        }
        assertThat(test.done()).succeedsWithin(Duration.ofSeconds(10)).isEqualTo(1.0);
    }
}

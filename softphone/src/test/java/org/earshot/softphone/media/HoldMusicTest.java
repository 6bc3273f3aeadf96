package org.earshot.softphone.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.earshot.softphone.media.audio.AudioFrame;
import org.junit.jupiter.api.Test;

class HoldMusicTest {
    private static final int LENGTH = 1_000;

    private static short[] samples(int count) {
        short[] samples = new short[count];
        for (int i = 0; i < count; i++) {
            samples[i] = (short) i;
        }
        return samples;
    }

    @Test
    void itGoesOnAndOnWithoutAGap() {
        HoldMusic.Player player = new HoldMusic(samples(LENGTH)).play();
        int expected = 0;
        for (int frame = 0; frame < 50; frame++) {
            for (short sample : player.next()) {
                assertThat(sample).isEqualTo((short) expected);
                expected = (expected + 1) % LENGTH;
            }
        }
    }

    @Test
    void eachHoldBeginsAtItsStart() {
        HoldMusic music = new HoldMusic(samples(LENGTH));
        music.play().next();

        assertThat(music.play().next()).startsWith((short) 0, (short) 1, (short) 2);
    }

    @Test
    void tooLittleIsRefused() {
        assertThatThrownBy(() -> new HoldMusic(new short[AudioFrame.SAMPLES - 1]))
                .isInstanceOf(IllegalArgumentException.class);
    }
}

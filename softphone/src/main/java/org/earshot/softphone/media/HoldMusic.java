package org.earshot.softphone.media;

import java.util.Arrays;
import org.earshot.softphone.media.audio.AudioFrame;

/// What somebody hears whom we hold: from its start at each hold, again and again. Immutable.
public final class HoldMusic {
    private final short[] samples;

    /// @param samples 48 kHz, mono; copied
    /// @throws IllegalArgumentException if there are fewer than those of 10 ms
    public HoldMusic(short[] samples) {
        if (samples.length < AudioFrame.SAMPLES) {
            throw new IllegalArgumentException("music of less than 10 ms");
        }
        this.samples = Arrays.copyOf(samples, samples.length);
    }

    /// Begins.
    Player play() {
        return new Player();
    }

    /// One hold. Confined to the capture thread.
    final class Player {
        private final short[] frame = new short[AudioFrame.SAMPLES];
        private int position;

        private Player() {}

        /// The next 10 ms, good until the next call of this.
        short[] next() {
            int first = Math.min(frame.length, samples.length - position);
            System.arraycopy(samples, position, frame, 0, first);
            System.arraycopy(samples, 0, frame, first, frame.length - first);
            position = (position + frame.length) % samples.length;
            return frame;
        }
    }
}

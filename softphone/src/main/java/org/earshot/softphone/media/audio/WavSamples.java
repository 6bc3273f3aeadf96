package org.earshot.softphone.media.audio;

import java.util.Arrays;

/// Sound in memory: silence until it is started, then once from its start to its end, then silence. Confined to the capture thread.
final class WavSamples implements PacedSource.Samples {
    private final short[] sound;
    private int position;

    WavSamples(short[] sound) {
        this.sound = sound;
        position = sound.length;
    }

    @Override
    public void next(short[] frame) {
        int count = Math.min(frame.length, sound.length - position);
        System.arraycopy(sound, position, frame, 0, count);
        Arrays.fill(frame, count, frame.length, (short) 0);
        position += count;
    }

    @Override
    public void restart() {
        position = 0;
    }
}

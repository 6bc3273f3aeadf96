package org.earshot.softphone.media.processing;

import java.util.Arrays;

/// What the loudspeaker got lately, to be read from any place of the last second. For one thread.
///
/// Playing and capturing threads don't take turns exactly: places are counted by captured frames, and follow the played ones only
/// when these are ahead or behind for long, so that a frame that is late for once moves nothing.
final class Playback {
    private static final int SAMPLES = 1 << 16;
    private static final int TOLERATED = VoiceProcessor.SAMPLES;
    private static final int WINDOW_FRAMES = 50;

    private final float[] samples = new float[SAMPLES];
    private long written; // samples
    private long now;
    private int frames;
    private long least;
    private long most;
    private boolean begun;

    void reset() {
        Arrays.fill(samples, 0);
        begun = false;
        frames = 0;
    }

    void add(short[] frame) {
        for (int i = 0; i < frame.length; i++) {
            samples[(int) ((written + i) % SAMPLES)] = frame[i] / 32_768f;
        }
        written += frame.length;
    }

    /// A frame was captured.
    ///
    /// @return by how many samples places have moved besides
    long captured() {
        now = begun ? now + VoiceProcessor.SAMPLES : written;
        begun = true;
        long ahead = written - now;
        least = frames == 0 ? ahead : Math.min(least, ahead);
        most = frames == 0 ? ahead : Math.max(most, ahead);
        frames++;
        if (frames < WINDOW_FRAMES && Math.abs(ahead) < SAMPLES / 4) {
            return 0;
        }
        frames = 0;
        long moved = least > TOLERATED ? least : most < -TOLERATED ? most : 0;
        if (Math.abs(ahead) >= SAMPLES / 4) {
            moved = ahead;
        }
        now += moved;
        return moved;
    }

    /// Fills `to` with what ended `delay` samples before now; with silence where nothing was played yet.
    ///
    /// @param delay 0 or more; between two samples by a cubic (good to 8 kHz, where speech is)
    void read(double delay, float[] to) {
        double start = Math.ceil(delay);
        float t = (float) (start - delay); // behind the sample before
        long from = now - (long) start - to.length;
        float before = at(from - 1);
        float here = at(from);
        float next = at(from + 1);
        for (int i = 0; i < to.length; i++) {
            float after = at(from + i + 2);
            to[i] =
                    here
                            + 0.5f
                                    * t
                                    * (next
                                            - before
                                            + t
                                                    * (2 * before
                                                            - 5 * here
                                                            + 4 * next
                                                            - after
                                                            + t
                                                                    * (3 * (here - next)
                                                                            + after
                                                                            - before)));
            before = here;
            here = next;
            next = after;
        }
    }

    private float at(long place) {
        return place >= 0 && place < written ? samples[(int) (place % SAMPLES)] : 0;
    }
}

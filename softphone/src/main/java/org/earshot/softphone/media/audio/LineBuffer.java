package org.earshot.softphone.media.audio;

import java.util.concurrent.TimeUnit;

/// How large a line's buffer shall be: 20 ms, and 20 ms more each time it ran dry thrice within ten seconds. Confined to one thread.
final class LineBuffer {
    static final int START_FRAMES = 2;
    static final int MAX_FRAMES = 16;
    private static final int TOLERATED = 3;
    private static final long WINDOW_NANOS = TimeUnit.SECONDS.toNanos(10);

    private int frames = START_FRAMES;
    private long total;
    private int recent;
    private long recentSince;

    /// Of 10 ms each.
    int frames() {
        return frames;
    }

    /// Counts; says whether the line must be opened anew with the larger buffer that [#frames] is from now on.
    boolean ranDry(long nowNanos) {
        total++;
        if (recent == 0 || nowNanos - recentSince > WINDOW_NANOS) {
            recent = 0;
            recentSince = nowNanos;
        }
        if (++recent < TOLERATED || frames >= MAX_FRAMES) {
            return false;
        }
        recent = 0;
        frames += START_FRAMES;
        return true;
    }

    long total() {
        return total;
    }
}

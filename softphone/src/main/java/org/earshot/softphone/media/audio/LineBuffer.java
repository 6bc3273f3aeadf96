package org.earshot.softphone.media.audio;

import java.util.concurrent.TimeUnit;

/// How large a line's buffer shall be: 20 ms, and 20 ms more each time it ran dry thrice within ten seconds. Where a line can be made shorter
/// while it plays, 20 ms less for each half minute without that; each time it grows after it was made shorter, it stays so twice as long.
/// Confined to one thread.
final class LineBuffer {
    static final int START_FRAMES = 2;
    static final int MAX_FRAMES = 16;
    private static final int TOLERATED = 3;
    private static final long WINDOW_NANOS = TimeUnit.SECONDS.toNanos(10);
    private static final long CALM_NANOS = TimeUnit.SECONDS.toNanos(30);
    private static final long LONGEST_CALM_NANOS = 16 * CALM_NANOS;

    private int frames = START_FRAMES;
    private long total;
    private int recent;
    private long recentSince;
    private long calmSince;
    private long calm = CALM_NANOS;
    private boolean shrunk;

    /// Of 10 ms each.
    int frames() {
        return frames;
    }

    /// Counts; says whether the line must be opened anew with the larger buffer that [#frames] is from now on.
    boolean ranDry(long nowNanos) {
        total++;
        calmSince = nowNanos;
        if (recent == 0 || nowNanos - recentSince > WINDOW_NANOS) {
            recent = 0;
            recentSince = nowNanos;
        }
        if (++recent < TOLERATED || frames >= MAX_FRAMES) {
            return false;
        }
        recent = 0;
        frames += START_FRAMES;
        if (shrunk) {
            shrunk = false;
            calm = Math.min(2 * calm, LONGEST_CALM_NANOS);
        }
        return true;
    }

    /// Says whether the line should be made as short as [#frames] is from now on.
    boolean mayShrink(long nowNanos) {
        if (frames == START_FRAMES || nowNanos - calmSince < calm) {
            return false;
        }
        calmSince = nowNanos;
        frames -= START_FRAMES;
        shrunk = true;
        return true;
    }

    long total() {
        return total;
    }
}

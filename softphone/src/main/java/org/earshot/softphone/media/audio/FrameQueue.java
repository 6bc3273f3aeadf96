package org.earshot.softphone.media.audio;

/// Frames on their way from one thread to another one, without locks. One thread puts, one takes; nothing is allocated.
public final class FrameQueue {
    private final short[][] frames;
    private volatile int put;
    private volatile int taken;

    /// @param capacity a power of two
    public FrameQueue(int capacity) {
        if (Integer.bitCount(capacity) != 1) {
            throw new IllegalArgumentException(capacity + " frames");
        }
        frames = new short[capacity][AudioFrame.SAMPLES];
    }

    /// Puts a copy, unless there is no room. The one thread.
    ///
    /// @return whether there was
    public boolean put(short[] frame) {
        int at = put;
        if (at - taken == frames.length) {
            return false;
        }
        System.arraycopy(frame, 0, frames[at & (frames.length - 1)], 0, AudioFrame.SAMPLES);
        put = at + 1;
        return true;
    }

    /// How many wait. Any thread.
    public int size() {
        return put - taken;
    }

    /// Takes the next. The other thread.
    ///
    /// @return whether there was one
    public boolean take(short[] into) {
        int at = taken;
        if (put == at) {
            return false;
        }
        System.arraycopy(frames[at & (frames.length - 1)], 0, into, 0, AudioFrame.SAMPLES);
        taken = at + 1;
        return true;
    }

    /// Leaves out all but the newest. The other thread.
    public void keep(int newest) {
        taken = Math.max(taken, put - newest);
    }
}

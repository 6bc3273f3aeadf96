package org.earshot.softphone.media.processing;

import java.util.concurrent.atomic.AtomicLong;

/// Frames on their way from the one playout thread to the one capture thread, without a lock. What comes while it is full, as
/// nobody captures, is dropped.
final class ReferenceQueue {
    private static final int FRAMES = 64; // 640 ms

    private final short[][] frames = new short[FRAMES][VoiceProcessor.SAMPLES];
    private final AtomicLong written = new AtomicLong();
    private final AtomicLong read = new AtomicLong();

    /// The playout thread's.
    void put(short[] frame) {
        long at = written.get();
        if (at - read.get() < FRAMES) {
            System.arraycopy(frame, 0, frames[(int) (at % FRAMES)], 0, VoiceProcessor.SAMPLES);
            written.set(at + 1);
        }
    }

    /// The capture thread's.
    ///
    /// @return false, and `frame` as it was, when none waits
    boolean poll(short[] frame) {
        long at = read.get();
        if (at == written.get()) {
            return false;
        }
        System.arraycopy(frames[(int) (at % FRAMES)], 0, frame, 0, VoiceProcessor.SAMPLES);
        read.set(at + 1);
        return true;
    }
}

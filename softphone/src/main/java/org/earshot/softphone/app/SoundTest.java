package org.earshot.softphone.app;

import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import org.earshot.softphone.media.audio.AudioFrame;
import org.earshot.softphone.media.audio.AudioSession;

/// Records some seconds, then plays them, in the audio engine like a call. The two methods are called by two threads, which share
/// the number of recorded frames only.
final class SoundTest implements AudioSession {
    private static final int FRAMES = 400;

    private final CompletableFuture<Double> done = new CompletableFuture<>();
    private final short[] recorded = new short[FRAMES * AudioFrame.SAMPLES];
    private volatile int captured;
    private volatile int loudest;
    private int played;

    @Override
    @SuppressWarnings("NonAtomicVolatileUpdate") // one thread writes
    public void captured(short[] frame, long nanoTime) {
        if (captured == FRAMES) {
            return;
        }
        System.arraycopy(frame, 0, recorded, captured * AudioFrame.SAMPLES, AudioFrame.SAMPLES);
        int peak = loudest;
        for (short sample : frame) {
            peak = Math.max(peak, Math.abs(sample));
        }
        loudest = peak;
        captured++;
    }

    @Override
    public void playout(short[] frame, long nanoTime) {
        if (captured < FRAMES || played == FRAMES) {
            Arrays.fill(frame, (short) 0);
            return;
        }
        System.arraycopy(recorded, played * AudioFrame.SAMPLES, frame, 0, AudioFrame.SAMPLES);
        if (++played == FRAMES) {
            done.completeAsync(() -> loudest / 32_768.0);
        }
    }

    /// Completes with the loudest sample, 0 to 1, once all was played.
    CompletableFuture<Double> done() {
        return done;
    }
}

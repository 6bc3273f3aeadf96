package org.earshot.softphone.app;

import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import org.earshot.softphone.media.audio.AudioFrame;
import org.earshot.softphone.media.audio.AudioSession;

/// Two notes, one after the other, by which somebody finds out whether a loudspeaker is on. The playout thread's.
final class TestTone implements AudioSession {
    private static final int NOTE_FRAMES = 80;
    private static final double[] HERTZ = {440, 660};

    /// Of each note, in which it comes and goes, so that it does not click.
    private static final int EDGE_FRAMES = 5;

    private static final double LOUDNESS = 0.25 * Short.MAX_VALUE;

    private final CompletableFuture<Void> done = new CompletableFuture<>();
    private int frame;
    private double phase;

    @Override
    public void captured(short[] heard, long nanoTime) {}

    @Override
    public void playout(short[] samples, long nanoTime) {
        int note = frame / NOTE_FRAMES;
        if (note >= HERTZ.length) {
            Arrays.fill(samples, (short) 0);
            return;
        }
        int inNote = frame % NOTE_FRAMES;
        double edge = Math.min(1, Math.min(inNote, NOTE_FRAMES - inNote) / (double) EDGE_FRAMES);
        double step = 2 * Math.PI * HERTZ[note] / AudioFrame.SAMPLE_RATE;
        for (int i = 0; i < AudioFrame.SAMPLES; i++) {
            samples[i] = (short) (LOUDNESS * edge * Math.sin(phase));
            phase += step;
        }
        frame++;
        if (frame == NOTE_FRAMES * HERTZ.length) {
            done.completeAsync(() -> null);
        }
    }

    /// Completes once all was played.
    CompletableFuture<Void> done() {
        return done;
    }
}

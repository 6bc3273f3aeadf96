package org.earshot.softphone.media.audio;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The engine with the system's clock, tone and file: the pace is right, and the recording can be read while it runs and after.
class RealTimeAudioIT {
    private static final int FRAMES = 120;
    private static final int PATIENCE_SECONDS = 60;

    @TempDir Path folder;

    @Test
    void aToneIsCapturedAndRecordedInRealTime() throws Exception {
        Path file = folder.resolve("tone.wav");
        var session = new Loop();
        long start = System.nanoTime();
        try (var engine =
                new AudioEngine(
                        new SystemAudioBackend(), new AudioSpec.Tone(), new AudioSpec.File(file))) {
            engine.join(session);
            assertThat(session.played.await(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
            long elapsed = System.nanoTime() - start;

            assertThat(elapsed).isGreaterThan((FRAMES - 2) * AudioFrame.NANOS);
            assertThat(settled(file, 1)).as("while it runs").isPositive();
            engine.leave(session).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        }
        int all = FRAMES * AudioFrame.SAMPLES;
        assertThat(settled(file, all)).isGreaterThanOrEqualTo(all);
        assertThat(session.loudest).isGreaterThan(8_000);
    }

    private static int samples(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return WavReader.read(in).length;
        }
    }

    /// The file is written by a thread of its own, now and then, and finished soon after the last session left.
    ///
    /// @param least awaited
    private static int settled(Path file, int least) throws IOException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        int samples = samples(file);
        while (samples < least && System.nanoTime() < deadline) {
            LockSupport.parkNanos(10_000_000);
            samples = samples(file);
        }
        return samples;
    }

    private static final class Loop implements AudioSession {
        private final short[] last = new short[AudioFrame.SAMPLES];
        private final CountDownLatch played = new CountDownLatch(FRAMES);
        private volatile int loudest;

        @Override
        public void captured(short[] frame, long nanoTime) {
            System.arraycopy(frame, 0, last, 0, frame.length);
            int peak = 0;
            for (short sample : frame) {
                peak = Math.max(peak, sample);
            }
            loudest = Math.max(loudest, peak);
        }

        @Override
        public void playout(short[] frame, long nanoTime) {
            System.arraycopy(last, 0, frame, 0, frame.length);
            played.countDown();
        }
    }
}

package org.earshot.softphone.media.audio;

import java.io.IOException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/// Takes sound to a WAV file on a thread of its own, each 100 ms, and makes the header right each half second: the audio threads never wait for
/// the disk, and a process that is killed leaves a file that can be played.
final class WavWriter {
    /// For who queues the sound: 2.5 s, for a disk that is slow.
    static final int QUEUED_FRAMES = 256;

    private static final long WRITE_NANOS = 100_000_000;
    private static final int ROUNDS_TO_HEADER = 5;

    private final WavFile file;
    private final Sound sound;
    private final Consumer<IOException> failed;
    private final Thread thread;
    private volatile boolean closing;

    /// What is to be written.
    @FunctionalInterface
    interface Sound {
        /// Writes what there is now. The writer's thread.
        void drainTo(WavFile file) throws IOException;
    }

    /// Begins.
    ///
    /// @param failed hears, on the writer's thread, that it can't go on
    WavWriter(String thread, WavFile file, Sound sound, Consumer<IOException> failed) {
        this.file = file;
        this.sound = sound;
        this.failed = failed;
        this.thread = Thread.ofPlatform().name(thread).daemon().start(this::run);
    }

    /// Writes what there is, and ends, soon. Any thread; does no harm twice.
    void close() {
        closing = true;
        LockSupport.unpark(thread);
    }

    /// Waits until all is on the disk, after [#close].
    ///
    /// @param millis at most; 0: as long as it takes
    void await(long millis) throws InterruptedException {
        thread.join(millis);
    }

    private void run() {
        try (file) {
            for (int round = 1; !closing; round++) {
                LockSupport.parkNanos(this, WRITE_NANOS);
                sound.drainTo(file);
                if (round % ROUNDS_TO_HEADER == 0) {
                    file.updateHeader();
                }
            }
            sound.drainTo(file);
        } catch (IOException e) {
            failed.accept(e);
        }
    }
}

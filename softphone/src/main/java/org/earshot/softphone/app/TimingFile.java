package org.earshot.softphone.app;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.earshot.softphone.media.MediaTap;

/// When each frame was captured and played, to measure how long sound is on its way between two phones of one
/// machine. Kept in arrays while audio runs, written at the end as lines `captured TIMESTAMP NANOS` and
/// `played TIMESTAMP NANOS`.
final class TimingFile implements MediaTap {
    /// 20 minutes of packets of 20 ms; later ones are not noted.
    private static final int CAPACITY = 60_000;

    private final Notes captured = new Notes();
    private final Notes played = new Notes();
    private final Path file;

    TimingFile(Path file) {
        this.file = file;
    }

    /// Written by one thread, which publishes by the counter.
    private static final class Notes {
        private final long[] timestamps = new long[CAPACITY];
        private final long[] nanos = new long[CAPACITY];
        private final AtomicInteger count = new AtomicInteger();

        void add(long timestamp, long nanoTime) {
            int at = count.get();
            if (at < CAPACITY) {
                timestamps[at] = timestamp;
                nanos[at] = nanoTime;
                count.setRelease(at + 1);
            }
        }

        void write(String kind, BufferedWriter out) throws IOException {
            int end = count.getAcquire();
            for (int i = 0; i < end; i++) {
                out.write(kind + " " + timestamps[i] + " " + nanos[i] + "\n");
            }
        }
    }

    @Override
    public void captured(long rtpTimestamp, long nanoTime) {
        captured.add(rtpTimestamp, nanoTime);
    }

    @Override
    public void played(long rtpTimestamp, long nanoTime) {
        played.add(rtpTimestamp, nanoTime);
    }

    /// Writes what was noted.
    ///
    /// @throws IOException if the file can't be written
    void write() throws IOException {
        try (BufferedWriter out = Files.newBufferedWriter(file, StandardCharsets.US_ASCII)) {
            captured.write("captured", out);
            played.write("played", out);
        }
    }
}
